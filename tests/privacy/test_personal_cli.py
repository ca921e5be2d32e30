"""`waymark people erase`, `export`, `needs` and `waymark redact`, as somebody types them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.journal_commands import RecordLesson
from domain.journal_events import LessonRecorded
from domain.refusals import NotAllowed, UnknownPart
from service.assembly import build
from service.cli import app
from service.groundwork import prepare
from service.people import PersonCard
from service.postgres_server import PostgresServer
from service.settings import read_settings
from tests.service.group import FOUNDER, WORKER, Group, Hands

NOBODY = "person:9b4e28ba-2fa1-41d2-883f-0016d3cca499"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("personal") / "home"
    with PostgresServer(folder, durable=False):
        prepare(read_settings(folder))
        yield folder


@pytest.fixture
def group(home: Path) -> Iterator[Group]:
    with build(read_settings(home), clock=Hands()) as waymark:
        ours = Group(waymark, Hands()).start(worker=PersonCard(name="Will Wood"))
        ours.ask(RecordLesson(lesson="Ann of 3 Mill Lane has the key."), by=WORKER)
        yield ours


def run(home: Path, *words: str, said: str = "") -> str:
    done = CliRunner().invoke(app, [*words, "--home", str(home)], input=said)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_needs_are_chosen_from_lists_and_shown_in_words(home: Path, group: Group) -> None:
    assert group.id
    assert "Nobody has asked them yet." in run(home, "people", "needs", FOUNDER)
    told = run(home, "people", "needs", FOUNDER, "--need", "hearing-loop", "--format", "large-print")
    assert "- a hearing loop\n- large print\n- wants to take part" in told
    with pytest.raises(NotAllowed, match="no room for anything else"):
        run(home, "people", "needs", FOUNDER, "--need", "dyslexia")


def test_one_passage_is_taken_out_by_those_who_decide(home: Path, group: Group) -> None:
    (version,) = [each.version for each in group.waymark.store.load(group.id) if isinstance(each.fact, LessonRecorded)]
    place = (group.id, str(version), "lesson", "--because", "It says where she lives.")
    with pytest.raises(NotAllowed):
        run(home, "redact", *place, "--by", WORKER)
    with pytest.raises(NotAllowed, match="no place in a record"):
        run(home, "redact", "garden", "1", "lesson", "--because", "So.", "--by", FOUNDER)
    assert "gone in two minutes" in run(home, "redact", *place, "--by", FOUNDER)


def test_a_person_gets_everything_and_is_then_forgotten(home: Path, group: Group, tmp_path: Path) -> None:
    assert group.id
    assert "events that name them" in run(home, "people", "export", WORKER, "--to", str(tmp_path / "will.zip"))
    with zipfile.ZipFile(tmp_path / "will.zip") as archive:
        assert "Will Wood" in archive.read("index.html").decode()
    assert "Aborted" in run(home, "people", "erase", WORKER, said="n\n")
    assert "Will Wood" in run(home, "people", "erase", WORKER, said="y\n")
    assert "Destroyed 0 keys" in run(home, "people", "erase", WORKER, "--yes")
    for wrong in (NOBODY, "Will"):
        with pytest.raises(UnknownPart):
            run(home, "people", "erase", wrong, "--yes")
