"""Whatever people ask, in whatever order: the laws no programme breaks."""

from contextlib import suppress
from functools import reduce
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import DataObject

from domain import legacy_evolution
from domain import organisation as register
from domain import programme_evolution as evolution
from domain.event import Fact, Recorded
from domain.legacy import Legacy
from domain.milestone_commands import AgreePlan
from domain.milestone_events import (
    MilestoneAccepted,
    MilestoneAssigned,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneSubmitted,
    TasksHandedOver,
)
from domain.occasion import LegacyReading
from domain.organisation_events import OrganisationEvent
from domain.passage import Words
from domain.programme import ACTIVE, Programme
from domain.prompts import next_prompt
from domain.readiness import ready, review_opens
from domain.refusals import Refusal
from domain.resource_events import ResourceChecked, ResourceDrafted, ResourceKind, ResourcePublished, ResourceRevised
from domain.waits import PROGRAMME, open_waits, rung_by
from tests.domain.chances import requests
from tests.domain.legacies import a_published_resource
from tests.domain.programmes import GROUP, LEGACY, REGISTER, Walk
from tests.domain.test_starting import part_way


def concerned(
    before: Programme | None, after: Programme, event: Recorded[Fact], left_before: LegacyReading, left: LegacyReading
) -> set[str]:
    """The waits that this event began, ended, or gave another next moment."""
    now = event.meta.recorded_at
    was, now_open = (open_waits(before, left_before) if before else frozenset()), open_waits(after, left)
    changed = set(was ^ now_open)
    if before is None:
        return changed
    changed |= {
        about
        for about in was & now_open
        if next_prompt(before, about, now, left_before) != next_prompt(after, about, now, left)
    }
    opening = [(tuple(m.step.id for m in ready(each)), review_opens(each)) for each in (before, after)]
    return changed | ({PROGRAMME} if opening[0] != opening[1] else set())


class Walks(RuleBasedStateMachine):
    """One programme, everybody, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk()
        self.seen = 0
        self.known: Programme | None = None
        self.known_legacy: Legacy | None = None
        self.left = LegacyReading()

    @initialize(kind=st.sampled_from(("draft", "running", "part-way")))
    def start(self, kind: str) -> None:
        self.walk.start(part_way() if kind == "part-way" else None)
        if kind == "running":
            self.walk.ask(AgreePlan())

    @rule(data=st.data())
    def somebody_asks(self, data: DataObject) -> None:
        command, by = data.draw(requests(self.walk))
        before = (self.walk.programme, self.walk.organisation, len(self.walk.events))
        said = ""
        try:
            self.walk.ask(command, by)
        except Refusal as refusal:
            said = str(refusal)
        if said:
            assert said.endswith("."), "a refusal is a sentence"
            assert (self.walk.programme, self.walk.organisation, len(self.walk.events)) == before

    @rule(days=st.sampled_from((1, 7, 30, 120, 400)))
    def time_passes(self, days: int) -> None:
        self.walk.wait(days=days)

    @rule()
    def the_engine_works(self) -> None:
        self.walk.engine()
        assert self.walk.engine() == [], "what is done is done once"

    @precondition(lambda self: any(m.status in ACTIVE for m in self.walk.programme.milestones.values()))
    @rule(data=st.data())
    def the_group_reaches_a_milestone(self, data: DataObject) -> None:
        active = [key for key, each in self.walk.programme.milestones.items() if each.status in ACTIVE]
        with suppress(Refusal):
            self.walk.reach(data.draw(st.sampled_from(active)))

    @rule(kind=st.sampled_from(("toolkit", "lesson")))
    def the_group_publishes_something(self, kind: ResourceKind) -> None:
        with suppress(Refusal):
            a_published_resource(kind, self.walk)

    @invariant()
    def every_event_evolves_rings_its_waits_and_can_be_read_again(self) -> None:
        for event in self.walk.events[self.seen :]:
            assert type(event.fact).model_validate_json(event.fact.model_dump_json()) == event.fact
            if event.stream == GROUP:
                after = evolution.evolve(self.known, event)  # type: ignore[arg-type]
                waits = concerned(self.known, after, event, self.left, self.left)
                assert waits <= rung_by(event.fact, after, self.left), event.fact
                assert waits <= rung_by(event.fact, self.walk.programme, self.walk.left), "the relay may look later"
                self.known = after
            elif event.stream == LEGACY:
                assert self.known is not None
                self.known_legacy = legacy_evolution.evolve(self.known_legacy, event)  # type: ignore[arg-type]
                left = self.known_legacy.reading()
                waits = concerned(self.known, self.known, event, self.left, left)
                assert waits <= rung_by(event.fact, self.walk.programme, self.walk.left), event.fact
                self.left = left
            else:
                assert isinstance(event.fact, get_args(OrganisationEvent))
                assert rung_by(event.fact, self.walk.programme) == {PROGRAMME}
        self.seen = len(self.walk.events)
        assert (self.known, self.known_legacy) == (self.walk.state, self.walk.legacy)

    def teardown(self) -> None:
        for stream in (GROUP, REGISTER, LEGACY):
            own = [event for event in self.walk.events if event.stream == stream]
            assert [event.version for event in own] == list(range(1, len(own) + 1))
        mine = [event for event in self.walk.events if event.stream == GROUP]
        theirs = [event for event in self.walk.events if event.stream == REGISTER]
        assert reduce(evolution.evolve, mine, None) == self.walk.state  # type: ignore[arg-type]
        assert reduce(register.evolve, theirs, None) == self.walk.organisation  # type: ignore[arg-type]
        left = [event for event in self.walk.events if event.stream == LEGACY]
        assert reduce(legacy_evolution.evolve, left, None) == self.walk.legacy  # type: ignore[arg-type]
        assert_accepted_honestly(mine)
        assert_published_as_checked(left)


def assert_accepted_honestly(events: list[Recorded[Fact]]) -> None:
    """Each acceptance has an opening before it, and was not by the one whose work it was."""
    opened: set[str] = set()
    submitted_by: dict[str, str] = {}
    looks_after: dict[str, str] = {}
    for event in events:
        match event.fact:
            case MilestoneOpened() | MilestoneReopened():
                opened.add(event.fact.milestone)
            case MilestoneSubmitted():
                submitted_by[event.fact.milestone] = event.meta.actor
            case MilestoneAssigned():
                looks_after[event.fact.milestone] = event.fact.to
            case TasksHandedOver():
                looks_after |= dict.fromkeys(event.fact.milestones, event.fact.to)
            case MilestoneAccepted():
                assert event.fact.milestone in opened
                if not event.fact.before_waymark:
                    own = {submitted_by.get(event.fact.milestone), looks_after.get(event.fact.milestone)}
                    assert event.meta.actor not in own
            case _:
                pass


def assert_published_as_checked(events: list[Recorded[Fact]]) -> None:
    """Each edition has the words of the newest draft, which somebody else than its writers found right."""
    words: dict[int, tuple[str, str]] = {}
    writers: dict[int, set[str]] = {}
    right: dict[int, bool] = {}
    editions: dict[int, int] = {}
    for event in events:
        match event.fact:
            case ResourceDrafted() | ResourceRevised() as drafted:
                number = drafted.resource
                assert isinstance(drafted.title, Words)
                assert isinstance(drafted.text, Words)
                words[number], right[number] = (drafted.title.text, drafted.text.text), False
                writers.setdefault(number, set()).add(event.meta.actor)
            case ResourceChecked() as checked:
                right[checked.resource] = checked.agreed
                assert event.meta.on_behalf_of or event.meta.actor not in writers[checked.resource]
            case ResourcePublished() as published:
                assert right[published.resource]
                assert (published.title, published.text) == words[published.resource]
                editions[published.resource] = editions.get(published.resource, 0) + 1
                assert published.edition == editions[published.resource]
            case _:
                pass


Walks.TestCase.settings = settings(
    max_examples=100, stateful_step_count=50, deadline=None, derandomize=True, database=None
)
TestWalks = Walks.TestCase
