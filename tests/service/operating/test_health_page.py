"""An operator sees whether each part is well, what to do when it is not, and nothing of any programme."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.milestone_commands import Block
from service.api_examples import COORDINATOR, WORKER
from service.home import Home
from service.operating.condition import condition
from service.operating.engine import EngineState
from service.operating.findings import findings
from service.operating.last_backup import last_backup, note_backup
from service.people import PersonCard
from service.port import LOOPBACK, free_port
from tests.service.face import OPERATOR, Face

HEALTH = "/operator/health"


@pytest.fixture
def operated(face: Face) -> Face:
    face.waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
    face.make_operator(OPERATOR)
    return face


def be(face: Face, person: str) -> None:
    face.client.post("/who", data={"person": person}, headers={"Sec-Fetch-Site": "same-origin"})


def states(face: Face) -> dict[str, str]:
    waymark = face.waymark
    # Nobody answers there, even if a Temporal of somebody else runs on this machine.
    here = waymark.settings.model_copy(update={"temporal_address": f"{LOOPBACK}:{free_port()}"})
    found = findings(condition(here, waymark.pool, waymark.clock))
    return {each.part: each.state for each in found}


def test_only_operators_see_how_waymark_is(operated: Face) -> None:
    assert operated.client.get(HEALTH).status_code == 401
    be(operated, COORDINATOR)
    assert operated.client.get(HEALTH).status_code == 403
    be(operated, OPERATOR)
    assert operated.client.get(HEALTH).status_code == 200


def test_it_says_what_does_not_run_and_what_helps(operated: Face) -> None:
    be(operated, OPERATOR)
    page = operated.client.get(HEALTH).text
    assert re.search("Please look at [0-9]+ things", page)
    assert "nobody is reminded" in page
    assert "waymark backup --to FILE" in page
    assert states(operated)["Database"] == "well"
    assert states(operated)["Temporal"] == states(operated)["Relay"] == "look"


def test_letters_that_stay_on_this_machine_are_told_before_somebody_waits_for_one(operated: Face) -> None:
    waymark = operated.waymark
    found = condition(waymark.settings, waymark.pool, waymark.clock)
    at_work = replace(found, readers=tuple(replace(each, runs=True, behind=0) for each in found.readers))
    for sends_mail, state, says in ((False, "could", "No e-mail leaves this machine"), (True, "well", "")):
        told = findings(replace(at_work, sends_mail=sends_mail))
        letters = next(each for each in told if each.part == "Letters")
        assert letters.state == state
        assert says in letters.says


def test_nothing_of_a_programme_is_on_it(operated: Face) -> None:
    programme = operated.start()
    operated.post(Block, WORKER, programme)
    operated.catch_up()
    be(operated, OPERATOR)
    page = operated.client.get(HEALTH).text
    for secret in ("Making All Possible", "Tamworth", "ENG-01", "lift", programme.rpartition("/")[2]):
        assert secret not in page


def test_a_reader_whose_process_holds_its_lease_is_well_once_it_has_read_everything(operated: Face) -> None:
    assert states(operated)["Projector"] == "look"
    operated.catch_up()
    names = ("progress", "agenda", "history", "portfolio", "legacy", "durations")
    with operated.waymark.pool.connection() as connection:
        for name in names:
            connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 2))", (name,))
        try:
            assert states(operated)["Projector"] == "well"
        finally:
            connection.execute("SELECT pg_advisory_unlock_all()")


def test_an_event_that_was_passed_over_is_told(operated: Face) -> None:
    with operated.waymark.pool.connection() as connection:
        connection.execute("INSERT INTO store.parked_event VALUES ('history', 1, 's', 't', 'e')")
    be(operated, OPERATOR)
    assert "could not be read" in operated.client.get(HEALTH).text


def test_a_backup_is_known_until_it_is_too_old(operated: Face) -> None:
    home = operated.waymark.settings.folders
    assert last_backup(home) is None
    note_backup(home, Path("/somewhere/secret/backup.tar"), operated.clock())
    known = last_backup(home)
    assert known is not None
    assert known.file == "backup.tar"
    assert states(operated)["Backup"] == "well"
    operated.clock.move(days=3)
    assert states(operated)["Backup"] == "look"


def test_a_note_of_a_backup_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "last-backup.json").write_text('{"made_at": "soon"}')
    assert last_backup(Home(tmp_path)) is None


def test_a_worker_that_asked_long_ago_is_not_there(operated: Face) -> None:
    now = operated.clock()
    assert not EngineState(answers=True).works(now)
    assert EngineState(answers=True, asked_at=now - timedelta(seconds=50)).works(now)
    assert not EngineState(answers=True, asked_at=now - timedelta(minutes=5)).works(now)
