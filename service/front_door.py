"""The one way in for new facts: replay, ask the domain, append. It waits for no workflow and no projection."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID, uuid4, uuid5

from pydantic import BaseModel

from domain import authority, decisions
from domain import organisation as register
from domain.calendar import Nation
from domain.dated import Decided, On
from domain.event import Fact, Meta, Recorded
from domain.occasion import Occasion
from domain.organisation import OrganisationCommand
from domain.plan import Plan
from domain.programme import Programme
from domain.programme_commands import Advance, Command, Prompt, StartProgramme
from domain.refusals import CommandIdTaken, Refusal, SomebodyElseWasFirst, UnknownProgramme
from domain.roles import Role
from service.calendars import calendar_of
from service.clock import Clock
from service.event_store import Appended, ClockBehind, CommandAnswer, CommandTaken, EventStore, VersionTaken
from service.group import Group, organisation_of
from service.seals import BodyMarks, Seals

PROGRAMMES = UUID("6f1d6a0e-4b1c-5c55-9d6a-0d3c5f0a7c11")
"""The namespace of programme ids: a programme's id comes from the command that started it."""

TRIES = 12
REMEMBERED = 4096


class Answer(BaseModel, frozen=True):
    """What a command did: the stream it went to, its newest version, and the log position to wait for."""

    programme: str
    stream: str
    version: int
    position: int
    repeated: bool = False
    recorded: tuple[str, ...] = ()


class FrontDoor:
    """Takes commands. Threads may share it. Raises Refusals only, or StoreAway when the store cannot be reached.

    `story` marks everything that goes through this door as a story's, so that relay and reconcile leave it alone.
    """

    def __init__(
        self,
        store: EventStore,
        seals: Seals,
        marks: BodyMarks,
        clock: Clock,
        load_plan: Callable[[str], Plan],
        *,
        story: str | None = None,
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._store = store
        self._seals = seals
        self._marks = marks
        self._clock = clock
        self._load_plan = load_plan
        self._story = story
        self._new_id = new_id
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._lock = Lock()

    def start(self, command: StartProgramme, *, actor: str, command_id: str) -> Answer:
        """Start a programme. Its id comes from the command id, so a repeated start is the same programme."""
        programme = f"programme:{uuid5(PROGRAMMES, command_id)}"
        plan = self._load_plan(command.template)

        def decide(group: Group, occasion: Occasion) -> Sequence[Decided]:
            return decisions.start(group.programme, command, occasion)

        return self._record(programme, command, actor, command_id, decide, nation=command.nation, template=plan)

    def ask(
        self, programme: str, command: Command, *, actor: str, command_id: str, expected: int | None = None
    ) -> Answer:
        """Take any other command. `expected` is the version of the milestone the person was looking at."""

        def decide(group: Group, occasion: Occasion) -> Sequence[Decided]:
            if group.programme is None:
                raise UnknownProgramme(NO_SUCH)
            if isinstance(command, OrganisationCommand):
                return register.decide(group.organisation, command, occasion, group.programme)
            return decisions.decide(group.programme, command, occasion)  # type: ignore[arg-type]  # authority.TABLE is closed

        return self._record(programme, command, actor, command_id, decide, expected=expected)

    def programme(self, programme: str) -> Programme:
        """The newest state of a programme. Raises UnknownProgramme."""
        found = self.group(programme).programme
        if found is None:
            raise UnknownProgramme(NO_SUCH)
        return found

    def group(self, programme: str) -> Group:
        """A programme and its register, brought up to the end of the log."""
        with self._lock:
            known = self._groups.get(programme, Group(None, None))
        streams = (programme, organisation_of(programme))
        newer = self._store.load_newer({stream: known.version_of(stream) for stream in streams})
        group = known.after(newer)
        if newer:
            self._remember(programme, group)
        return group

    def _record(
        self,
        programme: str,
        command: Command,
        actor: str,
        command_id: str,
        decide: Callable[[Group, Occasion], Sequence[Decided]],
        *,
        nation: Nation | None = None,
        template: Plan | None = None,
        expected: int | None = None,
    ) -> Answer:
        stream = organisation_of(programme) if isinstance(command, OrganisationCommand) else programme
        mark = self._marks.body_mark(programme, command.NAME, command)
        not_before: datetime | None = None
        for _ in range(TRIES):
            group = self.group(programme)
            now = self._now(group, not_before)
            occasion = Occasion(
                at=now,
                actor=actor,
                subject=programme,
                calendar=calendar_of(nation or (group.programme.nation if group.programme else "england")),
                board=group.board,
                template=template,
                unseal=self._seals.open,
                expected=expected,
            )
            try:
                if group.programme is None and not isinstance(command, StartProgramme):
                    raise UnknownProgramme(NO_SUCH)
                role = authority.authorise(group.programme, command, occasion)
                facts = decide(group, occasion.model_copy(update={"role": role}))
            except Refusal:
                before = self._store.answer(stream, command_id)
                if before is None:
                    raise
                if before.body_mark != mark:
                    raise CommandIdTaken(ID_TAKEN) from None
                return _answer(programme, stream, before, repeated=True)
            if not facts and isinstance(command, Advance | Prompt):
                # Nothing was left to do. Not remembered: a workflow looks often, and looking is no fact.
                return Answer(programme=programme, stream=stream, version=group.version_of(stream), position=0)
            events = self._events(group, stream, programme, command, occasion, role, facts, command_id)
            asked = CommandAnswer(
                stream, command_id, mark, {"version": events[-1].version if events else group.version_of(stream)}
            )
            try:
                appended = self._store.append(events, asked)
            except VersionTaken:
                continue
            except ClockBehind as behind:
                not_before = behind.latest
                continue
            except CommandTaken:
                raise CommandIdTaken(ID_TAKEN) from None
            if not appended.repeated:
                self._remember(programme, group.after(appended.events))
            return _answer(programme, stream, appended.answer, repeated=appended.repeated, appended=appended)
        msg = "Others changed this at the same moment, again and again. Look at it, and try once more."
        raise SomebodyElseWasFirst(msg)

    def _now(self, group: Group, not_before: datetime | None) -> datetime:
        """The clock's time, but never before what this ledger recorded last."""
        now = self._clock()
        known = group.programme.recorded_at if group.programme else now
        return max(now, known, not_before or now).astimezone(UTC)

    def _events(
        self,
        group: Group,
        stream: str,
        programme: str,
        command: Command,
        occasion: Occasion,
        role: Role,
        facts: Sequence[Decided],
        command_id: str,
    ) -> list[Recorded[Fact]]:
        day = command.occurred_on or occasion.today
        meta = Meta(
            id=self._new_id(),
            ledger=programme,
            actor=occasion.actor,
            role=role.value,
            on_behalf_of=command.on_behalf_of.meeting(programme) if command.on_behalf_of else None,
            recorded_at=occasion.at,
            occurred_on=day,
            command_id=command_id,
            story=self._story,
        )
        before = group.version_of(stream)
        events = []
        for number, decided in enumerate(facts, start=1):
            fact, on = (decided.fact, decided.day) if isinstance(decided, On) else (decided, day)
            own = meta.model_copy(update={"id": self._new_id() if number > 1 else meta.id, "occurred_on": on})
            events.append(Recorded(stream=stream, version=before + number, meta=own, fact=fact))
        return events

    def _remember(self, programme: str, group: Group) -> None:
        with self._lock:
            known = self._groups.get(programme)
            if known is None or group.is_as_new_as(known):
                self._groups[programme] = group
            self._groups.move_to_end(programme)
            while len(self._groups) > REMEMBERED:
                self._groups.popitem(last=False)


ID_TAKEN = "This command id was used before, for something else. Send it again with a new id."
NO_SUCH = "There is no such programme here. Check the address, or ask your mentor to let you in."


def _answer(
    programme: str, stream: str, answer: CommandAnswer, *, repeated: bool, appended: Appended | None = None
) -> Answer:
    version = answer.answer["version"]
    return Answer(
        programme=programme,
        stream=stream,
        version=version if isinstance(version, int) else 0,
        position=answer.position,
        repeated=repeated,
        recorded=tuple(event.fact.TOPIC for event in appended.events) if appended else (),
    )
