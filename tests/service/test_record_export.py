import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from domain.event import Fact, Recorded
from domain.milestone_commands import AddEvidence
from domain.refusals import CommandIdTaken, UnknownProgramme
from service.assembly import Waymark
from service.event_store import Asked, CommandAnswer
from service.group import streams_of
from service.mail_queue import note
from service.postgres_server import PostgresServer
from service.projector import rebuild
from service.record_cli import export, import_
from service.record_export import export_record
from service.record_import import import_record
from service.record_lines import RecordRefused
from service.seals import ERASED
from service.settings import Settings
from service.whole_file import CannotWrite
from tests.service.group import FIRST, WORKER, Group, Hands
from tests.service.records import WORDS, a_group_with_a_past, installation

HISTORY = """
SELECT to_jsonb(entry) - 'position' FROM views.history_entry AS entry WHERE programme = %s ORDER BY position
"""
RAW = (
    "SELECT originator_id, originator_version, topic, state FROM store.events WHERE originator_id = ANY(%s)"
    " ORDER BY notification_id"
)


@pytest.fixture(scope="module")
def ours(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """The group, for tests that only read."""
    with installation(postgres, tmp_path_factory.mktemp("ours")) as here, a_group_with_a_past(here) as ours:
        yield ours


@pytest.fixture
def another(postgres: PostgresServer, tmp_path: Path) -> Iterator[Group]:
    """A group for one test, which may change it."""
    with installation(postgres, tmp_path / "here") as here, a_group_with_a_past(here) as another:
        yield another


@pytest.fixture(scope="module")
def record(ours: Group, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("record") / "record.jsonl"
    export_record(ours.waymark, ours.id, file, with_people=True)
    return file.read_bytes()


@pytest.fixture
def file(record: bytes, tmp_path: Path) -> Path:
    (tmp_path / "record.jsonl").write_bytes(record)
    return tmp_path / "record.jsonl"


def raw(waymark: Waymark, programme: str) -> list[Any]:
    streams = list(streams_of(programme))
    with psycopg.connect(waymark.settings.database_url) as connection:
        return connection.execute(RAW, (streams,)).fetchall()


def words(waymark: Waymark, programme: str) -> list[Fact]:
    events: list[Recorded[Fact]] = waymark.store.load(programme)
    return [waymark.seals.unseal(event).fact for event in events]


def test_a_record_arrives_as_it_left(ours: Group, file: Path, theirs: Waymark) -> None:
    taken = import_record(theirs, file)

    assert taken.programme == ours.id
    assert raw(theirs, ours.id) == raw(ours.waymark, ours.id)
    assert words(theirs, ours.id) == words(ours.waymark, ours.id)
    assert WORDS in repr(words(theirs, ours.id))
    assert theirs.front_door.programme(ours.id) == ours.waymark.front_door.programme(ours.id)
    assert theirs.front_door.group(ours.id).board == ours.waymark.front_door.group(ours.id).board
    assert {row[0] for row in raw(theirs, ours.id)} == set(streams_of(ours.id))
    assert taken.position == theirs.store.end()
    card = theirs.people.get(WORKER)
    assert card is not None
    assert card.email == "will@example.org"


def test_its_answers_point_at_the_same_events(ours: Group, file: Path, theirs: Waymark) -> None:
    import_record(theirs, file)
    for stream in streams_of(ours.id):
        for event in ours.waymark.store.load(stream):
            before = ours.waymark.store.answer(stream, event.meta.command_id)
            after = theirs.store.answer(stream, event.meta.command_id)
            assert before is not None
            assert after is not None
            assert (after.answer, after.events, after.body_mark) == (before.answer, before.events, before.body_mark)
            last = theirs.store.read_raw(after.position - 1, 1)[0]
            was = ours.waymark.store.read_raw(before.position - 1, 1)[0]
            assert (last.stream, last.version, last.state) == (was.stream, was.version, was.state)


def test_a_command_that_was_answered_before_the_move_gets_the_same_answer_after_it(
    another: Group, theirs: Waymark, tmp_path: Path
) -> None:
    command = AddEvidence(milestone=FIRST, note="Sent just before the move")
    before = another.ask(command, by=WORKER, command_id="mine")
    export_record(another.waymark, another.id, tmp_path / "moving.jsonl")
    import_record(theirs, tmp_path / "moving.jsonl")

    moved = Group(theirs, another.hands, another.id)
    after = moved.ask(command, by=WORKER, command_id="mine")

    assert after.repeated
    assert (after.programme, after.stream, after.version) == (before.programme, before.stream, before.version)
    with pytest.raises(CommandIdTaken):
        moved.ask(command.model_copy(update={"note": "Something else"}), by=WORKER, command_id="mine")
    moved.ask(command, by=WORKER, command_id="new")
    export_record(theirs, another.id, tmp_path / "on.jsonl")
    assert told(tmp_path / "on.jsonl")[1] == told(tmp_path / "moving.jsonl")[1]


def test_it_goes_on_where_it_arrived(ours: Group, file: Path, theirs: Waymark) -> None:
    import_record(theirs, file)
    moved = Group(theirs, Hands(ours.hands.now), ours.id)
    moved.ask(AddEvidence(milestone=FIRST, note="Now at home", about=WORKER), by=WORKER)
    assert "Now at home" in repr(words(theirs, ours.id))


def test_it_can_move_on_from_there(ours: Group, file: Path, theirs: Waymark, tmp_path: Path) -> None:
    import_record(theirs, file)
    export_record(theirs, ours.id, tmp_path / "again.jsonl", with_people=True)
    assert told(tmp_path / "again.jsonl") == told(file)


def told(file: Path) -> list[dict[str, object]]:
    """What a record says, without where and when it was written."""
    own = {"check", "position", "made_at"}
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    return [{name: part for name, part in line.items() if name not in own} for line in lines]


def test_its_history_reads_the_same_where_it_arrived(ours: Group, file: Path, theirs: Waymark) -> None:
    import_record(theirs, file)
    rows = []
    for waymark in (ours.waymark, theirs):
        rebuild(waymark.settings.database_url, waymark.store)
        with psycopg.connect(waymark.settings.database_url) as connection:
            rows.append(connection.execute(HISTORY, (ours.id,)).fetchall())
    assert rows[0] == rows[1] != []


def test_nobody_gets_a_message_about_the_past_of_a_record(file: Path, theirs: Waymark) -> None:
    import_record(theirs, file)
    with psycopg.connect(theirs.settings.database_url) as connection:
        note(theirs.store.read(0, 1000), connection, theirs.clock)
        assert connection.execute("SELECT count(*) FROM store.pending_message").fetchall() == [(0,)]
        assert connection.execute("SELECT DISTINCT outcome FROM store.delivery").fetchall() == [("elsewhere",)]


def test_a_record_is_only_for_its_owner_and_holds_no_names_unless_asked(ours: Group, tmp_path: Path) -> None:
    file = tmp_path / "plain.jsonl"
    header = export_record(ours.waymark, ours.id, file).header
    assert header.people == 0
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    assert "Will Wood" not in text
    assert WORDS not in text
    with pytest.raises(CannotWrite, match="there already"):
        export_record(ours.waymark, ours.id, file)
    assert [path.name for path in tmp_path.glob("*.new")] == []


def test_a_sealed_record_keeps_its_words_to_itself(ours: Group, theirs: Waymark, tmp_path: Path) -> None:
    file = tmp_path / "sealed.jsonl"
    header = export_record(ours.waymark, ours.id, file, sealed=True).header
    assert header.keys == 0
    import_record(theirs, file)
    assert raw(theirs, ours.id) == raw(ours.waymark, ours.id)
    assert WORDS not in repr(words(theirs, ours.id))
    assert ERASED in repr(words(theirs, ours.id))


def test_who_was_erased_before_the_move_stays_erased(another: Group, theirs: Waymark, tmp_path: Path) -> None:
    another.waymark.keyring.erase(WORKER)
    another.waymark.people.erase(WORKER)
    export_record(another.waymark, another.id, tmp_path / "record.jsonl", with_people=True)
    import_record(theirs, tmp_path / "record.jsonl")
    assert WORDS not in repr(words(theirs, another.id))
    assert "Everybody is ill" in repr(words(theirs, another.id))
    assert theirs.people.get(WORKER) is None


def test_who_was_erased_where_it_arrives_stays_erased(ours: Group, file: Path, theirs: Waymark) -> None:
    theirs.keyring.erase(WORKER)
    import_record(theirs, file)
    assert WORDS not in repr(words(theirs, ours.id))


def test_a_programme_is_taken_in_once(ours: Group, file: Path, theirs: Waymark) -> None:
    import_record(theirs, file)
    before = raw(theirs, ours.id)
    for waymark in (theirs, ours.waymark):
        with pytest.raises(RecordRefused, match="here already"):
            import_record(waymark, file)
    assert raw(theirs, ours.id) == before


def test_an_unknown_programme_is_not_exported(ours: Group, tmp_path: Path) -> None:
    with pytest.raises(UnknownProgramme):
        export_record(ours.waymark, "programme:00000000-0000-0000-0000-000000000000", tmp_path / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


def test_a_long_record_moves_in_batches(another: Group, theirs: Waymark, tmp_path: Path) -> None:
    """Six thousand events cross several batches of the cursor."""
    first = another.waymark.store.load(another.id)[-1]
    version = first.version
    for batch in range(6):
        asked = []
        for number in range(1000):
            at = version + batch * 1000 + number + 1
            meta = first.meta.model_copy(update={"id": uuid4(), "command_id": f"again/{at}"})
            event = Recorded(stream=another.id, version=at, meta=meta, fact=first.fact)
            asked.append(Asked([event], CommandAnswer(another.id, f"again/{at}", b"m" * 32, {"version": at})))
        another.waymark.store.append_many(asked)
    export_record(another.waymark, another.id, tmp_path / "long.jsonl")
    taken = import_record(theirs, tmp_path / "long.jsonl")
    assert taken.events > 6000
    assert raw(theirs, another.id) == raw(another.waymark, another.id)


def test_the_commands_warn_about_what_is_in_the_file(
    ours: Group, theirs: Waymark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typer.Typer()
    app.command()(export)
    app.command("import")(import_)
    run = CliRunner()

    def stand_in(settings: Settings) -> None:
        for field in ("home", "database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
            monkeypatch.setenv(f"WAYMARK_{field.upper()}", str(getattr(settings, field)))

    stand_in(ours.waymark.settings)
    to = str(tmp_path / "r.jsonl")
    said = run.invoke(app, ["export", ours.id.removeprefix("programme:"), "--to", to, "--with-people"]).stdout
    assert "whoever has this file can read everything that the group wrote and sent" in said
    assert "Give it only to those they agreed to" in said
    stand_in(theirs.settings)
    assert f"{ours.id} is here now" in run.invoke(app, ["import", to]).stdout
    assert theirs.front_door.programme(ours.id)
