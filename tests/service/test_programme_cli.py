"""The operator's look from the command line, at a real store and its views."""

import json

import pytest
from typer.testing import CliRunner

from service import programme_cli
from service.cli import app
from service.settings import Settings
from tests.service.evidenced import evidenced


@pytest.fixture
def programme(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A programme with one piece of evidence, in a store the commands read."""
    monkeypatch.setattr(programme_cli, "read_settings", lambda _: settings)
    return evidenced(settings)


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["programme", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_every_programme_is_listed_with_how_far_it_is(programme: str) -> None:
    assert f"{programme}  A new group, A town: draft, 0% settled" in said("list")
    assert json.loads(said("list", "--json"))["organisation"] == "A new group"


def test_a_programme_is_shown_stage_by_stage(programme: str) -> None:
    shown = said("show", programme.removeprefix("programme:"))

    assert "0 of 59 milestones reached, 0 set aside, 1 open" in shown
    assert "ENG-01  Partnership agreement signed" in shown
    assert json.loads(said("show", programme, "--json"))["counts"]["total"] == 59


def test_a_programme_that_is_not_here_is_said_so(programme: str) -> None:
    result = CliRunner().invoke(app, ["programme", "show", programme.replace(programme[-1], "0", 1) + "0"])

    assert result.exit_code != 0
    assert "There is no such programme here" in str(result.exception)
