"""The history as files: a table that no spreadsheet runs, and the stored events byte for byte."""

import csv
import json
from collections.abc import Iterable
from hashlib import sha256
from io import StringIO
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as any_of

from domain.journal_commands import RecordLesson
from domain.milestone_commands import AddEvidence
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Appoint
from projections.history_question import MOST, HistoryQuestion
from projections.history_reading import HistoryEntry
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.audit.leaf import Leaf
from service.past.table import COLUMNS, FORMULA, dictionary, row, safe
from service.past.whole_history import whole_history
from tests.service.face import Face

SECRET = "Ali’s landlord, “Quay” & Co\n=HYPERLINK(0)"


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def written(face: Face) -> str:
    programme = face.start()
    for number in range(7):
        face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": f"{'=+-@'[number % 4]}{number}"})
    face.post(RecordLesson, WORKER, programme, {"lesson": SECRET})
    face.post(AppointBoardMember, FOUNDER, programme)
    face.catch_up()
    return programme


@given(any_of.text())
@example("=1+1")
@example("\t=1")
@example("\r=1")
@example("  @SUM(A1)")
@example("＝1")
@example('","=1')
@example("\n-1")
@example("\x00=1")
def test_no_text_is_a_formula_and_every_text_comes_back_as_one_cell(text: str) -> None:
    cell = safe(text)
    (cells,) = csv.reader(StringIO(row([text, 7, "end"]), newline=""), strict=True)

    assert cells == [cell, "7", "end"]
    assert not cell.lstrip(" ").startswith(FORMULA)
    assert cell.removeprefix("'").replace("\ufffd", "") == text.removeprefix("'").replace("\x00", "").replace(
        "\ufffd", ""
    ) or cell == f"'{text}".replace("\x00", "\ufffd")


def test_the_table_has_what_the_history_has(face: Face) -> None:
    programme = written(face)
    answer = face.get(f"{programme}/history.csv")
    told = face.get(f"{programme}/history", limit=MOST).json()["entries"]
    rows = table(answer.text)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.text.count("\r\n") >= len(rows) + 1
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert [each["sentence"] for each in rows] == [entry["sentence"] for entry in told]
    assert [int(each["entry"]) for each in rows] == [entry["source"]["entry"] for entry in told]
    assert all(each["happened_on"] == entry["occurred_on"] for each, entry in zip(rows, told, strict=True))
    lesson = next(each for each in rows if each["kind"] == "programme.lesson-recorded.v1")
    assert lesson["words"] == f"Lesson: {SECRET}"


def test_the_dictionary_explains_every_column_and_every_field(face: Face) -> None:
    programme = written(face)
    meant = face.client.get("/api/history/columns").json()["columns"]
    rows = table(face.client.get("/api/history/columns.csv").text)
    assert [each["name"] for each in meant] == [each["name"] for each in rows]
    assert meant == [each.model_dump() for each in dictionary()]

    def names(file: str) -> list[str]:
        return [each["name"] for each in meant if each["file"] == file]

    answer = face.get(f"{programme}/history.csv")
    assert list(table(answer.text)[0]) == names("history.csv")
    line = json.loads(face.get(f"{programme}/history.jsonl").text.splitlines()[0])
    assert sorted(line) == sorted(names("history.jsonl"))
    assert answer.links["describedby"]["url"] == "/api/history/columns"
    assert all(each["meaning"].endswith(".") for each in meant)


def test_the_lines_are_the_stored_bytes_and_each_hashes_to_its_leaf(face: Face) -> None:
    programme = written(face)
    answer = face.get(f"{programme}/history.jsonl")
    ledger = f"programme:{programme.rpartition('/')[2]}"
    stored = dict(query(face, "SELECT notification_id, state FROM store.events"))
    lines = answer.content.splitlines()

    assert answer.headers["Content-Type"] == "application/jsonl"
    assert [orjson.loads(line)["entry"] for line in lines] == list(range(len(lines)))
    for line in lines:
        said = orjson.loads(line)
        state = bytes(stored[said["position"]])
        assert line.endswith(b',"state":' + state + b"}")
        entry = Leaf(said["entry"], ledger, said["stream"], said["version"], said["topic"], state).entry
        assert sha256(b"\x00" + entry).hexdigest() == said["hash"]
    assert SECRET.encode() not in answer.content, "sealed words stay sealed"
    assert "Ali’s landlord".encode() not in answer.content


def test_of_what_a_reader_may_not_see_there_is_only_the_hash(face: Face) -> None:
    programme = written(face)
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()

    def lines(reader: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in face.get(f"{programme}/history.jsonl", reader).text.splitlines()]

    all_of_it, funders, workers = lines(COORDINATOR), lines(FUNDER), lines(WORKER)
    assert not any(line["withheld"] for line in all_of_it)
    assert [line["hash"] for line in funders] == [line["hash"] for line in all_of_it]
    hidden = {line["entry"] for line in funders if line["withheld"]}
    topics = {line["entry"]: line["topic"] for line in all_of_it}
    assert {topics[entry] for entry in hidden} >= {
        "programme.lesson-recorded.v1",
        "organisation.board-member-appointed.v1",
    }
    # The tally beside a name says who is disabled: of those who work there only few see it.
    assert {topics[line["entry"]] for line in workers if line["withheld"]} == {"organisation.board-member-appointed.v1"}
    assert all(set(line) == {"position", "entry", "hash", "withheld"} for line in funders if line["withheld"])


def test_a_file_of_many_pages_has_every_event_once(face: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.past.room.MOST", 20)
    monkeypatch.setattr("service.past.raw_events.AT_ONCE", 20)
    programme = face.start()
    for number in range(47):
        face.post(RecordLesson, WORKER, programme, {"lesson": f"Begin early, the {number}th time."})
    face.catch_up()

    rows = table(face.get(f"{programme}/history.csv").text)
    lines = face.get(f"{programme}/history.jsonl").text.splitlines()
    newest = table(face.get(f"{programme}/history.csv", newest_first=True).text)

    entries = [int(each["entry"]) for each in rows]
    assert entries == list(range(len(entries)))
    assert len(entries) > 2 * 20
    assert [json.loads(line)["entry"] for line in lines] == entries
    assert [int(each["entry"]) for each in newest] == entries[::-1]


def query(face: Face, statement: str) -> Iterable[tuple[Any, ...]]:
    with face.waymark.pool.connection() as connection:
        return connection.execute(statement).fetchall()


def test_what_is_recorded_while_a_file_is_sent_is_not_in_it() -> None:
    sent = list(whole_history(lambda _: ([at(5), at(9), at(12)], None), HistoryQuestion(), end=9))

    assert [entry.position for entry in sent] == [5, 9]


def at(position: int) -> HistoryEntry:
    source = {"stream": "programme:x", "version": 1, "position": position, "entry": 0, "proof": "Entry 0."}
    said = {"sentence": "It was so.", "words": (), "milestones": (), "role": "worker", "meeting": None, "topic": "x"}
    days = {"occurred_on": "2026-03-03", "recorded_at": "2026-03-03T10:00:00Z", "true_from": "2026-03-03", "late": None}
    who = {"actor": {"ref": WORKER, "name": "Sam"}}
    return HistoryEntry.model_validate({"position": position, "source": source, **said, **days, **who})
