"""Given, when, then: a programme that is walked through real decisions, on a clock the test moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from uuid import UUID

from domain import access, curation, decisions, legacy_evolution
from domain import organisation as register
from domain import programme_evolution as evolution
from domain.calendar import LONDON, Calendar, day_in_london
from domain.dated import Decided, On
from domain.event import ENGINE, Fact, Meeting, Meta, Recorded
from domain.legacy import Legacy
from domain.milestone_commands import Accept, AddEvidence, AgreePlan, OpenMilestone, Submit
from domain.occasion import BoardReading, LegacyReading, Occasion
from domain.organisation import Organisation
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from domain.plan import Plan
from domain.programme import Milestone, Programme, Status
from domain.programme_commands import Advance, Appointment, Command, Prompt, StartProgramme
from domain.prompts import next_prompt
from domain.roles import Role
from tests.domain.people import BOARD, COMMISSIONER, FOUNDER, FUNDER, MENTORING, SECOND_FOUNDER, WHY, WORKER, unseal
from tests.domain.plans import PLAN

GROUP = "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
REGISTER = GROUP.replace("programme", "organisation")
LEGACY = GROUP.replace("programme", "resource")
FIRST_DAY = date(2026, 3, 2)
CALENDAR = Calendar(nation="england", holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25)}))
PEOPLE = (
    Appointment(person=FOUNDER, role=Role.FOUNDER),
    Appointment(person=SECOND_FOUNDER, role=Role.FOUNDER),
    Appointment(person=WORKER, role=Role.WORKER),
    Appointment(person=COMMISSIONER, role=Role.COMMISSIONER),
    Appointment(person=FUNDER, role=Role.FUNDER),
)


def start_command(**changes: object) -> StartProgramme:
    given: dict[str, object] = {
        "organisation": "Our Own Voice",
        "locality": "Tamworth",
        "mentor": MENTORING,
        "template": "small-plan",
        "start_on": FIRST_DAY,
        "people": PEOPLE,
    }
    return StartProgramme.model_validate(given | changes)


@dataclass
class Walk:
    """One programme, its register and its legacy, the clock, and everything recorded so far."""

    at: datetime = field(default_factory=lambda: datetime.combine(FIRST_DAY, time(10), LONDON))
    events: list[Recorded[Fact]] = field(default_factory=list)
    state: Programme | None = None
    organisation: Organisation | None = None
    legacy: Legacy | None = None

    @property
    def programme(self) -> Programme:
        assert self.state is not None
        return self.state

    @property
    def board(self) -> BoardReading:
        return BoardReading() if self.organisation is None else self.organisation.reading()

    @property
    def left(self) -> LegacyReading:
        return LegacyReading() if self.legacy is None else self.legacy.reading()

    @property
    def today(self) -> date:
        return day_in_london(self.at)

    @property
    def recorded(self) -> list[Fact]:
        return [event.fact for event in self.events]

    def milestone(self, milestone: str) -> Milestone:
        return self.programme.milestones[milestone]

    def wait(self, *, days: int = 0, weeks: int = 0) -> "Walk":
        self.at += timedelta(days=days, weeks=weeks)
        return self

    def wait_until(self, day: date, hour: int = 10) -> "Walk":
        self.at = datetime.combine(day, time(hour), LONDON)
        return self

    def occasion(self, by: str, role: Role = Role.ENGINE, **more: object) -> Occasion:
        return Occasion(
            at=self.at,
            actor=by,
            role=role,
            calendar=CALENDAR,
            subject=GROUP,
            board=self.board,
            legacy=self.left,
            unseal=unseal,
        ).model_copy(update=more)

    def start(self, command: StartProgramme | None = None, plan: Plan = PLAN) -> list[Fact]:
        command = command or start_command()
        occasion = self.occasion(command.mentor.coordinator, template=plan)
        role = access.authorise(self.state, command, occasion)
        decided = decisions.start(self.state, command, occasion.model_copy(update={"role": role}))
        return self._record(GROUP, decided, command, command.mentor.coordinator, role)

    def decide(
        self, command: Command, by: str = FOUNDER, expected: int | None = None
    ) -> tuple[Sequence[Decided], Role]:
        """What would happen. Changes nothing."""
        occasion = self.occasion(by, expected=expected)
        role = access.authorise(self.state, command, occasion)
        occasion = occasion.model_copy(update={"role": role})
        if isinstance(command, register.OrganisationCommand):
            return register.decide(self.organisation, command, occasion, self.programme), role
        if isinstance(command, curation.LegacyCommand):
            return curation.decide(self.legacy, command, occasion, self.programme), role
        assert isinstance(command, get_args(decisions.ProgrammeCommand))
        return decisions.decide(self.programme, command, occasion), role

    def ask(self, command: Command, by: str = FOUNDER, expected: int | None = None) -> list[Fact]:
        """What happened, after it was recorded. Raises a Refusal, and then nothing is recorded."""
        decided, role = self.decide(command, by, expected)
        stream = REGISTER if isinstance(command, register.OrganisationCommand) else GROUP
        stream = LEGACY if isinstance(command, curation.LegacyCommand) else stream
        return self._record(stream, decided, command, by, role)

    def given(self, *facts: Decided, by: str = ENGINE, on: date | None = None) -> "Walk":
        """Facts that were recorded now, whatever the rules say today."""
        stream = _stream_of(facts[0]) if facts else GROUP
        self._apply(stream, facts, by, "engine", on or self.today)
        return self

    def engine(self) -> list[Fact]:
        """Everything the engine does now, until there is nothing left to do."""
        done: list[Fact] = []
        while facts := self.ask(Advance(), ENGINE):
            done += facts
            assert len(done) < 200, "the engine does the same thing again and again"
        for about in sorted({*self.programme.lines, *(f"resource/{number}" for number in self.left.offered)}):
            done += self.ask(Prompt(about=about), ENGINE)
        return done

    def prompt_at(self, about: str) -> tuple[str, date] | None:
        """What is said next about a wait, and on which day."""
        due = next_prompt(self.programme, about, self.at, self.left)
        return None if due is None else (f"{due.kind} {due.number}", day_in_london(due.at))

    def reach(self, *milestones: str) -> "Walk":
        """Work through milestones as a group would: the worker submits, the founding group or board accepts."""
        for name in milestones:
            if self.milestone(name).status is Status.WAITING:
                self.ask(OpenMilestone(milestone=name, reason=WHY), WORKER)
            self.ask(AddEvidence(milestone=name, note="It is done."), WORKER)
            self.ask(Submit(milestone=name), WORKER)
            self.ask(Accept(milestone=name), self.decider)
        return self

    @property
    def decider(self) -> str:
        return FOUNDER if self.board.adopted_on is None else BOARD[0]

    def adopt(self) -> "Walk":
        """A board of four from the constituency, which takes over."""
        for member in BOARD:
            self.ask(AppointBoardMember(person=member, from_constituency=True))
        self.ask(AdoptGoverningDocument())
        return self

    def _record(self, stream: str, decided: Iterable[Decided], command: Command, by: str, role: Role) -> list[Fact]:
        decided = list(decided)
        meeting = command.on_behalf_of.meeting(GROUP) if command.on_behalf_of else None
        self._apply(stream, decided, by, role.value, command.occurred_on or self.today, meeting)
        return [each.fact if isinstance(each, On) else each for each in decided]

    def _apply(
        self,
        stream: str,
        decided: Iterable[Decided],
        by: str,
        role: str,
        day: date,
        meeting: Meeting | None = None,
    ) -> None:
        for each in decided:
            fact, on = (each.fact, each.day) if isinstance(each, On) else (each, day)
            known = {REGISTER: self.organisation, LEGACY: self.legacy}.get(stream, self.state)
            meta = Meta(
                id=UUID(int=len(self.events)),
                ledger=GROUP,
                actor=by,
                role=role,
                on_behalf_of=meeting,
                recorded_at=self.at.astimezone(UTC),
                occurred_on=on,
                command_id=f"c{len(self.events)}",
            )
            event = Recorded(stream=stream, version=1 + (known.version if known else 0), meta=meta, fact=fact)
            self.events.append(event)
            if stream == REGISTER:
                self.organisation = register.evolve(self.organisation, event)  # type: ignore[arg-type]
            elif stream == LEGACY:
                self.legacy = legacy_evolution.evolve(self.legacy, event)  # type: ignore[arg-type]
            else:
                self.state = evolution.evolve(self.state, event)  # type: ignore[arg-type]


def _stream_of(decided: Decided) -> str:
    fact = decided.fact if isinstance(decided, On) else decided
    return {"organisation": REGISTER, "resource": LEGACY}.get(fact.TOPIC.partition(".")[0], GROUP)


def a_draft(plan: Plan = PLAN) -> Walk:
    """A programme on its first day: the plan is not agreed yet."""
    walk = Walk()
    walk.start(plan=plan)
    return walk


def a_running_programme() -> Walk:
    """A programme whose plan the founding group agreed on its first day."""
    walk = a_draft()
    walk.ask(AgreePlan())
    return walk


def a_submitted_milestone(milestone: str = "ENG-01") -> Walk:
    """A running programme with one milestone that waits for a decision."""
    walk = a_running_programme()
    if walk.milestone(milestone).status is Status.WAITING:
        walk.ask(OpenMilestone(milestone=milestone, reason=WHY))
    walk.ask(AddEvidence(milestone=milestone, note="It is done."), WORKER)
    walk.ask(Submit(milestone=milestone), WORKER)
    return walk
