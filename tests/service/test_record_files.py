"""A group's files move with its record: whole, looked through, and readable where they arrive."""

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest

from domain.milestone_commands import AddEvidence
from domain.resource_commands import CheckResource, DraftResource, PublishResource
from service.assembly import Waymark
from service.evidence.file_check import missing_files
from service.evidence.file_refusals import FileGone
from service.evidence.file_seal import FileCard, sealed
from service.postgres_server import PostgresServer
from service.record_export import export_record
from service.record_import import import_record
from service.record_lines import RecordRefused
from tests.service.group import FIRST, OTHER, WORKER, Group
from tests.service.records import a_group_with_a_past, installation, nothing_is_there
from tests.service.test_record_check import forged

MINUTES = b"Ann found us a room.\n" * 9000
"""More than one piece of a sealed file."""
GUIDE = b"How wide is every door?\n"
GOLDEN = Path(__file__).parents[1] / "golden" / "records"


def send(ours: Group, content: bytes, about: str | None = None) -> str:
    """A file of evidence, sent and named. Gives its SHA-256."""
    taken = ours.waymark.files.take(
        io.BytesIO(content), "minutes.txt", programme=ours.id, uploader=WORKER, about=about
    ).shown
    ours.waymark.files.claim(ours.id, AddEvidence(milestone=FIRST, file=taken, about=about), WORKER)
    ours.ask(AddEvidence(milestone=FIRST, file=taken, about=about), by=WORKER)
    return taken.sha256


@pytest.fixture(scope="module")
def ours(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """The group, for tests that only read: two files of evidence, one about a person, and one published."""
    with installation(postgres, tmp_path_factory.mktemp("ours")) as here, a_group_with_a_past(here) as ours:
        send(ours, MINUTES)
        send(ours, b"Will needs a lift.\n", about=WORKER)
        guide = ours.waymark.public_files.publish_file(io.BytesIO(GUIDE), "doors.txt", ours.id)
        ours.ask(DraftResource(kind="toolkit", title="Doors", text="How wide", milestone=FIRST), by=WORKER)
        ours.ask(CheckResource(resource=2, agreed=True), by=OTHER)
        ours.ask(PublishResource(resource=2, files=(guide,)))
        yield ours


@pytest.fixture(scope="module")
def record(ours: Group, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("record") / "record.jsonl"
    assert export_record(ours.waymark, ours.id, file).header.files == 3
    return file.read_bytes()


@pytest.fixture
def file(record: bytes, tmp_path: Path) -> Path:
    (tmp_path / "record.jsonl").write_bytes(record)
    return tmp_path / "record.jsonl"


def kept(waymark: Waymark) -> list[Path]:
    home = waymark.settings.folders
    return [path for path in (*home.files.rglob("*"), *home.incoming.rglob("*")) if path.is_file()]


def contents(waymark: Waymark, programme: str) -> set[bytes]:
    """What is in each file of evidence that can be opened."""
    found = set()
    with waymark.pool.connection() as connection:
        rows = connection.execute("SELECT sha256 FROM store.evidence_file WHERE programme = %s", (programme,))
        for (sha256,) in rows.fetchall():
            try:
                found.add(b"".join(waymark.files.open(programme, sha256).pieces))
            except FileGone:
                found.add(b"gone")
    return found


def wanting(waymark: Waymark) -> list[str]:
    with psycopg.connect(waymark.settings.database_url) as connection:
        return missing_files(connection, waymark.settings.folders)[1]


def test_files_arrive_as_they_left(ours: Group, file: Path, theirs: Waymark) -> None:
    taken = import_record(theirs, file)
    assert taken.files == 3
    assert contents(theirs, ours.id) == contents(ours.waymark, ours.id) == {MINUTES, b"Will needs a lift.\n"}
    assert theirs.public_files.read(hashlib.sha256(GUIDE).hexdigest()) == GUIDE
    assert wanting(theirs) == []
    assert not list(theirs.settings.folders.incoming.iterdir())


def test_no_words_of_a_file_stand_in_the_record(record: bytes) -> None:
    assert MINUTES[:40] not in record
    assert base64.b64encode(MINUTES[:39]) not in record


def test_a_file_can_move_on_from_there(ours: Group, file: Path, theirs: Waymark, tmp_path: Path) -> None:
    import_record(theirs, file)
    again = export_record(theirs, ours.id, tmp_path / "again.jsonl")
    assert (again.header.files, again.wanting) == (3, 0)


def test_a_record_can_be_had_without_its_files(ours: Group, theirs: Waymark, tmp_path: Path) -> None:
    header = export_record(ours.waymark, ours.id, tmp_path / "thin.jsonl", with_files=False).header
    assert header.files == 0
    assert import_record(theirs, tmp_path / "thin.jsonl").files == 0
    assert len(wanting(theirs)) == 3


def test_files_of_a_sealed_record_stay_sealed(ours: Group, theirs: Waymark, tmp_path: Path) -> None:
    export_record(ours.waymark, ours.id, tmp_path / "sealed.jsonl", sealed=True)
    assert import_record(theirs, tmp_path / "sealed.jsonl").files == 3
    assert contents(theirs, ours.id) == {b"gone"}


def test_files_about_somebody_who_was_erased_where_it_arrives_are_not_kept(
    ours: Group, file: Path, theirs: Waymark
) -> None:
    theirs.keyring.erase(WORKER)
    import_record(theirs, file)
    assert contents(theirs, ours.id) == {MINUTES, b"gone"}
    assert len(list(theirs.files.store.names())) == 1
    assert wanting(theirs) == []


def test_a_missing_and_an_altered_file_are_told_and_the_rest_moves(
    postgres: PostgresServer, theirs: Waymark, tmp_path: Path
) -> None:
    with installation(postgres, tmp_path / "here") as here, a_group_with_a_past(here) as other:
        gone, bent = send(other, b"One.\n"), send(other, b"Two.\n")
        send(other, b"Three.\n")
        other.waymark.files.store.delete(gone)
        next(here.folders.files.rglob(bent)).write_bytes(b"bent")
        written = export_record(other.waymark, other.id, tmp_path / "record.jsonl")
        assert (written.header.files, written.wanting) == (1, 2)
        assert import_record(theirs, tmp_path / "record.jsonl").files == 1
        assert contents(theirs, other.id) == {b"Three.\n"}


Change = Callable[[dict[str, Any]], dict[str, Any] | None]


def piece(change: Callable[[bytes], bytes]) -> Change:
    def changed(said: dict[str, Any]) -> dict[str, Any]:
        if said["kind"] == "piece":
            said["content"] = base64.b64encode(change(base64.b64decode(said["content"]))).decode()
        return said

    return changed


def of_file(**changes: object) -> Change:
    return lambda said: said | changes if said["kind"] == "file" else said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (piece(lambda content: content[:-1] + b"\x00"), "not what its name says"),
        (piece(lambda content: content + b"x"), "longer than it says"),
        (piece(lambda content: content[:-1]), "longer than it says|ends too early"),
        (piece(lambda _: b""), "longer than it says"),
        (lambda said: None if said["kind"] == "piece" else said, "ends too early"),
        (lambda said: None if said["kind"] == "file" else said, "not where it should be"),
        (lambda said: said | {"content": "*"} if said["kind"] == "piece" else said, "does not know what it says"),
        (of_file(sha256="0" * 64), "no event names"),
        (of_file(sha256="../../etc/passwd"), "does not know what it says"),
        (of_file(place="elsewhere"), "does not know what it says"),
        (of_file(size=30_000_000), "larger, or more"),
        (lambda said: said | {"files": 2} if said["kind"] == "header" else said, "Something is missing"),
    ],
)
def test_a_record_whose_files_are_bent_is_refused_and_nothing_stays(
    file: Path, theirs: Waymark, change: Change, sentence: str
) -> None:
    forged(file, change)
    with pytest.raises(RecordRefused, match=sentence):
        import_record(theirs, file)
    assert nothing_is_there(theirs)
    assert kept(theirs) == []


def swapped(file: Path, ours: Group, content: bytes, name: str = "minutes.txt", subject: str = "") -> None:
    """The record as somebody bends it who has its keys: another file, with all that names it made to fit."""
    card = FileCard(name=name, media_type="text/plain", size=len(content))
    made = b"".join(sealed(ours.waymark.keyring, subject or ours.id, ours.id, card, [content]))
    digest = hashlib.sha256(made).hexdigest()
    begun = [orjson.loads(line) for line in file.read_bytes().splitlines() if b'"place":"evidence"' in line]
    was = max(begun, key=lambda each: int(each["size"]))["sha256"]
    going = False

    def change(said: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal going
        if said["kind"] == "event" and said["state"]["data"].get("file", {}) and was in str(said["state"]):
            said["state"]["data"]["file"] |= {"sha256": digest, "size": len(content)}
        if said["kind"] == "file":
            going = said["sha256"] == was
            return said | {"sha256": digest, "size": len(made)} if going else said
        if said["kind"] == "piece" and going:
            return said | {"content": base64.b64encode(made).decode()}
        return said

    forged(file, change)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html><script>alert(1)</script>", "cannot be taken in"), (b"%PDF-1.7 and more", "cannot be taken in")],
)
def test_a_harmful_file_in_a_record_is_refused_as_if_somebody_sent_it(
    ours: Group, file: Path, theirs: Waymark, content: bytes, sentence: str
) -> None:
    swapped(file, ours, content)
    with pytest.raises(RecordRefused, match=sentence):
        import_record(theirs, file)
    assert nothing_is_there(theirs)
    assert kept(theirs) == []


def test_a_file_sealed_for_somebody_else_is_refused(ours: Group, file: Path, theirs: Waymark) -> None:
    swapped(file, ours, b"About Olu.\n", subject=OTHER)
    with pytest.raises(RecordRefused, match="belongs to somebody else"):
        import_record(theirs, file)
    assert kept(theirs) == []


@pytest.mark.parametrize(("name", "files"), [("version-1.jsonl", 0), ("version-2.jsonl", 3)])
def test_a_record_that_was_written_long_ago_can_still_be_taken_in(theirs: Waymark, name: str, files: int) -> None:
    taken = import_record(theirs, GOLDEN / name)
    assert taken.files == files
    assert theirs.front_door.programme(taken.programme)
    assert contents(theirs, taken.programme) == ({MINUTES, b"Will needs a lift.\n"} if files else set())
