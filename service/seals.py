"""Sealing of personal text: encrypted for its subject, bound to the one place where it stands.

Each passage has a key of its own, which follows from its subject's (HKDF) and its place. So one passage can be taken
out alone: the others' keys are kept apart, and the subject's is destroyed (service/privacy/passage_keys.py).
"""

import base64
import hmac
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel

from domain.event import Fact, Recorded
from domain.passage import ERASED, Passage, Sealed, Words
from projections.telling import day as written
from service.keyring import DERIVING, SubjectKeys
from service.privacy.broken_seals import report

__all__ = ["ERASED", "BodyMarks", "Gaps", "SealBroken", "Seals", "derived", "moved_mark", "where"]

_NONCE = 12
_SMALLEST = 64
_END = b"\x80"

M = TypeVar("M", bound=BaseModel)
_Change = Callable[[Passage, str], Passage]


class SealBroken(Exception):  # noqa: N818 - the seal is broken, by somebody
    """Sealed text was altered, or moved from where it was written. It names the place, never the words."""


def where(stream: str, version: int, topic: str) -> str:
    """Say where an event stands, as the beginning of the place of each of its passages."""
    return f"{stream}/{version}/{topic}/"


class Gaps(Protocol):
    """Knows which passages were taken out alone."""

    def taken_out(self, passage: Sealed) -> tuple[date, Sealed | None] | None:
        """When a passage was taken out, and why. Nothing when it was not."""
        ...


class Seals:
    """Seals the words in a fact on their way into the log, and opens them for a reader."""

    def __init__(self, keys: SubjectKeys, gaps: Gaps | None = None) -> None:
        """Seal with each subject's key out of `keys`. `gaps` knows what was taken out."""
        self._keys = keys
        self._gaps = gaps

    def seal(self, recorded: Recorded[Fact]) -> Recorded[Fact]:
        """Seal all words in a fact and in its minute; a passage taken from elsewhere is sealed anew for this place.

        Raises SubjectErased when they are about somebody who was erased, and SealBroken.
        """
        return self._changed(recorded, self._sealed)

    def unseal(self, recorded: Recorded[Fact]) -> Recorded[Fact]:
        """Give a fact with all its words opened, for export and for a store with other keys. Erased words say so."""
        return self._changed(recorded, lambda passage, _: Words(about=_subject(passage), text=self.open(passage)))

    def open(self, passage: Passage) -> str:
        """Give the words, or what stands in their place when their key was destroyed. Raises SealBroken."""
        if isinstance(passage, Words):
            return passage.text
        key = self._key(passage)
        if key is None:
            return self._gap(passage)
        try:
            sealed = base64.b64decode(passage.c, validate=True)
            padded = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], passage.at.encode())
        except (InvalidTag, ValueError):
            report(passage.at or "an unknown place")
            msg = f"The text at {passage.at or 'an unknown place'} was altered, or was moved there from elsewhere."
            raise SealBroken(msg) from None
        return padded[: padded.rindex(_END)].decode()

    def _changed(self, recorded: Recorded[Fact], change: _Change) -> Recorded[Fact]:
        at = where(recorded.stream, recorded.version, recorded.fact.TOPIC)
        fact = _in_model(recorded.fact, at, change)
        meta = recorded.meta
        if meta.on_behalf_of:
            meta = meta.model_copy(
                update={"on_behalf_of": _in_model(meta.on_behalf_of, f"{at}meta.on_behalf_of.", change)}
            )
        return replace(recorded, fact=fact, meta=meta)

    def _sealed(self, passage: Passage, at: str) -> Sealed:
        if isinstance(passage, Sealed) and (passage.at == at or self._key(passage) is None):
            return passage
        subject = _subject(passage)
        kid, root = self._keys.key_for_writing(subject)
        key = derived(root, at) if kid.startswith(DERIVING) else root
        nonce = os.urandom(_NONCE)
        ciphertext = AESGCM(key).encrypt(nonce, _padded(self.open(passage)), at.encode())
        return Sealed(s=subject, kid=kid, c=base64.b64encode(nonce + ciphertext).decode(), at=at)

    def _key(self, passage: Sealed) -> bytes | None:
        root = self._keys.key_for_reading(passage.s, passage.kid)
        if not passage.kid.startswith(DERIVING):
            return root
        if root is not None:
            return derived(root, passage.at)
        return self._keys.key_for_reading(passage.s, f"{passage.kid}/{passage.at}")

    def _gap(self, passage: Sealed) -> str:
        found = self._gaps.taken_out(passage) if self._gaps else None
        if found is None:
            return ERASED
        day, reason = found
        because = f" because: {self.open(reason)}" if reason else ""
        return f"[taken out on {written(day)}{because}]"


def derived(root: bytes, place: str) -> bytes:
    """The key of one passage, which follows from its subject's key and where it stands."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"waymark passage\0" + place.encode()).derive(root)


class BodyMarks:
    """Marks of commands, to know a repeated one by. Keyed, because a plain hash of a short text can be guessed.

    Each programme has a key of its own, so that it can move with the programme's record and nobody else's.
    """

    def __init__(self, key: bytes, moved: SubjectKeys | None = None) -> None:
        """Mark with the service's own key, from its keys folder; programmes that moved here keep theirs, in `moved`."""
        self._key = key
        self._moved = moved

    def key_of(self, programme: str) -> bytes:
        """Give the 32 bytes that a programme's commands are marked with."""
        kept = self._moved.key_for_reading(*moved_mark(programme)) if self._moved else None
        return kept or hmac.digest(self._key, programme.encode(), "sha256")

    def body_mark(self, programme: str, name: str, body: BaseModel) -> bytes:
        """Give 32 bytes that are the same for the same command with the same body. `name` is the command's NAME."""
        text = rfc8785.dumps([name, body.model_dump(mode="json")])
        return hmac.digest(self.key_of(programme), text, "sha256")


def moved_mark(programme: str) -> tuple[str, str]:
    """Say under which subject and id a programme's marking key is kept where it moved to."""
    return f"marks:{programme}", "moved"


def _subject(passage: Passage) -> str:
    return passage.about if isinstance(passage, Words) else passage.s


def _padded(text: str) -> bytes:
    """Fill up to 64, 128, 256 … bytes, so that the length tells little about the words."""
    ended = text.encode() + _END
    size = max(_SMALLEST, 1 << (len(ended) - 1).bit_length())
    return ended.ljust(size, b"\x00")


def _in_model(model: M, at: str, change: _Change) -> M:
    new = {name: _in_value(part, f"{at}{name}", change) for name, part in model}
    old = model.__dict__
    changed = {name: part for name, part in new.items() if part is not old[name]}
    return model.model_copy(update=changed) if changed else model


def _in_value(value: object, at: str, change: _Change) -> object:
    match value:
        case Words() | Sealed():
            return change(value, at)
        case BaseModel():
            return _in_model(value, f"{at}.", change)
        case tuple() | list():
            parts = [_in_value(part, f"{at}.{number}", change) for number, part in enumerate(value)]
            same = all(new is old for new, old in zip(parts, value, strict=True))
            return value if same else type(value)(parts)
        case dict():
            new = {name: _in_value(part, f"{at}.{name}", change) for name, part in value.items()}
            return value if all(new[name] is value[name] for name in value) else new
        case set() | frozenset() if any(isinstance(part, Words | Sealed | BaseModel) for part in value):
            msg = f"{at} keeps passages without an order, so they have no place to be sealed to"
            raise TypeError(msg)
        case _:
            return value
