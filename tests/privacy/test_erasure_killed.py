"""An erasure that is killed in the middle, as a real process: the event is the truth, and the sweep finishes."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from domain.milestone_commands import AddEvidence
from service.assembly import build
from service.groundwork import prepare
from service.people import PersonCard
from service.postgres_server import PostgresServer
from service.privacy.erasure import person_log
from service.privacy.sweep import Sweep
from service.settings import Settings, read_settings
from tests.faults.tree import environment
from tests.service.group import FIRST, WORKER, Group, Hands

KILLS = 8


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder, PostgresServer(Path(folder) / "home") as server:
        made = read_settings(server.home_folder)
        prepare(made)
        yield made


def test_a_killed_erasure_is_none_at_all_or_ends_as_a_whole(settings: Settings) -> None:
    people = [f"person:{number:08d}-2fa1-41d2-883f-0016d3cca427" for number in range(KILLS)]
    with build(settings, clock=Hands()) as waymark:
        group = Group(waymark, Hands()).start()
        for person in people:
            waymark.people.add(PersonCard(name="Will Wood", email="will@example.org"), person)
            group.ask(AddEvidence(milestone=FIRST, note="Will helped.", about=person), by=WORKER)
    for number, person in enumerate(people):
        words = (sys.executable, "-P", "-m", "service.cli", "people", "erase", person, "--yes")
        with subprocess.Popen(
            (*words, "--home", str(settings.home)), env=environment(), stdout=subprocess.DEVNULL
        ) as it:
            _kill_soon(it, settings, person, number)
    with build(settings) as waymark:
        erased = {person for person in people if person_log(waymark).state(person).erased}
        Sweep(waymark).once()
        for person in people:
            gone = waymark.people.get(person) is None and not waymark.keyring.kids(person)
            assert gone == (person in erased)
    print(f"\n{KILLS} erasures killed, {len(erased)} of them after their event; each was finished")  # noqa: T201 - a count
    assert erased


def _kill_soon(it: "subprocess.Popen[bytes]", settings: Settings, person: str, number: int) -> None:
    """Kill it a few thousandths of a second after its event is in the log, later each time, and once before."""
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        query = "SELECT FROM store.events WHERE originator_id = %s"
        while number and it.poll() is None and connection.execute(query, (person,)).fetchone() is None:
            time.sleep(0.001)
    time.sleep(number * 0.004)
    it.send_signal(signal.SIGKILL)
