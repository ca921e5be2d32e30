"""What a group leaves behind, through the front door: sealed until it is published, one number each, and its gate."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from domain.milestone_commands import Accept, AddEvidence, OpenMilestone, Submit, WaiveGate
from domain.milestone_events import MilestoneAccepted
from domain.plan import LIVING_OWNERS
from domain.programme import Status
from domain.refusals import GateClosed, OwnWork, UnknownProgramme
from domain.resource_commands import CheckResource, DraftResource, NameOwner, ReviseResource
from domain.resource_events import ResourceDrafted, ResourcePublished
from service.assembly import Waymark, build
from service.group import resources_of
from service.postgres_server import PostgresServer
from service.relay import calls_for
from tests.service.group import FOUNDER, OTHER, START, WORKER, Group, Hands, group
from tests.service.records import LEFT, installation, leave_behind

LEAVING = "LEG-05"
OWNER = NameOwner(resource=1, organisation="Our Own Voice", person=OTHER, agreed_on=START.date())
AT_ONCE = 8


@pytest.fixture
def ours(postgres: PostgresServer, tmp_path: Path) -> Iterator[Group]:
    with installation(postgres, tmp_path / "here") as here, group(here, Hands()) as ours:
        yield ours.start()


@pytest.fixture
def beside(ours: Group) -> Iterator[Waymark]:
    """Another process of the same installation."""
    with build(ours.waymark.settings, clock=ours.hands) as waymark:
        yield waymark


def leaving(ours: Group) -> None:
    ours.ask(OpenMilestone(milestone=LEAVING, reason="We are that far."), by=WORKER)
    ours.ask(AddEvidence(milestone=LEAVING, note="We agreed how."), by=WORKER)
    ours.ask(Submit(milestone=LEAVING), by=WORKER)


def test_a_draft_is_sealed_in_the_log_and_what_is_published_is_plain(ours: Group) -> None:
    leave_behind(ours)
    stored = {each.topic: each.state for each in ours.waymark.store.read_raw(0, 1000)}
    assert LEFT.encode() not in stored[ResourceDrafted.TOPIC]
    assert LEFT.encode() in stored[ResourcePublished.TOPIC]


def test_it_has_a_stream_of_its_own_in_the_ledger_of_its_programme(ours: Group) -> None:
    answer = ours.ask(DraftResource(kind="lesson", title="Begin sooner", text=LEFT), by=WORKER)
    (event,) = ours.waymark.store.load(resources_of(ours.id))
    assert (answer.stream, answer.version) == (resources_of(ours.id), 1)
    assert (event.version, event.meta.ledger, event.position) == (1, ours.id, answer.position)


def test_the_same_command_again_gets_the_same_answer(ours: Group) -> None:
    command = DraftResource(kind="lesson", title="Begin sooner", text=LEFT)
    first, again = (ours.ask(command, by=WORKER, command_id="once") for _ in range(2))
    assert again.repeated
    assert (again.version, again.position) == (first.version, first.position)
    assert len(ours.waymark.store.load(resources_of(ours.id))) == 1


def test_there_is_no_legacy_without_a_programme(ours: Group) -> None:
    with pytest.raises(UnknownProgramme):
        ours.waymark.front_door.ask(f"{ours.id[:-1]}x", OWNER, actor=FOUNDER, command_id="lost")


def test_drafts_of_two_processes_at_once_get_a_number_each(ours: Group, beside: Waymark) -> None:
    barrier = Barrier(AT_ONCE)

    def draft(number: int) -> None:
        door = (ours.waymark if number % 2 else beside).front_door
        barrier.wait()
        command = DraftResource(kind="lesson", title=f"Lesson {number}", text=LEFT)
        door.ask(ours.id, command, actor=WORKER, command_id=f"draft-{number}")

    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(draft, range(AT_ONCE)))
    drafted = [event.fact for event in ours.waymark.store.load(resources_of(ours.id))]
    assert [fact.resource for fact in drafted if isinstance(fact, ResourceDrafted)] == list(range(1, AT_ONCE + 1))


def test_what_one_process_wrote_another_decides_on(ours: Group, beside: Waymark) -> None:
    leave_behind(ours)
    revise = ReviseResource(resource=1, title="Finding a room", text="Look at the toilet too.")
    beside.front_door.ask(ours.id, revise, actor=OTHER, command_id="revise")
    with pytest.raises(OwnWork):
        ours.ask(CheckResource(resource=1, agreed=True), by=OTHER)


def test_the_mentor_does_not_leave_while_nobody_looks_after_what_is_left(ours: Group) -> None:
    leave_behind(ours)
    leaving(ours)
    with pytest.raises(GateClosed, match=r"nobody looks after “Finding a room” \(number 1\)\. Name its owner"):
        ours.ask(Accept(milestone=LEAVING), by=OTHER)
    owned = ours.ask(OWNER, by=WORKER)
    ours.ask(Accept(milestone=LEAVING), by=OTHER)
    accepted = [e.fact for e in ours.waymark.store.load(ours.id) if isinstance(e.fact, MilestoneAccepted)]
    assert [each.legacy_version for each in accepted] == [owned.version]


def test_those_who_decide_let_the_mentor_leave_all_the_same(ours: Group) -> None:
    leave_behind(ours)
    leaving(ours)
    ours.ask(WaiveGate(milestone=LEAVING, gate=LIVING_OWNERS, reason="We look for somebody still."))
    ours.ask(Accept(milestone=LEAVING), by=OTHER)
    assert ours.waymark.front_door.programme(ours.id).milestones[LEAVING].status is Status.ACCEPTED


def test_what_happens_to_an_asset_rings_with_its_version(ours: Group) -> None:
    leave_behind(ours)
    ours.ask(OWNER, by=WORKER)
    events = ours.waymark.store.load(resources_of(ours.id))
    (call,) = calls_for(events, ours.waymark.front_door)
    assert (call.programme, call.about, call.ring.legacy, call.open) == (ours.id, "resource/1", 4, True)
