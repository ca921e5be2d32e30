import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from service.assembly import Waymark, build
from service.postgres_server import PostgresServer
from service.record_export import export_record
from service.record_import import import_record
from service.record_lines import RecordRefused
from tests.service.group import Group
from tests.service.records import a_group_with_a_past, installation, nothing_is_there


@pytest.fixture(scope="module")
def ours(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """The group, for tests that only read."""
    with installation(postgres, tmp_path_factory.mktemp("ours")) as here, a_group_with_a_past(here) as ours:
        yield ours


@pytest.fixture(scope="module")
def record(ours: Group, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("record") / "record.jsonl"
    export_record(ours.waymark, ours.id, file, with_people=True)
    return file.read_bytes()


@pytest.fixture
def file(record: bytes, tmp_path: Path) -> Path:
    (tmp_path / "record.jsonl").write_bytes(record)
    return tmp_path / "record.jsonl"


@pytest.fixture(scope="module")
def untouched(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Waymark]:
    """An empty installation that refuses everything, and stays empty."""
    with installation(postgres, tmp_path_factory.mktemp("untouched")) as there, build(there) as waymark:
        yield waymark


def test_a_changed_byte_is_found_in_its_line(file: Path, untouched: Waymark) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    for number in range(1, len(lines) + 1, 3):
        line = bytearray(lines[number - 1])
        line[len(line) // 2] ^= 1
        file.write_bytes(b"".join([*lines[: number - 1], bytes(line), *lines[number:]]))
        with pytest.raises(RecordRefused, match=f"^Line {number}: It is damaged") as refused:
            import_record(untouched, file)
        assert refused.value.line == number
    assert nothing_is_there(untouched)


def test_a_missing_a_doubled_and_a_moved_line_are_found(file: Path, untouched: Waymark) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    wrongs = {
        5: [*lines[:4], *lines[5:]],
        6: [*lines[:5], lines[4], *lines[5:]],
        7: [*lines[:6], lines[7], lines[6], *lines[8:]],
    }
    for number, wrong in wrongs.items():
        file.write_bytes(b"".join(wrong))
        with pytest.raises(RecordRefused, match=f"^Line {number}:"):
            import_record(untouched, file)
    assert nothing_is_there(untouched)


def test_a_file_that_was_cut_off_is_found(file: Path, untouched: Waymark) -> None:
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(RecordRefused, match=f"^Line {len(lines) - 1}: The file ends too early"):
        import_record(untouched, file)
    file.write_bytes(whole[:-10])
    with pytest.raises(RecordRefused, match=f"^Line {len(lines)}: It is damaged or cut off"):
        import_record(untouched, file)
    for other in (b"", b"\x00\xff" * 99, b'{"kind":"header"}\n'):
        file.write_bytes(other)
        with pytest.raises(RecordRefused, match="not a record"):
            import_record(untouched, file)
    with pytest.raises(RecordRefused, match="cannot be read"):
        import_record(untouched, file.with_name("nothing"))
    assert nothing_is_there(untouched)


def forged(file: Path, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Write the record anew with parts changed and every check right, as only somebody who means it would."""
    check, lines = b"", []
    for line in file.read_bytes().splitlines():
        said = orjson.loads(line)
        del said["check"]
        changed = change(said)
        if changed is None:
            continue
        rest = orjson.dumps(changed)[1:]
        check = hashlib.sha256(check + rest).hexdigest()[:16].encode()
        lines.append(b'{"check":"' + check + b'",' + rest + b"\n")
    file.write_bytes(b"".join(lines))


def where(kind: str, **changes: object) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda said: said | changes if said["kind"] == kind else said


def without(kind: str) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
    return lambda said: None if said["kind"] == kind else said


def elsewhere(said: dict[str, Any]) -> dict[str, Any]:
    if said["kind"] == "event":
        said["state"]["meta"]["ledger"] = "programme:00000000-0000-0000-0000-000000000000"
    return said


def backwards(said: dict[str, Any]) -> dict[str, Any]:
    if said["kind"] == "event" and said["version"] == 3:
        said["state"]["meta"]["recorded_at"] = "2001-01-01T00:00:00Z"
    return said


def sealed_text_moved(said: dict[str, Any]) -> dict[str, Any]:
    if said["kind"] == "event" and said["topic"] == "programme.evidence-added.v1":
        said["topic"] = "programme.evidence-added.v1"
        said["state"]["data"]["note"]["c"] = "A" * len(said["state"]["data"]["note"]["c"])
    return said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (where("header", version=3), "newer Waymark"),
        (where("header", events=1), "Something is missing"),
        (where("event", topic="programme.danced.v1"), "“programme.danced.v1”, which this version"),
        (where("event", stream="programme:00000000-0000-0000-0000-000000000000"), "does not follow"),
        (where("event", version=7), "does not follow"),
        (where("event", state={"meta": {}, "data": {}}), "not as events are"),
        (where("event", position=3), "out of order"),
        (where("command", events=4000), "does not fit"),
        (where("command", stream="programme:other"), "does not fit"),
        (where("key", key="00" * 32), "was altered"),
        (where("key", colour="red"), "does not know what it says"),
        (without("event"), "does not fit|Something is missing"),
        (without("end"), "ends too early"),
        (elsewhere, "belongs elsewhere"),
        (backwards, "runs backwards"),
        (sealed_text_moved, "was altered"),
    ],
)
def test_a_record_that_does_not_fit_together_is_refused_with_its_line(
    file: Path, untouched: Waymark, change: Callable[[dict[str, Any]], dict[str, Any] | None], sentence: str
) -> None:
    forged(file, change)
    with pytest.raises(RecordRefused, match=sentence) as refused:
        import_record(untouched, file)
    assert refused.value.line is not None
    assert nothing_is_there(untouched)
