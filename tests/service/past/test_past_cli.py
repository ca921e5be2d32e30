"""`waymark history` and `waymark lineage`, on a real store and its views."""

import csv
import json
from io import StringIO

import pytest
from typer.testing import CliRunner

from domain.refusals import UnknownPart, UnknownProgramme
from service.cli import app
from service.past import past_cli
from service.settings import Settings
from tests.service.evidenced import WORKER, evidenced


@pytest.fixture
def programme(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A programme with one piece of evidence, in a store the commands read."""
    monkeypatch.setattr(past_cli, "read_settings", lambda _: settings)
    return evidenced(settings)


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_history_is_told_as_text_json_table_and_stored_events(programme: str) -> None:
    text = said("history", programme)
    assert "Ann Worker added evidence" in text
    assert "Note: The agreement is signed." in text
    assert "[entry 0]" in text
    entries = json.loads(said("history", programme, "--as", "json"))
    rows = list(csv.DictReader(StringIO(said("history", programme, "--as", "csv").removeprefix("\ufeff"), newline="")))
    lines = [json.loads(line) for line in said("history", programme, "--as", "jsonl").splitlines()]
    assert [entry["sentence"] for entry in entries] == [row["sentence"] for row in rows]
    assert [entry["source"]["entry"] for entry in entries] == [line["entry"] for line in lines]
    assert not any(line["withheld"] for line in lines)


def test_a_history_can_be_narrowed(programme: str) -> None:
    assert "evidence" not in said("history", programme, "--milestone", "ENG-02")
    assert "evidence" in said("history", programme, "--person", WORKER)
    assert said("history", programme, "--known-at", "2001-01-01") == ""
    assert said("history", programme, "--true-on", "2001-01-01") == ""
    assert said("history", programme, "--since", "2999-01-01") == ""


def test_what_changed_between_two_instants_is_told(programme: str) -> None:
    told = said("history", programme, "--changed-between", "2001-01-01", "2999-01-01")
    assert "The programme had not begun at one of these moments" in told
    assert "Ann Worker added evidence" in told
    as_json = said("history", programme, "--changed-between", "2001-01-01", "2999-01-01", "--as", "json")
    assert json.loads(as_json)["began_after"] is True
    refused = CliRunner().invoke(
        app, ["history", programme, "--changed-between", "2001-01-01", "2999-01-01", "--as", "csv"]
    )
    assert refused.exit_code == 2


def test_a_figure_is_told_with_its_events_and_counted_again(programme: str) -> None:
    names = said("lineage", programme)
    assert "counts.total  59  milestones in the plan" in names
    told = said("lineage", programme, "milestones.ENG-01.evidence")
    assert "It comes from 2 events. Counted again from these alone: 1." in told
    assert "Ann Worker added evidence" in told
    assert json.loads(said("lineage", programme, "counts.total", "--json"))["counted_again"] == 59
    unknown = CliRunner().invoke(app, ["lineage", programme, "counts.happy"])
    assert isinstance(unknown.exception, UnknownPart)


def test_a_total_of_all_programmes_is_told_with_its_events_and_counted_again(programme: str) -> None:
    assert "programmes_started  1  programmes that began" in said("lineage", "totals")
    told = said("lineage", "totals", "programmes_started")
    assert "It comes from 1 events. Counted again from these alone: 1." in told
    assert f"A new group  [waymark audit bundle {programme}]" in told
    assert "[entry " in told
    ours = said("lineage", "totals", "programmes_started", "--mentor", "An older group", "--json")
    assert json.loads(ours)["counted_again"] == 1
    assert json.loads(said("lineage", "totals", "programmes_started", "--mentor", "Nobody", "--json"))["value"] == 0
    unknown = CliRunner().invoke(app, ["lineage", "totals", "happiness"])
    assert isinstance(unknown.exception, UnknownPart)
    for more in (["totals", "--known-at", "2026-01-01"], [programme, "--mentor", "Nobody"]):
        assert CliRunner().invoke(app, ["lineage", *more]).exit_code == 2


def test_a_programme_that_is_not_here_has_no_past(programme: str) -> None:
    for command in (["history"], ["lineage"]):
        result = CliRunner().invoke(app, [*command, programme[:-4] + "0000"])
        assert isinstance(result.exception, UnknownProgramme)
