"""One-time codes of an app on a phone (TOTP, RFC 6238), and recovery codes on paper."""

import secrets
from datetime import datetime

import pyotp

STEP = 30
"""Seconds for which an app shows one code. The one before and the one after count too: people take their time."""

CODES = 8
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _OF = 2, 4


def new_key() -> str:
    """A new key for an app: 160 bits, in the letters that apps take."""
    return pyotp.random_base32()


def address_of(key: str, name: str) -> str:
    """The address that an app on the same phone opens. It names nobody but the installation."""
    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name="Waymark")


def step_of(key: str, code: str, at: datetime, used: int) -> int | None:
    """The time step that a code belongs to, if it is one of now and newer than the last that was used."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        if step > used and pyotp.utils.strings_equal(pyotp.TOTP(key).at(step * STEP), typed):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes to write down, such as `3-KTMQ-7RWX`: the number says which, so that one hash is enough to check it."""
    return [f"{number}-{_random()}" for number in range(1, CODES + 1)]


def read_recovery_code(text: str) -> tuple[int, str] | None:
    """The number and the letters of a recovery code as somebody typed it, if it looks like one."""
    number, _, rest = "".join(text.split()).upper().partition("-")
    letters = rest.replace("-", "")
    fits = number.isascii() and number.isdecimal() and len(number) <= 2 and len(letters) == _GROUPS * _OF  # noqa: PLR2004
    return (int(number), letters) if fits else None


def _random() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))
