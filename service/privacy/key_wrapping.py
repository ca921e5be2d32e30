"""How a subject's key lies in the keys database: encrypted under a key of the keys folder, bound to its name."""

import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.machine_faults import MachineFault
from service.privacy.broken_seals import report

_NONCE = 12


class KeysUnusable(MachineFault):
    """The keys folder is missing, open to others, or does not belong to this data."""


def wrapped(epochs: Mapping[int, bytes], subject: str, kid: str, key: bytes) -> tuple[bytes, int]:
    """Wrap a key in the newest epoch. Gives what is stored, and the epoch."""
    epoch = max(epochs)
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(epochs[epoch]).encrypt(nonce, key, f"{subject}/{kid}".encode()), epoch


def unwrapped(epochs: Mapping[int, bytes], subject: str, kid: str, stored: bytes, epoch: int) -> bytes:
    """Give a key that was wrapped. Raises KeysUnusable, saying what to do."""
    if epoch not in epochs:
        msg = f"The key file kek-{epoch} is missing. Restore the keys folder from its backup."
        raise KeysUnusable(msg)
    try:
        return AESGCM(epochs[epoch]).decrypt(stored[:_NONCE], stored[_NONCE:], f"{subject}/{kid}".encode())
    except (InvalidTag, ValueError):
        report(f"a key of {subject}")
        msg = f"The key file kek-{epoch} does not fit this data. Restore both from the same backup."
        raise KeysUnusable(msg) from None
