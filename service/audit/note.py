"""Signed notes (c2sp.org/signed-note): a text that ends with who signed it, with Ed25519."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_SECRET = re.compile(r"PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_MOST = 100
"""How many signatures a note may carry; a signature is looked at before it is known to be anybody's."""

LONGEST_NOTE = 1_000_000


class NoteRefused(Exception):  # noqa: N818 - a verdict
    """The note is malformed, or not signed by the key."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and its name. `key_id` is the 4 bytes by which a signature says whose it is."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256 of name and key, as signed-note has it."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read `name+hash+key`. Raises NoteRefused."""
        name, key = parse_key(text.strip(), _ED25519)
        verifier = cls(name, key)
        if str(verifier) != text.strip():
            raise NoteRefused("This key is damaged: its parts do not fit each other. Copy it again, all of it.")
        return verifier

    def open(self, note: str) -> str:
        """Give the text of a note that this key signed. Raises NoteRefused."""
        text, signatures = taken_apart(note)
        ours = [each.raw[4:] for each in signatures if each.name == self.name and each.raw[:4] == self.key_id]
        for signature in ours:
            # A line that claims our key and does not fit spoils the note, as in Go's own reader.
            check_signature(self.public, signature, text.encode())
        if not ours:
            raise NoteRefused("It is signed, but not by this key.")
        return text


class Signer:
    """A private key and its name."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifier = Verifier(name, private.public_key().public_bytes_raw())

    @classmethod
    def make(cls, name: str) -> "Signer":
        """Make a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Read what `secret` wrote. Raises NoteRefused."""
        name, seed = parse_key(text, _ED25519, secret=True)
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(seed))
        if signer.secret() != text:
            raise NoteRefused("This private key is damaged.")
        return signer

    def secret(self) -> str:
        """The private key as Go's note package writes it. For a file that nobody else can read."""
        key = base64.b64encode(_ED25519 + self._private.private_bytes_raw()).decode()
        return f"PRIVATE+KEY+{self.verifier.name}+{self.verifier.key_id.hex()}+{key}\n"

    def sign(self, text: str) -> str:
        """Make a note of a text, which ends with a new line. Signing the same text again gives the same note."""
        signature = base64.b64encode(self.verifier.key_id + self._private.sign(text.encode())).decode()
        return f"{text}\n— {self.verifier.name} {signature}\n"


def text_of(note: str) -> str:
    """The text of a note, whoever signed it."""
    return note.rpartition("\n\n")[0] + "\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a note. `raw` is the 4 bytes of the key's id, and what that kind of key signs with."""

    name: str
    raw: bytes
    line: str


def taken_apart(note: str) -> tuple[str, list[Signature]]:
    """The text of a note and the lines under it, none of which is checked yet. Raises NoteRefused."""
    if len(note) > LONGEST_NOTE or any(ord(char) < ord(" ") and char != "\n" for char in note):
        raise NoteRefused("This is not a signed note.")
    text, found, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not found or lines.pop() or not 0 < len(lines) <= _MOST:
        raise NoteRefused("This is not a signed note.")
    return text + "\n", [_signature(line) for line in lines]


def check_signature(public: bytes, signature: bytes, text: bytes) -> None:
    """Check with a public key of Ed25519. Raises NoteRefused."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except InvalidSignature:
        raise NoteRefused("Its signature does not fit its text.") from None


def parse_key(text: str, kind: bytes, *, secret: bool = False) -> tuple[str, bytes]:
    """Name and bytes of a key of one kind, public or secret. Raises NoteRefused."""
    match = (_SECRET if secret else _KEY).fullmatch(text)
    key = _decoded(match.group(3)) if match else b""
    if match is None or key[:1] != kind or len(key) != 33:  # noqa: PLR2004 - the kind of key, and Ed25519
        raise NoteRefused("This is not a key. One looks like this: name+0a1b2c3d+AbCd…")
    return match.group(1), key[1:]


def _signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise NoteRefused("This is not a signed note.")
    return Signature(match.group(1), _decoded(match.group(2)), line)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as wrong:
        raise NoteRefused("This is not a signed note: it is damaged.") from wrong
