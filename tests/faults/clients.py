"""People at work while processes are killed, each writing down what became of every command before the next."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from domain.programme_commands import Appointment, OpenBefore, StartPartWay
from domain.programme_events import Mentor
from domain.roles import Role
from service.assembly import build
from service.event_recorder import StoreAway
from service.front_door import FrontDoor
from service.invariant_findings import Outcome
from tests.clocks import OffsetClock
from tests.faults.people import FOUNDER, MENTOR, WORKER
from tests.faults.tree import Tree

PAUSE = 0.02
LONG_AGO = OffsetClock(timedelta(days=-130))
BEGUN = ("ENG-01", "ENG-02", "ENG-03", "ENG-04", "ENG-05", "GOV-01", "PPL-01", "NET-01")
"""Milestones whose reminders all fell due in the months since."""


class Diary:
    """What one client knows: a line for each outcome, on disk before anything else is done."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        self.written = 0

    def write(self, command_id: str, programme: str | None, outcome: Outcome) -> None:
        """Write down what became of a command."""
        line = {"command_id": command_id, "programme": programme, "outcome": outcome}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.written += 1

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Person:
    """Works on a programme over HTTP: some of it is refused, and an answer that did not come is mostly asked again."""

    def __init__(self, tree: Tree, diary: Diary, programme: str, seed: int) -> None:
        self._tree = tree
        self._diary = diary
        self._programme = programme
        self._chance = random.Random(seed)  # noqa: S311 - a test's dice
        self.answered: object = None

    def act(self) -> None:
        """Send one command and settle it, or leave it unknown."""
        actor, path, body = self._chance.choice(self._possible())
        key = str(uuid4())
        again = self._chance.random() < 0.8
        while self.ask(actor, path, key, body) == "unknown" and again:
            time.sleep(0.1)
            again = self._chance.random() < 0.95

    def ask(self, actor: str, path: str, key: str, body: object) -> Outcome:
        """Send a command under a key and write down what became of it."""
        try:
            status, self.answered = self._tree.post(f"/api/programmes/{self._uuid}/{path}", actor, key, body)
        except OSError as fault:
            self.answered = fault
            outcome: Outcome = "unknown"
        else:
            outcome = outcome_of(status)
        self._diary.write(f"{actor}/{key}", self._programme, outcome)
        return outcome

    @property
    def _uuid(self) -> str:
        return self._programme.removeprefix("programme:")

    def _possible(self) -> list[tuple[str, str, dict[str, object]]]:
        milestone = self._chance.choice(BEGUN)
        day = (LONG_AGO().date() + timedelta(weeks=self._chance.randint(200, 250))).isoformat()
        return [
            (WORKER, "evidence", {"milestone": milestone, "note": "Done, and written down."}),
            (WORKER, "submissions", {"milestone": milestone}),
            (FOUNDER, "acceptances", {"milestone": milestone}),
            (WORKER, "acceptances", {"milestone": milestone}),
            (FOUNDER, "returns", {"milestone": milestone, "reason": "One signature is missing."}),
            (WORKER, "blocks", {"milestone": milestone, "kind": "money"}),
            (WORKER, "unblocks", {"milestone": milestone}),
            (FOUNDER, "reopenings", {"milestone": milestone, "reason": "It was not quite true."}),
            (WORKER, "lessons", {"lesson": "Ask early, and ask twice."}),
            (MENTOR, "mentoring-sessions", {"minutes": 90}),
            (WORKER, "duties", {"duty": f"lease-{uuid4().hex[:8]}", "title": "The lease", "due": day}),
            (FOUNDER, "board-members", {"person": f"person:{uuid4()}", "voting": True, "from_constituency": True}),
        ]


def outcome_of(status: int) -> Outcome:
    """What a status says for certain."""
    if status < HTTPStatus.BAD_REQUEST:
        return "ok"
    return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "unknown"


class Mentors:
    """Start programmes that began months ago, through a front door of their own: each has much that is due at once."""

    def __init__(self, tree: Tree, diary: Diary) -> None:
        self._tree = tree
        self._diary = diary
        self.started: list[str] = []

    def start(self, programmes: int) -> None:
        """Start some programmes, one after the other."""
        with build(self._tree.settings, clock=LONG_AGO) as waymark:
            for _ in range(programmes):
                self._start(waymark.front_door, str(uuid4()))

    def start_one(self) -> None:
        """Start one, and take some time over it."""
        self.start(1)
        time.sleep(1.0)

    def _start(self, front_door: FrontDoor, key: str) -> None:
        while True:
            try:
                answer = front_door.start(part_way(), actor=MENTOR, command_id=key)
            except StoreAway:
                self._diary.write(key, None, "unknown")
            else:
                self.started.append(answer.programme)
                self._diary.write(key, answer.programme, "ok")
                return


def part_way() -> StartPartWay:
    """A programme that was begun half a year before the clock's today, with eight milestones open and a plan agreed."""
    today = LONG_AGO().date()
    return StartPartWay(
        organisation="A group under way",
        locality="A town",
        mentor=Mentor(organisation="An older group", coordinator=MENTOR),
        template="ulo-from-scratch",
        start_on=today - timedelta(days=180),
        agreed_on=today - timedelta(days=60),
        people=(Appointment(person=WORKER, role=Role.WORKER), Appointment(person=FOUNDER, role=Role.FOUNDER)),
        opened=tuple(OpenBefore(milestone=each, opened_on=today - timedelta(days=5)) for each in BEGUN),
    )


@contextmanager
def at_work(*works: Callable[[], None]) -> Iterator[None]:
    """Each of these again and again in a thread of its own, until the end. What one of them raises is raised here."""
    stopped = Event()
    faults: list[BaseException] = []

    def again(work: Callable[[], None]) -> None:
        try:
            while not stopped.is_set():
                work()
                time.sleep(PAUSE)
        except BaseException as fault:  # noqa: BLE001 - it is raised where the test sees it
            faults.append(fault)

    threads = [Thread(target=again, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]
