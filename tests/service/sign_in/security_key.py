"""A security key in software, such as a browser's: it makes passkeys and signs with them (WebAuthn level 2)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW = 1, 4, 64


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def data(written: str) -> bytes:
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


class SecurityKey:
    """One passkey. What it says can be bent, to see that it is noticed."""

    def __init__(self, origin: str = "http://localhost:8000") -> None:
        self.origin = origin
        self.site = "localhost"
        self.flags = PRESENT | VERIFIED
        self.signatures = 0
        self.owner = b""
        self.id = token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, question: str) -> str:
        """Answer a question to make a passkey."""
        options: dict[str, Any] = json.loads(question)
        self.owner = data(options["user"]["id"])
        numbers = self._key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        said = {"fmt": "none", "attStmt": {}, "authData": self._about(NEW) + credential}
        return self._answer(
            {
                "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
                "attestationObject": text(cbor2.dumps(said)),
            }
        )

    def sign(self, question: str) -> str:
        """Answer a question to sign in."""
        options: dict[str, Any] = json.loads(question)
        self.signatures += 1
        about, client = self._about(), self._client("webauthn.get", options["challenge"])
        signature = self._key.sign(about + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(about),
                "signature": text(signature),
                "userHandle": text(self.owner),
            }
        )

    def _about(self, more: int = 0) -> bytes:
        return sha256(self.site.encode()).digest() + bytes([self.flags | more]) + self.signatures.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
