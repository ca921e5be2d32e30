"""Rows 36 and 37: what is used for cryptography and where, and what happens when somebody alters what is sealed."""

import base64
import io
import re
from pathlib import Path

import pytest
import structlog

from domain.passage import Sealed, Words
from service.evidence.file_seal import FileCard, FileDamaged, FileErased, opened, sealed
from service.keyring import DERIVING, KeysUnusable
from service.privacy.broken_seals import ALARM
from service.privacy.key_wrapping import unwrapped, wrapped
from service.seals import SealBroken, Seals, derived
from tests.service.story import GARDEN, PERSON, Note, recorded

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT / "ops" / "crypto-inventory.md"
USED = "cryptography|hashlib|hmac|secrets|argon2|joserfc|authlib|pyotp|webauthn|rfc3161_client|ssl"
IMPORTS = re.compile(rf"^\s*(?:from|import) (?:{USED})\b", re.MULTILINE)
DRAWS = 1_000_000


class Keys:
    """A key for everybody, from which each passage's own follows."""

    def key_for_writing(self, _subject: str) -> tuple[str, bytes]:
        return f"{DERIVING}1", b"k" * 32

    def key_for_reading(self, _subject: str, kid: str) -> bytes | None:
        return b"k" * 32 if kid == f"{DERIVING}1" else None


def passage(version: int = 1, text: str = "She chose the place.") -> Sealed:
    fact = Seals(Keys()).seal(recorded(Note(text=Words(about=PERSON, text=text)), version)).fact
    assert isinstance(fact, Note)
    assert isinstance(fact.text, Sealed)
    return fact.text


def test_row_36_every_file_that_uses_cryptography_is_in_the_inventory() -> None:
    written = INVENTORY.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:domain|projections|service|workflows)/[a-z0-9_/]+\.py)`", written))
    using = {
        path.relative_to(ROOT).as_posix()
        for room in ("domain", "projections", "service", "workflows")
        for path in (ROOT / room).rglob("*.py")
        if IMPORTS.search(path.read_text(encoding="utf-8"))
    }
    assert using - named == set(), "Say in ops/crypto-inventory.md what these use it for."
    assert named - using == set(), "These use no cryptography any more. Strike them out of ops/crypto-inventory.md."


def test_row_37_a_flipped_bit_in_a_sealed_text_is_refused_and_alarmed() -> None:
    whole = passage()
    content = base64.b64decode(whole.c)
    with structlog.testing.capture_logs() as logs:
        for flip in range(len(content) * 8):
            altered = bytearray(content)
            altered[flip // 8] ^= 1 << flip % 8
            with pytest.raises(SealBroken):
                Seals(Keys()).open(whole.model_copy(update={"c": base64.b64encode(altered).decode()}))
        for flip in range(len(whole.at)):
            place = whole.at[:flip] + chr(ord(whole.at[flip]) ^ 1) + whole.at[flip + 1 :]
            with pytest.raises(SealBroken):
                Seals(Keys()).open(whole.model_copy(update={"at": place}))
    assert [line["event"] for line in logs] == [ALARM] * (len(content) * 8 + len(whole.at))
    assert "She chose" not in repr(logs)
    print(f"\n{len(logs):,} altered texts, all refused and alarmed")  # noqa: T201 - a count


def test_row_37_a_flipped_bit_in_a_sealed_file_is_refused_and_alarmed() -> None:
    card = FileCard(name="letter.txt", media_type="text/plain", size=6)
    whole = b"".join(sealed(Keys(), PERSON, GARDEN, card, [b"Hello."]))
    begins = whole.index(b"\n", len(b"waymark-file-1\n")) + 1
    places = [*range(begins), *range(begins, len(whole), 7), len(whole) - 1]
    with structlog.testing.capture_logs() as logs:
        for place in places:
            altered = bytearray(whole)
            altered[place] ^= 1
            with pytest.raises((FileDamaged, FileErased)):
                b"".join(opened(Keys(), io.BytesIO(bytes(altered))).pieces)
    assert len([line for line in logs if line["event"] == ALARM]) >= len(places) - begins
    print(f"\n{len(places):,} altered files, all refused")  # noqa: T201 - a count


def test_row_37_a_flipped_bit_in_a_wrapped_key_is_refused_and_alarmed() -> None:
    epochs = {1: b"w" * 32}
    stored, epoch = wrapped(epochs, PERSON, "p1", b"k" * 32)
    assert unwrapped(epochs, PERSON, "p1", stored, epoch) == b"k" * 32
    with structlog.testing.capture_logs() as logs:
        for flip in range(len(stored) * 8):
            altered = bytearray(stored)
            altered[flip // 8] ^= 1 << flip % 8
            with pytest.raises(KeysUnusable):
                unwrapped(epochs, PERSON, "p1", bytes(altered), epoch)
        for subject, kid in ((GARDEN, "p1"), (PERSON, "p2")):
            with pytest.raises(KeysUnusable):
                unwrapped(epochs, subject, kid, stored, epoch)
    assert [line["event"] for line in logs] == [ALARM] * (len(stored) * 8 + 2)


def test_row_37_no_nonce_comes_twice() -> None:
    """Wrapping is drawn a million times: sealing takes its nonce from the same source, under a key of each place."""
    epochs = {1: b"w" * 32}
    nonces = {wrapped(epochs, PERSON, "p1", b"k")[0][:12] for _ in range(DRAWS)}
    assert len(nonces) == DRAWS
    sealed_nonces = {base64.b64decode(passage().c)[:12] for _ in range(10_000)}
    assert len(sealed_nonces) == 10_000
    print(f"\n{DRAWS:,} nonces of wrapped keys and 10,000 of texts, none twice")  # noqa: T201 - a count


def test_each_passage_has_a_key_that_follows_from_its_place() -> None:
    keys = {derived(b"k" * 32, f"{GARDEN}/{version}/garden.note.v1/text") for version in range(1_000)}
    assert len(keys) == 1_000
    assert b"k" * 32 not in keys
