"""Each process is killed once while people work. Nothing is lost, nothing doubled, and nobody has to help."""

import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from domain.duty_events import Prompted
from service.clock import system_clock
from service.invariants import check
from tests.faults.clients import Diary, Mentors, Person, at_work
from tests.faults.people import MENTOR
from tests.faults.proof import everything_is_proven, wait_until_signed
from tests.faults.quiet import wait_until_quiet
from tests.faults.tree import Tree, until

HEALED = 30.0
"""Seconds after which the next command must have succeeded (I7)."""
SOAKING = os.environ.get("WAYMARK_SOAK") == "1"
SEED = int(os.environ.get("WAYMARK_FAULTS_SEED") or (random.SystemRandom().randrange(10**6) if SOAKING else 1))
"""The same dice in every run, so that none is red by chance; `make soak` draws others."""


BEHIND = ("worker", "relay", "projector", "signer")
"""Those who follow others: they are killed while they catch up, which is when most is half done."""


class Town:
    """One installation with people at work, and everything they wrote down."""

    def __init__(self, diaries: Path) -> None:
        diaries.mkdir()
        self.tree = Tree()
        self.diaries = diaries
        self.chance = random.Random(SEED)  # noqa: S311 - a test's dice
        self._open: list[Diary] = []

    def diary(self) -> Diary:
        diary = Diary(self.diaries / f"{len(self._open)}.jsonl")
        self._open.append(diary)
        return diary

    def mentors(self, programmes: int) -> Mentors:
        """Mentors who have started this many programmes."""
        mentors = Mentors(self.tree, self.diary())
        mentors.start(programmes)
        return mentors

    def person(self, programme: str) -> Person:
        return Person(self.tree, self.diary(), programme, self.chance.randrange(10**6))

    def next_command_succeeds(self, programme: str) -> None:
        """I7, over HTTP, with a new key each time."""
        person = self.person(programme)
        path, body = "mentoring-sessions", {"minutes": 30}
        until(lambda: person.ask(MENTOR, path, str(uuid4()), body) == "ok", HEALED, "the next command")

    def is_sound(self) -> None:
        """Wait until it is quiet, then check everything from outside."""
        wait_until_quiet(self.tree.settings)
        report = check(self.tree.settings, self.diaries)
        assert report.sound, f"{report.text}\nSeed {SEED}. The supervisor said:\n{self.tree.said}"
        wait_until_signed(self.tree.settings)
        assert everything_is_proven(self.tree.settings) > 0

    def close(self) -> None:
        for diary in self._open:
            diary.close()
        self.tree.end()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = Town(tmp_path_factory.mktemp("faults") / "diaries")
    try:
        town.tree.up()
        yield town
    finally:
        town.close()


@pytest.mark.parametrize(
    "victim", ["worker", "relay", "projector", "signer", "web", "temporal", "postgres", "supervisor"]
)
def test_a_killed_process_loses_and_doubles_nothing(town: Town, victim: str) -> None:
    mentors = town.mentors(2)
    people = [town.person(programme) for programme in mentors.started for _ in range(2)]
    with at_work(*(person.act for person in people), mentors.start_one):
        if victim in BEHIND:
            # What piled up meanwhile is all it is busy with when it is killed.
            with town.tree.held(victim):
                time.sleep(1.5)
            time.sleep(town.chance.uniform(0.0, 0.2))
        else:
            time.sleep(town.chance.uniform(0.5, 2.0))
        killed = town.tree.kill(victim)
        if victim == "supervisor":
            town.tree.up()
        town.tree.comes_back(victim, killed)
        time.sleep(town.chance.uniform(0.5, 1.5))
    town.next_command_succeeds(mentors.started[0])
    town.is_sound()


def test_while_temporal_stands_still_commands_are_taken_and_then_all_waits_are_right(town: Town) -> None:
    mentors = town.mentors(1)
    person, in_years = town.person(mentors.started[0]), system_clock().date() + timedelta(weeks=200)
    with town.tree.held("temporal"):
        for number in range(50):
            duty = {"duty": f"held-{number}", "title": "The lease", "due": in_years.isoformat()}
            assert person.ask(MENTOR, "duties", str(uuid4()), duty) == "ok", person.answered
    town.is_sound()


def test_a_relay_killed_again_and_again_while_it_rings_doubles_nothing(town: Town) -> None:
    for _ in range(3):
        killed = town.tree.process("relay")
        town.mentors(4)
        time.sleep(town.chance.uniform(0.0, 0.5))
        town.tree.kill("relay")
        town.tree.comes_back("relay", killed.pid if killed else 0)
    town.is_sound()


def test_when_temporals_data_is_gone_every_wait_comes_back_and_nothing_is_said_again(town: Town) -> None:
    town.mentors(1)
    town.is_sound()
    before = prompts(town)
    town.tree.down()
    shutil.rmtree(town.tree.home.temporal)
    town.tree.up()
    done = json.loads(town.tree.run("reconcile", "--json"))
    assert done["started"] == done["waits"] > 0
    town.is_sound()
    assert prompts(town) == before > 0


def prompts(town: Town) -> int:
    with psycopg.connect(town.tree.settings.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM store.events WHERE topic = %s", (Prompted.TOPIC,)).fetchone()
    return int(row[0]) if row else 0
