"""Sealing of files: encrypted a piece at a time for the subject they are about, so that erasing the key erases them.

A sealed file is a line saying how it is sealed, a card saying what is in it, and the content: each piece AES-256-GCM
under a key of the file's own (HKDF of the subject's key and a salt). The nonce counts the pieces and marks the last, so
that none can be moved, repeated or left off.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Annotated, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, Field, ValidationError

from service.evidence.file_store import PIECE
from service.keyring import SubjectKeys
from service.privacy.broken_seals import report

MARK: Final = b"waymark-file-1\n"
_LONGEST_LINE = 1024
_CARD = 2048
_TAG = 16
_SALT = 32


class FileCard(BaseModel, frozen=True, extra="forbid"):
    """What is in a file. Its name may be personal, so the card is sealed with it. `size` is in bytes."""

    name: str
    media_type: str
    size: int


class Sealing(BaseModel, frozen=True, extra="forbid"):
    """How a file is sealed: for whom, with which key, and in which programme. This can be read without a key."""

    subject: str
    kid: str
    programme: str
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class FileDamaged(Exception):  # noqa: N818 - an answer about a file
    """A file was altered, cut off, or is not a sealed file at all."""


class FileErased(Exception):  # noqa: N818 - the same
    """The key of a file was destroyed, and nobody can read it any more."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file being read: its card, and its content a piece at a time. Reading raises FileDamaged."""

    card: FileCard
    pieces: Iterator[bytes]


def sealed(
    keys: SubjectKeys, subject: str, programme: str, card: FileCard, content: Iterable[bytes]
) -> Iterator[bytes]:
    """Seal a file for its subject. Raises SubjectErased."""
    kid, key = keys.key_for_writing(subject)
    sealing = Sealing(subject=subject, kid=kid, programme=programme, salt=os.urandom(_SALT).hex())
    line = json.dumps(sealing.model_dump(), separators=(",", ":"), sort_keys=True).encode() + b"\n"
    yield MARK + line
    box = _Box(own_key(key, sealing.salt), line)
    # Of one length, so that it does not tell how long the name is.
    yield box.close(card.model_dump_json().encode().ljust(_CARD), last=False)
    held = b""
    for piece in _even(content):
        if held:
            yield box.close(held, last=False)
        held = piece
    yield box.close(held, last=True)


def opened(keys: SubjectKeys, file: IO[bytes]) -> OpenedFile:
    """Open a sealed file. Raises FileDamaged and FileErased; its content is opened as it is read."""
    sealing, line = _begun(file)
    root = keys.key_for_reading(sealing.subject, sealing.kid)
    key = own_key(root, sealing.salt) if root else keys.key_for_reading(*own_place(sealing))
    if key is None:
        raise FileErased
    box = _Box(key, line)
    try:
        card = FileCard.model_validate_json(box.open(file.read(_CARD + _TAG), last=False))
    except ValidationError:
        raise FileDamaged from None
    return OpenedFile(card, _content(box, file))


def sealing_of(file: IO[bytes]) -> Sealing:
    """How a file is sealed. Raises FileDamaged."""
    return _begun(file)[0]


def own_key(root: bytes, salt: str) -> bytes:
    """The key of one file, which follows from its subject's key."""
    return HKDF(algorithm=SHA256(), length=32, salt=bytes.fromhex(salt), info=b"waymark file").derive(root)


def own_place(sealing: Sealing) -> tuple[str, str]:
    """Where a file's own key is kept, once its subject's was destroyed to take out something else."""
    return sealing.subject, f"{sealing.kid}/file/{sealing.salt}"


def _begun(file: IO[bytes]) -> tuple[Sealing, bytes]:
    if file.read(len(MARK)) != MARK:
        raise FileDamaged
    line = file.readline(_LONGEST_LINE)
    try:
        return Sealing.model_validate_json(line), line
    except ValidationError:
        raise FileDamaged from None


def _content(box: "_Box", file: IO[bytes]) -> Iterator[bytes]:
    held = file.read(PIECE + _TAG)
    while following := file.read(PIECE + _TAG):
        yield box.open(held, last=False)
        held = following
    yield box.open(held, last=True)


def _even(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size."""
    held = bytearray()
    for piece in content:
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


class _Box:
    """Seals or opens the pieces of one file, in their order."""

    def __init__(self, key: bytes, line: bytes) -> None:
        self._cipher = AESGCM(key)
        self._line = line
        self._count = 0

    def close(self, piece: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._next(last=last), piece, self._line)

    def open(self, piece: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._next(last=last), piece, self._line)
        except (InvalidTag, ValueError):
            report("a sealed file")
            raise FileDamaged from None

    def _next(self, *, last: bool) -> bytes:
        self._count += 1
        return self._count.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
