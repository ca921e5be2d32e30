"""One passage is taken out, and every other one stays as it was."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid5

import pytest

from domain.event import Recorded
from domain.journal_commands import RecordLesson
from domain.journal_events import LessonRecorded
from domain.passage import Sealed, Words
from domain.redaction_commands import TakeOutPassage
from domain.redaction_events import KeyDestroyed
from domain.refusals import AlreadyDone, NotAllowed, UnknownPart
from service.assembly import Waymark, build
from service.front_door import PROGRAMMES
from service.keyring import KeyFolder
from service.privacy.key_wrapping import wrapped
from service.privacy.redaction import can_go_alone, take_out
from service.record_export import export_record
from service.record_import import import_record
from service.seals import ERASED, Seals
from service.settings import Settings
from tests.service.group import FOUNDER, WORKER, Group, Hands
from tests.service.story import Note, recorded

AT_ONCE = timedelta(0)
SECRET = "Ann of 3 Mill Lane has the key"
WHY = "It says where somebody lives."


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings, clock=Hands()) as made:
        yield made


@pytest.fixture
def group(waymark: Waymark) -> Group:
    ours = Group(waymark, Hands()).start()
    ours.ask(RecordLesson(lesson=SECRET, context="In the first winter."), by=WORKER)
    ours.ask(RecordLesson(lesson="Begin sooner."), by=WORKER)
    return ours


def lessons(waymark: Waymark, group: Group) -> list[Recorded[LessonRecorded]]:
    return [event for event in waymark.store.load(group.id) if isinstance(event.fact, LessonRecorded)]  # type: ignore[misc]


def destroyed(waymark: Waymark, group: Group) -> Recorded[KeyDestroyed]:
    (found,) = [event for event in waymark.store.load(group.id) if isinstance(event.fact, KeyDestroyed)]
    return found  # type: ignore[return-value]


def ask(waymark: Waymark, group: Group, by: str = FOUNDER) -> None:
    first = lessons(waymark, group)[0]
    group.ask(TakeOutPassage(stream=group.id, version=first.version, field="lesson", reason=WHY), by=by)


def test_one_passage_is_gone_and_all_others_are_read_as_before(waymark: Waymark, group: Group) -> None:
    everything = [waymark.seals.unseal(event) for event in waymark.store.load(group.id)]
    ask(waymark, group)
    assert take_out(waymark, destroyed(waymark, group), AT_ONCE) == "done"

    first, second = lessons(waymark, group)
    assert waymark.seals.open(first.fact.lesson) == f"[taken out on 2 March 2026 because: {WHY}]"
    assert first.fact.context is not None
    assert waymark.seals.open(first.fact.context) == "In the first winter."
    assert waymark.seals.open(second.fact.lesson) == "Begin sooner."
    after = [waymark.seals.unseal(event) for event in waymark.store.load(group.id)]
    assert [new for old, new in zip(everything, after, strict=False) if old != new] == [after[first.version - 1]]
    group.ask(RecordLesson(lesson="And more is written."), by=WORKER)
    assert waymark.seals.open(lessons(waymark, group)[2].fact.lesson) == "And more is written."


def test_it_waits_until_no_process_can_write_with_the_old_key(waymark: Waymark, group: Group) -> None:
    ask(waymark, group)
    event = destroyed(waymark, group)
    assert take_out(waymark, event) == "waits"
    group.ask(RecordLesson(lesson="Written meanwhile."), by=WORKER)
    assert take_out(waymark, event, AT_ONCE) == "done"
    assert take_out(waymark, event, AT_ONCE) == "done"
    assert waymark.seals.open(lessons(waymark, group)[2].fact.lesson) == "Written meanwhile."


def test_a_second_passage_under_the_same_key_goes_too(waymark: Waymark, group: Group) -> None:
    ask(waymark, group)
    take_out(waymark, destroyed(waymark, group), AT_ONCE)
    second = lessons(waymark, group)[1]
    group.ask(TakeOutPassage(stream=group.id, version=second.version, field="lesson", reason=WHY), by=FOUNDER)
    newest = waymark.store.load(group.id)[-1]
    assert take_out(waymark, newest, AT_ONCE) == "done"  # type: ignore[arg-type]
    assert waymark.seals.open(second.fact.lesson).startswith("[taken out on")
    assert waymark.seals.open(lessons(waymark, group)[0].fact.context) == "In the first winter."  # type: ignore[arg-type]


def test_only_those_who_decide_may_and_only_once_and_only_where_there_are_words(waymark: Waymark, group: Group) -> None:
    with pytest.raises(NotAllowed):
        ask(waymark, group, by=WORKER)
    for stream, version, field in (
        (group.id, 1, "lesson"),
        (group.id, 9_999, "lesson"),
        ("programme:0f14d0ab-9605-4a62-a9e4-5ed26688389b", 1, "reason"),
    ):
        with pytest.raises(UnknownPart):
            group.ask(TakeOutPassage(stream=stream, version=version, field=field, reason=WHY), by=FOUNDER)
    ask(waymark, group)
    with pytest.raises(AlreadyDone):
        ask(waymark, group)


def test_a_record_that_moves_takes_no_key_of_it_along(
    waymark: Waymark, group: Group, tmp_path: Path, elsewhere: Waymark
) -> None:
    ask(waymark, group)
    take_out(waymark, destroyed(waymark, group), AT_ONCE)
    export_record(waymark, group.id, tmp_path / "record")
    import_record(elsewhere, tmp_path / "record")

    first, second = lessons(elsewhere, group)
    assert elsewhere.seals.open(first.fact.lesson) == ERASED
    assert take_out(elsewhere, destroyed(elsewhere, group), AT_ONCE) == "done"
    assert elsewhere.seals.open(first.fact.lesson) == f"[taken out on 2 March 2026 because: {WHY}]"
    assert elsewhere.seals.open(second.fact.lesson) == "Begin sooner."


def test_what_an_older_waymark_sealed_is_refused_and_stays_readable(waymark: Waymark) -> None:
    with waymark.passage_keys.connection() as connection:
        programme = f"programme:{uuid5(PROGRAMMES, 'older')}"
        stored, epoch = wrapped(
            KeyFolder(waymark.settings.folders.keys).wrapping_keys, programme, "0123abcd", b"k" * 32
        )
        connection.execute(
            "INSERT INTO keys.subject_key (subject, kid, wrapped_key, kek_epoch) VALUES (%s, '0123abcd', %s, %s)",
            (programme, stored, epoch),
        )
    seals = Seals(waymark.keyring)
    sealed = seals.seal(recorded(Note(text=Words(about=programme, text="Of long ago.")), 1)).fact
    assert isinstance(sealed, Note)
    assert isinstance(sealed.text, Sealed)
    assert sealed.text.kid == "0123abcd"
    assert not can_go_alone(sealed.text)
    assert seals.open(sealed.text) == "Of long ago."
