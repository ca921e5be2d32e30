"""Secrets that Waymark makes: 256 random bits each, and kept as a hash only. A copy of the database opens nothing."""

import secrets
from hashlib import sha256
from string import ascii_letters, digits
from zlib import crc32

BYTES = 32
TOKEN_MARK = "waymark"  # noqa: S105 - it marks a token; it is none
_ALPHABET = digits + ascii_letters
_RANDOM, _CHECK = 43, 6
"""So many letters of 62 hold 256 and 32 bits."""


def new_secret() -> str:
    """A new secret of 256 bits, in letters that are safe in an address and in a cookie."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> bytes:
    """What is kept of a secret. It is long and random, so that a plain hash of it cannot be guessed."""
    return sha256(secret.encode()).digest()


def new_token(environment: str) -> str:
    """A new API token: `waymark_<environment>_<256 bits><checksum>`. Scanners of leaked secrets know it by its form."""
    body = _written(secrets.randbits(256), _RANDOM)
    return f"{TOKEN_MARK}_{environment}_{body}{_check(body)}"


def is_token(text: str) -> bool:
    """Whether this has the form of a token and is not mistyped: asked before the database is."""
    mark, _, rest = text.partition("_")
    _, _, secret = rest.partition("_")
    body, check = secret[:_RANDOM], secret[_RANDOM:]
    return mark == TOKEN_MARK and secret.isascii() and len(secret) == _RANDOM + _CHECK and check == _check(body)


def _check(body: str) -> str:
    return _written(crc32(body.encode()), _CHECK)


def _written(number: int, letters: int) -> str:
    text = ""
    for _ in range(letters):
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return text
