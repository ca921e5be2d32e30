"""Cosignatures (c2sp.org/tlog-cosignature): somebody else's line under a checkpoint, with the time it was made."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.audit.note import NoteRefused, check_signature, parse_key, taken_apart

_COSIGNATURE = b"\x04"
_TIME_BYTES = 8
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999."""


@dataclass(frozen=True, slots=True)
class Cosignature:
    """`witness` cosigned at this moment, with this line."""

    witness: str
    at: datetime
    line: str


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The public key of a witness, and its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256 of name and key. Another than that of a log with the same key."""
        return sha256(self.name.encode() + b"\n" + _COSIGNATURE + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_COSIGNATURE + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "WitnessKey":
        """Read `name+hash+key`. Raises NoteRefused."""
        made = cls(*parse_key(text.strip(), _COSIGNATURE))
        if str(made) != text.strip():
            raise NoteRefused("This key is damaged: its parts do not fit each other. Copy it again, all of it.")
        return made

    def cosignature(self, note: str) -> Cosignature | None:
        """What this witness said about a checkpoint; nothing, when it said nothing. Raises NoteRefused if it is false.

        When it cosigned more than once, the newest.
        """
        text, signatures = taken_apart(note)
        newest: Cosignature | None = None
        for each in signatures:
            if each.name != self.name or each.raw[:4] != self.key_id:
                continue
            seconds = int.from_bytes(each.raw[4 : 4 + _TIME_BYTES])
            if seconds > _LAST_SECOND:
                raise NoteRefused("The time of a cosignature cannot be.")
            check_signature(self.public, each.raw[4 + _TIME_BYTES :], _message(text, seconds))
            made = Cosignature(self.name, datetime.fromtimestamp(seconds, UTC), each.line)
            newest = max(newest or made, made, key=lambda one: one.at)
        return newest


class Cosigner:
    """The private key of a witness, and its name."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = WitnessKey(name, private.public_key().public_bytes_raw())

    @classmethod
    def make(cls, name: str) -> "Cosigner":
        """Make a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> "Cosigner":
        """Read what `secret` wrote. Raises NoteRefused."""
        name, seed = parse_key(text, _COSIGNATURE, secret=True)
        made = cls(name, Ed25519PrivateKey.from_private_bytes(seed))
        if made.secret() != text:
            raise NoteRefused("This private key is damaged.")
        return made

    def secret(self) -> str:
        """The private key as text. For a file that nobody else can read."""
        key = base64.b64encode(_COSIGNATURE + self._private.private_bytes_raw()).decode()
        return f"PRIVATE+KEY+{self.key.name}+{self.key.key_id.hex()}+{key}\n"

    def cosign(self, text: str, at: datetime) -> Cosignature:
        """Say that a checkpoint's text is the newest we saw at this moment. Only whole seconds are said."""
        seconds = int(at.timestamp())
        signed = seconds.to_bytes(_TIME_BYTES) + self._private.sign(_message(text, seconds))
        line = f"— {self.key.name} {base64.b64encode(self.key.key_id + signed).decode()}"
        return Cosignature(self.key.name, datetime.fromtimestamp(seconds, UTC), line)


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
