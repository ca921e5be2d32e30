"""The one way in for new facts: replay, ask the domain, append. It waits for no workflow and no projection."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from threading import Lock
from uuid import UUID, uuid4, uuid5
from weakref import WeakValueDictionary

from pydantic import BaseModel

from domain.calendar import day_in_london
from domain.event import Fact, PersonRef, Recorded
from domain.passage import Sealed
from domain.plan import Plan
from domain.presence import AT_THE_MACHINE, Presence
from domain.programme import Programme
from domain.programme_commands import Advance, Command, KeepPack, Prompt, StartProgramme
from domain.refusals import NO_SUCH_PROGRAMME, CommandIdTaken, Refusal, SomebodyElseWasFirst, UnknownProgramme
from service.clock import Clock
from service.event_store import Appended, ClockBehind, CommandAnswer, CommandTaken, EventStore, VersionTaken
from service.group import Group, streams_of
from service.keyring import DERIVING
from service.outlook.adviser import Adviser, Told
from service.privacy.places import passages_of
from service.seals import BodyMarks, Seals
from service.visit import Visit

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
    told: Told | None = None
    """What the group was told about the future, when this was about its plan."""


class Turn:
    """Whose turn it is in one programme. Kept only while somebody needs it."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


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
        adviser: Adviser | None = None,
    ) -> None:
        self._adviser = adviser
        self._store = store
        self._seals = seals
        self._marks = marks
        self._clock = clock
        self._load_plan = load_plan
        self._story = story
        self._new_id = new_id
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._lock = Lock()
        self._turns: WeakValueDictionary[str, Turn] = WeakValueDictionary()

    def start(
        self, command: StartProgramme, *, actor: str, command_id: str, presence: Presence = AT_THE_MACHINE
    ) -> Answer:
        """Start a programme. Its id comes from the command id, so a repeated start is the same programme."""
        programme = f"programme:{uuid5(PROGRAMMES, command_id)}"
        return self._in_turn(
            Visit(programme, command, actor, command_id, self._load_plan(command.template), presence=presence)
        )

    def ask(
        self,
        programme: str,
        command: Command,
        *,
        actor: str,
        command_id: str,
        expected: int | None = None,
        presence: Presence = AT_THE_MACHINE,
    ) -> Answer:
        """Take any other command. `expected` is the version of the milestone the person was looking at.

        `presence` is how they signed in.
        """
        return self._in_turn(Visit(programme, command, actor, command_id, expected=expected, presence=presence))

    @property
    def at(self) -> datetime:
        """The moment it is, for those who ask what holds now."""
        return self._clock()

    def outlook(self, programme: Programme) -> Mapping[str, date]:
        """By when the dates that the forecast watches are met, for those who look whether something is due."""
        return {} if self._adviser is None else self._adviser.outlook(programme, day_in_london(self._clock()))

    def programme(self, programme: str) -> Programme:
        """The newest state of a programme. Raises UnknownProgramme."""
        found = self.group(programme).programme
        if found is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        return found

    def group(self, programme: str) -> Group:
        """A programme, its register and its legacy, brought up to the end of the log."""
        with self._lock:
            known = self._groups.get(programme, Group())
        newer = self._store.load_newer({stream: known.version_of(stream) for stream in streams_of(programme)})
        group = known.after(newer)
        if newer:
            self._remember(programme, group)
        return group

    def groups_of(self, person: PersonRef) -> dict[str, Group]:
        """The groups in which somebody plays a part, of those seen here before, brought up to the end at once."""
        with self._lock:
            known = {programme: group for programme, group in self._groups.items() if group.knows(person)}
        whose = {stream: programme for programme in known for stream in streams_of(programme)}
        newer: dict[str, list[Recorded[Fact]]] = {}
        for event in self._store.load_newer({each: known[whose[each]].version_of(each) for each in whose}):
            newer.setdefault(whose[event.stream], []).append(event)
        for programme, events in newer.items():
            known[programme] = known[programme].after(events)
            self._remember(programme, known[programme])
        return known

    def _in_turn(self, visit: Visit) -> Answer:
        """One command of a programme at a time in this process; those of other processes are met as conflicts."""
        with self._lock:
            turn = self._turns.setdefault(visit.programme, Turn())
        with turn:
            return self._record(visit)

    def _record(self, visit: Visit) -> Answer:
        mark = self._marks.body_mark(visit.programme, visit.command.NAME, visit.command)
        not_before: datetime | None = None
        for _ in range(TRIES):
            group = self.group(visit.programme)
            occasion = visit.occasion(self._now(group, not_before), group, self._seals.open, self._passage_at)
            if self._adviser and group.programme and isinstance(visit.command, Advance):
                outlook = self._adviser.outlook(group.programme, occasion.today)
                occasion = occasion.model_copy(update={"outlook": outlook})
            version = group.version_of(visit.stream)
            try:
                role, facts = visit.decide(group, occasion)
            except Refusal:
                before = self._store.answer(visit.stream, visit.command_id)
                if before is None:
                    raise
                if before.body_mark != mark:
                    raise CommandIdTaken(ID_TAKEN) from None
                return _answer(visit, Appended([], before, repeated=True))
            if not facts and isinstance(visit.command, Advance | KeepPack | Prompt):
                # Nothing was left to do. Not remembered: a workflow looks often, and looking is no fact.
                return Answer(programme=visit.programme, stream=visit.stream, version=version, position=0)
            events = visit.events(facts, occasion, role, version, self._story, self._new_id)
            said: dict[str, object] = {"version": version + len(events)}
            if self._adviser is not None:
                events, told = self._adviser.told(group.after(events).programme, events)
                said |= {"told": told.model_dump(mode="json")} if told else {}
            answer = CommandAnswer(visit.stream, visit.command_id, mark, said)
            try:
                appended = self._store.append(events, answer)
            except VersionTaken:
                continue
            except ClockBehind as behind:
                not_before = behind.latest
                continue
            except CommandTaken:
                raise CommandIdTaken(ID_TAKEN) from None
            if not appended.repeated:
                self._remember(visit.programme, group.after(appended.events))
            return _answer(visit, appended)
        msg = "Others changed this at the same moment, again and again. Look at it, and try once more."
        raise SomebodyElseWasFirst(msg)

    def _passage_at(self, stream: str, version: int, place: str) -> Sealed | None:
        event = next(iter(self._store.load(stream, version - 1)), None)
        found = passages_of(event).get(place) if event is not None else None
        # What an older Waymark sealed shares its subject's key, and cannot go alone.
        return found if found is not None and found.kid.startswith(DERIVING) else None

    def _now(self, group: Group, not_before: datetime | None) -> datetime:
        """The clock's time, but never before what this ledger recorded last."""
        now = self._clock()
        known = group.programme.recorded_at if group.programme else now
        return max(now, known, not_before or now).astimezone(UTC)

    def _remember(self, programme: str, group: Group) -> None:
        with self._lock:
            known = self._groups.get(programme)
            if known is None or group.is_as_new_as(known):
                self._groups[programme] = group
            self._groups.move_to_end(programme)
            while len(self._groups) > REMEMBERED:
                self._groups.popitem(last=False)


ID_TAKEN = "This command id was used before, for something else. Send it again with a new id."


def _answer(visit: Visit, appended: Appended) -> Answer:
    version, told = appended.answer.answer["version"], appended.answer.answer.get("told")
    return Answer(
        programme=visit.programme,
        stream=visit.stream,
        version=version if isinstance(version, int) else 0,
        position=appended.answer.position,
        repeated=appended.repeated,
        recorded=() if appended.repeated else tuple(event.fact.TOPIC for event in appended.events),
        told=None if told is None else Told.model_validate(told),
    )
