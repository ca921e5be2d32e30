"""The worst moment of all: the database has committed, and the answer never arrives."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from domain.journal_commands import RecordMentoringSession
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service.assembly import Waymark, build
from service.front_door import FrontDoor
from service.settings import Settings
from tests.faults.people import MENTOR, WORKER
from tests.service.proxy import CuttingProxy

SESSION = RecordMentoringSession(minutes=60)
SAVING = b'\\"version\\"'
"""What is in a request that saves and in no other: the command's answer, as an array of PostgreSQL writes it."""


def started(waymark: Waymark, key: str) -> str:
    command = StartProgramme(
        organisation="A new group",
        locality="A town",
        mentor=Mentor(organisation="An older group", coordinator=MENTOR),
        template="ulo-from-scratch",
        start_on=waymark.clock().date(),
        people=(Appointment(person=WORKER, role=Role.WORKER),),
    )
    return waymark.front_door.start(command, actor=MENTOR, command_id=key).programme


@contextmanager
def through(proxy: CuttingProxy, settings: Settings) -> Iterator[FrontDoor]:
    """A front door whose way to the database can be cut."""
    with build(settings.model_copy(update={"database_url": proxy.url})) as waymark:
        yield waymark.front_door


def test_a_command_whose_commit_was_not_answered_is_answered_and_recorded_once(settings: Settings) -> None:
    with build(settings) as waymark:
        programme = started(waymark, "start")
    with CuttingProxy(settings.database_url) as proxy, through(proxy, settings) as door:
        before = door.programme(programme).version
        proxy.cut_after(SAVING)
        answer = door.ask(programme, SESSION, actor=MENTOR, command_id="one")
        again = door.ask(programme, SESSION, actor=MENTOR, command_id="one")
    assert proxy.cuts == 1
    assert (answer.version, answer.repeated) == (before + 1, True)
    assert (again.version, again.position) == (answer.version, answer.position)
    with build(settings) as waymark:
        assert [event.meta.command_id for event in waymark.store.load(programme, before)] == ["one"]


def test_commands_that_shared_a_commit_that_was_not_answered_are_each_recorded_once(settings: Settings) -> None:
    with build(settings) as waymark:
        programmes = [started(waymark, f"start-{number}") for number in range(8)]
    with (
        CuttingProxy(settings.database_url) as proxy,
        through(proxy, settings) as door,
        ThreadPoolExecutor(8) as threads,
    ):
        before = {programme: door.programme(programme).version for programme in programmes}
        proxy.cut_after(SAVING)
        answers = list(threads.map(lambda each: door.ask(each, SESSION, actor=MENTOR, command_id="one"), programmes))
    assert proxy.cuts == 1
    assert {answer.programme: answer.version - 1 for answer in answers} == before
    with build(settings) as waymark:
        recorded = Counter(
            event.meta.command_id for each in programmes for event in waymark.store.load(each, before[each])
        )
    assert recorded == {"one": 8}
