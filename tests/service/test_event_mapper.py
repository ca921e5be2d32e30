from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Fact
from domain.passage import Sealed, Words
from service.event_mapper import EventMapper, RawEvent, UnknownTopic
from service.seals import SealBroken, Seals
from tests.service.story import EVENT_ID, FACTS, GARDEN, MORNING, PERSON, Note, Planted, meeting, planted, recorded
from tests.service.test_seals import OneKey

SEALS = Seals(OneKey())
MAPPER = EventMapper(FACTS, SEALS)


def raw(state: bytes, version: int = 1, topic: str = "garden.planted.v1") -> RawEvent:
    return RawEvent(position=7, stream=GARDEN, version=version, topic=topic, state=state)


GOLDEN = (
    '{"data":{"on":"2026-03-01","rows":[1,2],"what":"señor’s peas\\n"},'
    '"meta":{"actor":"person:1b4e28ba-2fa1-41d2-883f-0016d3cca427","command_id":"c1",'
    '"id":"5f0c7a3e-94f5-4a3c-8f0d-2f3b3f6d8a10","ledger":"programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",'
    '"occurred_on":"2026-03-01","recorded_at":"2026-03-02T09:30:00Z","role":"mentor"}}'
).encode()


def test_the_stored_form_is_this_and_stays_this() -> None:
    event = planted("señor’s peas\n", 1, id=EVENT_ID)

    sealed, state = MAPPER.write(event)
    assert state == GOLDEN
    assert MAPPER.read(raw(GOLDEN)) == replace(sealed, position=7)


def test_time_is_stored_in_utc_wherever_it_was_recorded() -> None:
    in_tamworth = MORNING.astimezone(timezone(timedelta(hours=1)))
    event = planted("señor’s peas\n", 1, id=EVENT_ID, recorded_at=in_tamworth)

    assert MAPPER.write(event)[1] == GOLDEN


def test_words_are_stored_sealed_and_know_their_place_again() -> None:
    event = recorded(
        Note(text=Words(about=PERSON, text="Ann is ill."), lines=(Words(about=GARDEN, text="We wait."),)),
        4,
        on_behalf_of=meeting(Words(about=GARDEN, text="All agreed.")),
    )
    sealed, state = MAPPER.write(event)

    # With its blank: the base64 of what is sealed may spell a short word by chance.
    assert b"Ann " not in state
    assert b'"at"' not in state
    read = MAPPER.read(raw(state, version=4, topic="garden.note.v1"))
    assert read == replace(sealed, position=7)
    assert SEALS.unseal(read) == replace(event, position=7)


def test_what_the_stored_text_claims_about_its_place_is_not_believed() -> None:
    _, state = MAPPER.write(recorded(Note(text=Words(about=PERSON, text="Ann is ill.")), 4))
    claimed = state.replace(b'"kid":', f'"at":"{GARDEN}/4/garden.note.v1/text","kid":'.encode())
    moved = MAPPER.read(raw(claimed, version=5, topic="garden.note.v1")).fact

    assert isinstance(moved, Note)
    assert isinstance(moved.text, Sealed)
    with pytest.raises(SealBroken):
        SEALS.open(moved.text)


@given(
    what=st.text(max_size=40).filter(lambda text: text.isprintable()),
    rows=st.lists(st.integers(-(2**53) + 1, 2**53 - 1), max_size=4),
    recorded_at=st.datetimes(timezones=st.just(MORNING.tzinfo)),
)
def test_what_is_written_is_read_again(what: str, rows: list[int], recorded_at: datetime) -> None:
    fact = Planted.model_validate({"what": what, "on": "2026-03-01", "rows": rows})
    sealed, state = MAPPER.write(recorded(fact, 1, recorded_at=recorded_at))

    assert MAPPER.read(raw(state)) == replace(sealed, position=7)
    assert MAPPER.write(sealed)[1] == state


def test_only_the_facts_that_are_listed_are_written_and_read() -> None:
    with pytest.raises(UnknownTopic, match="builtins"):
        MAPPER.read(raw(GOLDEN, topic="builtins:eval"))
    with pytest.raises(UnknownTopic):
        EventMapper((Note,), SEALS).write(planted("peas", 1))


def test_two_facts_with_one_topic_are_refused() -> None:
    class Twin(Fact):
        TOPIC = Planted.TOPIC

    with pytest.raises(ValueError, match=r"garden\.planted\.v1"):
        EventMapper((Planted, Twin), SEALS)
