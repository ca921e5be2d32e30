"""Passwords: long rather than odd, none that everybody tries first, and kept as argon2id."""

from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from service.sign_in.refusals import PasswordTooWeak

SHORTEST, ADVISED, LONGEST = 8, 15, 256

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID)
"""RFC 9106's second choice: 64 MiB, three passes, four lanes. About a tenth of a second."""


def good_password(text: str, *about: str) -> str:
    """The password, if it may be one. `about` is what others know of the person. Raises PasswordTooWeak."""
    if len(text) < SHORTEST:
        raise PasswordTooWeak(
            f"Use at least {SHORTEST:,} characters, better {ADVISED} or more. Four words in a row make a good password."
        )
    if len(text) > LONGEST:
        raise PasswordTooWeak(f"Use {LONGEST:,} characters at most.")
    plain = text.casefold()
    if plain in common() or plain in {each.casefold() for each in (*about, *_parts(about))} or len(set(plain)) == 1:
        raise PasswordTooWeak("Many people use this password, or it is your own name. Four words in a row are better.")
    return text


@cache
def common() -> frozenset[str]:
    """The passwords that are tried first, from zxcvbn's list (MIT): its most used ones of eight letters and more."""
    return frozenset((files("service.sign_in") / "common_passwords.txt").read_text("utf-8").split())


class Passwords:
    """Hashes and checks, `at_once` at a time: each takes 64 MiB, and a small machine has other work."""

    def __init__(self, at_once: int = 2) -> None:
        self._turns = BoundedSemaphore(at_once)

    def hashed(self, password: str) -> bytes:
        """What is kept of a password."""
        with self._turns:
            return HASHER.hash(password).encode()

    def fits(self, kept: bytes | None, password: str) -> bool:
        """Whether this is the password. It takes as long when there is none: nobody learns who has an account."""
        with self._turns:
            try:
                HASHER.verify(kept.decode() if kept is not None else _nobodys(), password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None


def is_dated(kept: bytes) -> bool:
    """Whether it was kept with other figures than today's, and should be hashed again."""
    return HASHER.check_needs_rehash(kept.decode())


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")


def _parts(about: tuple[str, ...]) -> list[str]:
    return [part for each in about for part in each.split("@")]
