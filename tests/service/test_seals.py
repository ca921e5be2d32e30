import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Recorded
from domain.passage import Sealed, Words
from service.keyring import Keyring, SubjectErased
from service.seals import ERASED, BodyMarks, SealBroken, Seals
from tests.service.story import GARDEN, PERSON, SPADE, Note, Planted, meeting, planted, recorded


class OneKey:
    """The same key for everybody."""

    def key_for_writing(self, subject: str) -> tuple[str, bytes]:
        return f"k-{subject}", b"k" * 32

    def key_for_reading(self, subject: str, kid: str) -> bytes | None:
        return b"k" * 32 if kid == f"k-{subject}" else None


def note(text: str = "Ann cannot climb the step.") -> Recorded[Note]:
    lines = (Words(about=GARDEN, text="We build a ramp."), Words(about=PERSON, text="She chose the place."))
    minute = meeting(Words(about=GARDEN, text="Agreed by all but one."))
    return recorded(Note(text=Words(about=PERSON, text=text), lines=lines), 3, on_behalf_of=minute)  # type: ignore[return-value]


def sealed_in(event: Recorded[Note]) -> list[Sealed]:
    assert event.meta.on_behalf_of is not None
    passages = [event.fact.text, *event.fact.lines, event.meta.on_behalf_of.minute]
    return [passage for passage in passages if isinstance(passage, Sealed)]


def sealed_note(seals: Seals) -> Recorded[Note]:
    return seals.seal(note())  # type: ignore[return-value]


def test_every_word_is_sealed_and_opened_where_it_stands() -> None:
    seals = Seals(OneKey())
    sealed = sealed_note(seals)

    assert [passage.at for passage in sealed_in(sealed)] == [
        f"{GARDEN}/3/garden.note.v1/text",
        f"{GARDEN}/3/garden.note.v1/lines.0",
        f"{GARDEN}/3/garden.note.v1/lines.1",
        f"{GARDEN}/3/garden.note.v1/meta.on_behalf_of.minute",
    ]
    assert [passage.s for passage in sealed_in(sealed)] == [PERSON, GARDEN, PERSON, GARDEN]
    assert [seals.open(passage) for passage in sealed_in(sealed)] == [
        "Ann cannot climb the step.",
        "We build a ramp.",
        "She chose the place.",
        "Agreed by all but one.",
    ]
    # Whole texts: the base64 of what is sealed may spell a short word by chance.
    assert not [words for words in ("Ann cannot climb", "build a ramp", "chose the place") if words in repr(sealed)]
    assert seals.unseal(sealed) == note_like(sealed)


def note_like(event: Recorded[Note]) -> Recorded[Note]:
    words = note()
    return replace(words, meta=words.meta.model_copy(update={"id": event.meta.id}))


def test_a_fact_without_words_is_left_as_it_is() -> None:
    event = planted("peas", 1)

    assert Seals(OneKey()).seal(event).fact is event.fact


def test_sealing_twice_changes_nothing() -> None:
    seals = Seals(OneKey())
    sealed = sealed_note(seals)

    assert seals.seal(sealed) == sealed


@given(st.text(min_size=1, max_size=300).filter(lambda text: "\x00" not in text))
def test_any_text_is_opened_as_it_was_written_and_its_length_is_hidden(text: str) -> None:
    seals = Seals(OneKey())
    event = recorded(Note(text=Words(about=PERSON, text=text)), 1)
    passage = seals.seal(event).fact.text  # type: ignore[attr-defined]

    assert seals.open(passage) == text
    assert len(base64.b64decode(passage.c)) - 28 in {64, 128, 256, 512, 1024, 2048}


def test_altered_text_is_found_out() -> None:
    seals = Seals(OneKey())
    passage = sealed_in(sealed_note(seals))[0]
    for position in range(0, len(passage.c), 7):
        other = "A" if passage.c[position] != "A" else "B"
        altered = passage.model_copy(update={"c": passage.c[:position] + other + passage.c[position + 1 :]})
        with pytest.raises(SealBroken):
            seals.open(altered)


@pytest.mark.parametrize(
    "place",
    [
        "",
        f"{GARDEN}/3/garden.note.v1/lines.0",
        f"{GARDEN}/4/garden.note.v1/text",
        f"{SPADE}/3/garden.note.v1/text",
        f"{GARDEN}/3/garden.note.v2/text",
    ],
)
def test_text_moved_to_another_place_is_found_out(place: str) -> None:
    seals = Seals(OneKey())
    passage = sealed_in(sealed_note(seals))[0].model_copy(update={"at": place})

    with pytest.raises(SealBroken):
        seals.open(passage)


def test_a_passage_taken_into_another_fact_is_sealed_anew() -> None:
    seals = Seals(OneKey())
    passage = sealed_in(sealed_note(seals))[0]
    copied = seals.seal(recorded(Note(text=passage), 4)).fact.text  # type: ignore[attr-defined]

    assert copied.at == f"{GARDEN}/4/garden.note.v1/text"
    assert seals.open(copied) == seals.open(passage)


def test_erased_words_cannot_be_opened_and_no_more_can_be_written(keyring: Keyring) -> None:
    seals = Seals(keyring)
    sealed = sealed_note(seals)
    keyring.erase(PERSON)

    assert [seals.open(passage) for passage in sealed_in(sealed)] == [
        ERASED,
        "We build a ramp.",
        ERASED,
        "Agreed by all but one.",
    ]
    with pytest.raises(SubjectErased):
        seals.seal(note())
    assert seals.open(seals.seal(recorded(Note(text=sealed.fact.text), 4)).fact.text) == ERASED  # type: ignore[attr-defined]


def test_the_same_command_has_the_same_mark_and_another_key_another() -> None:
    marks = BodyMarks(b"a" * 32)
    body = Planted.model_validate({"what": "peas", "on": "2026-03-01"})

    assert marks.body_mark(GARDEN, "plant", body) == marks.body_mark(GARDEN, "plant", body.model_copy())
    assert marks.body_mark(GARDEN, "plant", body) != marks.body_mark(GARDEN, "uproot", body)
    assert marks.body_mark(GARDEN, "plant", body) != marks.body_mark(
        GARDEN, "plant", body.model_copy(update={"what": "beans"})
    )
    assert marks.body_mark(GARDEN, "plant", body) != BodyMarks(b"b" * 32).body_mark(GARDEN, "plant", body)
    assert marks.body_mark(GARDEN, "plant", body) != marks.body_mark(SPADE, "plant", body)
