"""Programmes with a long history, made quickly: one is decided by the real rules, the others are copies of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from uuid import NAMESPACE_OID, uuid4, uuid5

from domain import access, decisions
from domain.dated import Decided, On
from domain.event import Fact, Meta, Recorded
from domain.gates import closed_gates
from domain.journal_commands import CountPeople, RecordLesson, RecordMentoringSession
from domain.milestone_commands import AddEvidence, Assign, Block, Reschedule, Submit, Unblock
from domain.occasion import BoardReading, LegacyReading, Occasion
from domain.plan import Plan
from domain.programme import Programme
from domain.programme_commands import Appointment, Command, OpenBefore, StartPartWay, StartProgramme
from domain.programme_events import Mentor
from domain.programme_evolution import evolve
from domain.roles import Role
from service.calendars import calendar_of
from service.event_store import Asked, CommandAnswer
from service.plan_file import load_plan
from service.postgres_event_store import PostgresEventStore

MENTOR, WORKER, FOUNDER, OTHER = (f"person:{uuid5(NAMESPACE_OID, name)}" for name in ("m", "w", "f", "o"))
TEMPLATE = "ulo-from-scratch"
AT_ONCE = 500
_PATTERN = f"programme:{uuid5(NAMESPACE_OID, 'the programme that all others are copies of')}"
_BEGAN = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class History:
    """A programme's events, and the milestones that only wait to be accepted."""

    events: tuple[Recorded[Fact], ...]
    submitted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A programme that is in the store, and the milestones of it that only wait to be accepted."""

    id: str
    submitted: tuple[str, ...]


def opening() -> StartProgramme:
    """A programme that starts today, with everybody it needs."""
    return StartProgramme(
        organisation="Our Own Voice",
        locality="Tamworth",
        mentor=Mentor(organisation="Helping Hands", coordinator=MENTOR),
        template=TEMPLATE,
        start_on=datetime.now(UTC).date(),
        people=(
            Appointment(person=WORKER, role=Role.WORKER),
            Appointment(person=FOUNDER, role=Role.FOUNDER),
            Appointment(person=OTHER, role=Role.FOUNDER),
        ),
    )


def history(events: int, opened: int, apart: timedelta = timedelta(minutes=1)) -> History:
    """A programme of about so many events, with so many milestones open and then submitted. The rules decide it all.

    The events are so far `apart`, from thirty days ago on.
    """
    plan = load_plan(TEMPLATE)
    began = (datetime.now(UTC) - _BEGAN).date()
    names = [milestone.id for milestone in plan.milestones[:opened]]
    story = _Told(plan, apart)
    part_way = StartPartWay(
        **opening().model_dump(exclude={"start_on", "mentor", "people", "vocabulary"}),
        mentor=opening().mentor,
        people=opening().people,
        start_on=began,
        agreed_on=began,
        opened=tuple(OpenBefore(milestone=name, opened_on=began) for name in names),
    )
    story.ask(part_way, MENTOR)
    for command, actor in _daily_work(names):
        if len(story.events) >= events - 2 * len(names):
            break
        story.ask(command, actor)
    for name in names:
        story.ask(AddEvidence(milestone=name, note="The signed minutes are in the red folder."), WORKER)
        story.ask(Submit(milestone=name, note="We think this is done."), WORKER)
    programme = story.programme
    free = [
        name
        for name in names
        if not closed_gates(programme, programme.milestones[name], BoardReading(), LegacyReading())
    ]
    return History(tuple(story.events), tuple(free))


def fill(store: PostgresEventStore, pattern: History, copies: int) -> list[Prepared]:
    """Put copies of a history into a store, each event as a command of its own, many to a transaction."""
    prepared = []
    for _ in range(copies):
        programme = f"programme:{uuid4()}"
        asked = [_asked(_copied(event, programme)) for event in pattern.events]
        for first in range(0, len(asked), AT_ONCE):
            store.append_many(asked[first : first + AT_ONCE])
        prepared.append(Prepared(programme, pattern.submitted))
    return prepared


class _Told:
    """A programme that is decided and evolved in memory alone."""

    def __init__(self, plan: Plan, apart: timedelta) -> None:
        self._plan = plan
        self._apart = apart
        self._state: Programme | None = None
        self.events: list[Recorded[Fact]] = []

    @property
    def programme(self) -> Programme:
        """The state so far."""
        if self._state is None:
            msg = "it has not begun"
            raise LookupError(msg)
        return self._state

    def ask(self, command: Command, actor: str) -> None:
        """Decide a command, and keep what happens."""
        # All of it is over before the benchmark's own commands.
        at = datetime.now(UTC) - timedelta(days=30) + len(self.events) * self._apart
        occasion = Occasion(at=at, actor=actor, calendar=calendar_of("england"), subject=_PATTERN, template=self._plan)
        occasion = occasion.model_copy(update={"role": access.authorise(self._state, command, occasion)})
        for decided in self._decide(command, occasion):
            fact, on = (decided.fact, decided.day) if isinstance(decided, On) else (decided, occasion.today)
            number = len(self.events) + 1
            meta = Meta(
                id=uuid4(),
                ledger=_PATTERN,
                actor=actor,
                role=occasion.role.value,
                recorded_at=at,
                occurred_on=on,
                command_id=f"prepared/{number}",
            )
            event: Recorded[Fact] = Recorded(_PATTERN, number, meta, fact)
            self._state = evolve(self._state, event)  # type: ignore[arg-type]  # a programme's own facts
            self.events.append(event)

    def _decide(self, command: Command, occasion: Occasion) -> list[Decided]:
        if isinstance(command, StartProgramme):
            return list(decisions.start(self._state, command, occasion))
        return list(decisions.decide(self.programme, command, occasion))  # type: ignore[arg-type]  # as the front door


def _daily_work(names: list[str]) -> Iterator[tuple[Command, str]]:
    """What people write down in a long programme, milestone after milestone, for ever."""
    until = datetime.now(UTC).date() + timedelta(days=60)
    for number, name in enumerate(cycle(names)):
        yield Assign(milestone=name, to=(WORKER, OTHER)[number // len(names) % 2]), WORKER
        yield AddEvidence(milestone=name, note=f"Note {number}: twelve people came, and we agreed what to do."), WORKER
        yield RecordMentoringSession(minutes=60, milestones=(name,), note="We went through it together."), MENTOR
        yield Block(milestone=name, kind="people", note="Nobody can take this on before the holidays."), WORKER
        yield Unblock(milestone=name), WORKER
        yield Reschedule(milestone=name, due=until + timedelta(days=number), reason="We need more time."), FOUNDER
        yield AddEvidence(milestone=name, link=f"https://example.org/minutes/{number}"), OTHER
        yield RecordLesson(milestone=name, lesson="Ask early, and ask everybody."), FOUNDER
        yield CountPeople(engaged=number + 1, trained=1, supported=1, different=number + 1), WORKER


def _copied(event: Recorded[Fact], programme: str) -> Recorded[Fact]:
    written = event.fact.model_dump_json()
    fact = event.fact
    if _PATTERN in written:
        fact = type(fact).model_validate_json(written.replace(_PATTERN, programme))
    meta = event.meta.model_copy(update={"id": uuid4(), "ledger": programme})
    return replace(event, stream=programme, meta=meta, fact=fact)


def _asked(event: Recorded[Fact]) -> Asked:
    return Asked((event,), CommandAnswer(event.stream, event.meta.command_id, b"prepared", {"version": event.version}))
