"""The front door for what concerns a person: replay their stream, ask the domain, append, make the tables agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.calendar import day_in_london
from domain.event import Fact, Meta, PersonRef, Recorded
from domain.person import LEDGER, Person, PersonOccasion, decide, evolve
from domain.person_commands import AnyPersonCommand
from domain.person_events import PersonEvent
from domain.presence import AT_THE_MACHINE, Presence
from domain.refusals import SomebodyElseWasFirst
from service.clock import Clock
from service.event_store import ClockBehind, CommandAnswer, EventStore, VersionTaken
from service.seals import BodyMarks
from service.sign_in.accounts import Accounts

_TRIES = 12


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and whether they run this installation: an operator, or whoever sits at the machine."""

    actor: str
    runs_it: bool = False
    presence: Presence = AT_THE_MACHINE


class PersonLog:
    """Takes commands about people. Raises Refusals only, or StoreAway."""

    def __init__(
        self,
        store: EventStore,
        marks: BodyMarks,
        clock: Clock,
        accounts: Accounts,
        *,
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._store = store
        self._marks = marks
        self._clock = clock
        self._accounts = accounts
        self._new_id = new_id

    def state(self, person: PersonRef) -> Person:
        """What the log says about a person now."""
        state = Person(version=0)
        for recorded in self._store.load(person):
            state = evolve(state, recorded)  # type: ignore[arg-type] # the stream says its kind
        return state

    def ask(self, person: PersonRef, command: AnyPersonCommand, asking: Asking) -> list[PersonEvent]:
        """Record what a command does, and make the tables agree. Gives what happened."""
        # One id for all tries: an answer to COMMIT that was lost is found again by it.
        command_id = f"{command.NAME}/{self._new_id()}"
        mark = self._marks.body_mark(person, command.NAME, command)
        not_before: datetime | None = None
        for _ in range(_TRIES):
            state = self.state(person)
            now = max(self._clock(), not_before or self._clock()).astimezone(UTC)
            occasion = PersonOccasion(at=now, actor=asking.actor, subject=person, runs_it=asking.runs_it)
            facts = list(decide(state, command, occasion))
            events = self._events(occasion, state.version, facts, command_id)
            answer = CommandAnswer(person, command_id, mark, {"version": state.version + len(facts)})
            try:
                appended = self._store.append(events, answer)
            except VersionTaken:
                continue
            except ClockBehind as behind:
                not_before = behind.latest
                continue
            for recorded in appended.events:
                state = evolve(state, recorded)  # type: ignore[arg-type] # they are what was just decided
            self._accounts.settle(person, state)
            return facts
        msg = "Others changed this at the same moment, again and again. Look at it, and try once more."
        raise SomebodyElseWasFirst(msg)

    def settle(self, person: PersonRef) -> None:
        """Make the tables say what the log says: after a crash between the two, and after a restore."""
        self._accounts.settle(person, self.state(person))

    def _events(
        self, occasion: PersonOccasion, version: int, facts: list[PersonEvent], command_id: str
    ) -> list[Recorded[Fact]]:
        role = "self" if occasion.about_oneself else "operator" if occasion.runs_it else "inviter"
        return [
            Recorded(
                stream=occasion.subject,
                version=version + number,
                meta=Meta(
                    id=self._new_id(),
                    ledger=LEDGER,
                    actor=occasion.actor,
                    role=role,
                    recorded_at=occasion.at,
                    occurred_on=day_in_london(occasion.at),
                    command_id=command_id,
                ),
                fact=fact,
            )
            for number, fact in enumerate(facts, start=1)
        ]
