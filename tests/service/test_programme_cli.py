"""The operator's look from the command line, at a real store and its views."""

import json

import pytest
from typer.testing import CliRunner

from domain.milestone_commands import AddEvidence
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service import programme_cli
from service.assembly import build
from service.cli import app
from service.people import PersonCard
from service.projector import rebuild
from service.settings import Settings

MENTOR = "person:00000000-0000-4000-8000-000000000001"
WORKER = "person:00000000-0000-4000-8000-000000000002"


@pytest.fixture
def programme(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A programme with one piece of evidence, in a store the commands read."""
    monkeypatch.setattr(programme_cli, "read_settings", lambda _: settings)
    with build(settings) as waymark:
        waymark.people.add(PersonCard(name="Ann Worker"), WORKER)
        started = waymark.front_door.start(
            StartProgramme(
                organisation="A new group",
                locality="A town",
                mentor=Mentor(organisation="An older group", coordinator=MENTOR),
                template="ulo-from-scratch",
                start_on=waymark.clock().date(),
                people=(Appointment(person=WORKER, role=Role.WORKER),),
            ),
            actor=MENTOR,
            command_id="start",
        )
        evidence = AddEvidence(milestone="ENG-01", note="The agreement is signed.")
        waymark.front_door.ask(started.programme, evidence, actor=WORKER, command_id="evidence")
        rebuild(settings.database_url, waymark.store)
    return started.programme


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
