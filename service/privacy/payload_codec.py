"""What Temporal keeps is encrypted: a second line behind the rule that it gets ids and numbers only.

A payload is AES-256-GCM under a key that follows from the wrapping key of an epoch; which epoch stands beside it. What
was written before there was any of this stays readable.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from service.keyring import KeyFolder
from service.privacy.broken_seals import report

ENCODING: Final = b"binary/encrypted"
EPOCH: Final = "waymark-epoch"
_NONCE = 12


class PayloadBroken(Exception):  # noqa: N818 - somebody altered it
    """What Temporal gave back is not what we gave to it, or its key is missing."""


class SealedPayloads(PayloadCodec):
    """Seals with the key of the newest epoch, and opens with that of any. `epochs`: number -> wrapping key."""

    def __init__(self, epochs: Mapping[int, bytes], alarm: Callable[[str], None] = report) -> None:
        self._ciphers = {epoch: AESGCM(_derived(key)) for epoch, key in epochs.items()}
        self._newest = max(epochs)
        self._alarm = alarm

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal payloads, each under a nonce of its own."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open payloads. What was never sealed is given as it is. Raises PayloadBroken."""
        return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        epoch = str(self._newest).encode()
        nonce = os.urandom(_NONCE)
        data = nonce + self._ciphers[self._newest].encrypt(nonce, payload.SerializeToString(), epoch)
        return Payload(metadata={"encoding": ENCODING, EPOCH: epoch}, data=data)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        epoch = payload.metadata.get(EPOCH, b"")
        try:
            cipher = self._ciphers[int(epoch)]
            return Payload.FromString(cipher.decrypt(payload.data[:_NONCE], payload.data[_NONCE:], epoch))
        except (InvalidTag, KeyError, ValueError):
            self._alarm("a payload of Temporal")
            raise PayloadBroken("Temporal's data was altered, or is of other keys. See the runbook.") from None


def data_converter(folder: KeyFolder) -> DataConverter:
    """How this installation writes to Temporal: pydantic, encrypted, with the words of failures too."""
    return replace(
        pydantic_data_converter,
        payload_codec=SealedPayloads(folder.wrapping_keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"waymark temporal payloads").derive(key)
