"""Every total of the library, counted from events alone, with the events it comes from."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.event import Recorded
from domain.journal_events import FigureCorrected, PeopleCounted
from domain.learning_events import BuddyAgreed, MentorTraced, ResourceHelped
from domain.programme_events import MentorReplaced, ProgrammeClosed, ProgrammeStarted
from domain.resource_events import PackImported, ResourcePublished, ResourceWithdrawn
from projections.facts import Happening
from projections.legacy_resources import programme_of, ref
from projections.speech import N_


class Tally(NamedTuple):
    """A number, and the events it comes from, by their positions."""

    value: int
    origin: frozenset[int]


Counted = Callable[["Told"], Tally]


@dataclass(slots=True)
class Told:
    """What the events say about the programmes that are counted, each thing with the event that says it."""

    counted: Collection[str]
    started: dict[str, int] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    ended: dict[str, tuple[str, int]] = field(default_factory=dict)
    people: dict[tuple[str, str], tuple[int, list[int]]] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)
    imported: dict[str, int] = field(default_factory=dict)
    helped: dict[tuple[str, str], int] = field(default_factory=dict)
    mentor_of: dict[str, str] = field(default_factory=dict)
    traced: dict[str, tuple[str, int]] = field(default_factory=dict)
    beside: list[tuple[str, str, int]] = field(default_factory=list)

    def add(self, event: Recorded[Happening]) -> None:
        """Take in one event. They come in the order of the log."""
        fact, programme, at = event.fact, event.meta.ledger, event.position
        match fact:
            case ProgrammeStarted():
                self.started[programme] = at
                self.mentor_of[programme] = fact.mentor.organisation
                if event.meta.story is not None:
                    self.stories.add(programme)
            case ProgrammeClosed():
                self.ended[programme] = (fact.ending, at)
            case PeopleCounted():
                for figure in PEOPLE:
                    self.people[programme, figure] = (getattr(fact, figure), [at])
            case FigureCorrected():
                before = self.people.get((programme, fact.figure), (0, []))[1]
                self.people[programme, fact.figure] = (fact.correct, [*before, at])
            case ResourcePublished():
                self.offered[ref(event.stream, fact.resource)] = at
            case ResourceWithdrawn():
                self.offered.pop(ref(event.stream, fact.resource), None)
            case PackImported():
                self.imported[event.stream] = at
            case ResourceHelped():
                self.helped.setdefault((fact.resource, programme), at)
            case MentorReplaced():
                # Another coordinator of the same organisation is no other mentor.
                if self.mentor_of.get(programme) != fact.mentor.organisation:
                    self.traced.pop(programme, None)
                self.mentor_of[programme] = fact.mentor.organisation
            case MentorTraced():
                self.traced[programme] = (fact.programme, at)
            case BuddyAgreed():
                who = programme if fact.gives else fact.programme
                if who is not None:
                    self.beside.append((fact.part, who, at))
            case _:
                pass

    def shelf(self) -> dict[str, int]:
        """What is offered and was left by the programmes that are counted."""
        return {
            name: at
            for name, at in self.offered.items()
            if programme_of(stream_of(name)) in self.counted and stream_of(name) not in self.imported
        }

    def helps(self) -> Iterator[tuple[str, str, int]]:
        """What of it helped which other programme, and which events say so."""
        shelf = self.shelf()
        for (name, programme), at in self.helped.items():
            if name in shelf and programme != programme_of(stream_of(name)):
                yield name, programme, at


def stream_of(resource: str) -> str:
    """The stream that a resource is in."""
    return resource.rpartition("/")[0]


def tally(name: str, events: Iterable[Recorded[Happening]], counted: Collection[str]) -> Tally:
    """One of the totals, over the programmes in `counted`. Raises KeyError when there is none of this name."""
    told = Told(counted)
    for event in events:
        told.add(event)
    return TOTALS[name].count(told)


@dataclass(frozen=True, slots=True)
class Total:
    """One of the totals: what it is called, which kinds of event say it, and how it is counted."""

    label: str
    kinds: tuple[type[Happening], ...]
    count: Counted

    @property
    def topics(self) -> frozenset[str]:
        """Those kinds, by name."""
        return frozenset(kind.TOPIC for kind in self.kinds)


def _started(told: Told) -> Tally:
    mine = {name: at for name, at in told.started.items() if name in told.counted}
    return Tally(len(mine), frozenset(mine.values()))


def _running(told: Told) -> Tally:
    mine = {name: at for name, at in told.started.items() if name in told.counted and name not in told.ended}
    return Tally(len(mine), frozenset(mine.values()))


def _stories(told: Told) -> Tally:
    mine = {name: at for name, at in told.started.items() if name in told.counted and name in told.stories}
    return Tally(len(mine), frozenset(mine.values()))


def _ended(ending: str) -> Counted:
    def count(told: Told) -> Tally:
        mine = [at for name, (how, at) in told.ended.items() if name in told.counted and how == ending]
        return Tally(len(mine), frozenset(mine))

    return count


def _people(figure: str) -> Counted:
    def count(told: Told) -> Tally:
        mine = [said for (name, which), said in told.people.items() if name in told.counted and which == figure]
        return Tally(sum(number for number, _ in mine), frozenset(at for _, said in mine for at in said))

    return count


def _published(told: Told) -> Tally:
    mine = told.shelf()
    return Tally(len(mine), frozenset(mine.values()))


def _reused(told: Told) -> Tally:
    shelf, helps = told.shelf(), list(told.helps())
    names = {name for name, _, _ in helps}
    return Tally(len(names), frozenset({*(shelf[name] for name in names), *(at for _, _, at in helps)}))


def _helped(told: Told) -> Tally:
    return Tally(len({programme for _, programme, _ in told.helps()}), _reused(told).origin)


def _from_elsewhere(told: Told) -> Tally:
    mine = {name: at for name, at in told.offered.items() if stream_of(name) in told.imported}
    packs = {told.imported[stream_of(name)] for name in mine}
    return Tally(len(mine), frozenset({*mine.values(), *packs}))


def _mentors(told: Told) -> Tally:
    said = [*told.traced.values(), *((who, at) for part, who, at in told.beside if part == "mentor")]
    return _who(told, said)


def _buddies(told: Told) -> Tally:
    return _who(told, [(who, at) for part, who, at in told.beside if part == "buddy"])


def _who(told: Told, said: Iterable[tuple[str, int]]) -> Tally:
    mine = [(who, at) for who, at in said if who in told.counted]
    return Tally(len({who for who, _ in mine}), frozenset(at for _, at in mine))


PEOPLE = ("engaged", "trained", "supported", "different")
_SHELF = (ResourcePublished, ResourceWithdrawn, PackImported)
_COUNTS = (PeopleCounted, FigureCorrected)
TOTALS: Mapping[str, Total] = {
    "programmes_started": Total(N_("programmes that began"), (ProgrammeStarted,), _started),
    "programmes_finished": Total(N_("programmes that reached their end"), (ProgrammeClosed,), _ended("finished")),
    "programmes_merged": Total(N_("programmes that joined another group"), (ProgrammeClosed,), _ended("merged")),
    "programmes_stopped_early": Total(N_("programmes that stopped early"), (ProgrammeClosed,), _ended("stopped-early")),
    "programmes_running": Total(N_("programmes that go on"), (ProgrammeStarted, ProgrammeClosed), _running),
    "stories": Total(N_("programmes that are stories, to show how Waymark works"), (ProgrammeStarted,), _stories),
    "people_engaged": Total(N_("people engaged"), _COUNTS, _people("engaged")),
    "people_trained": Total(N_("people trained"), _COUNTS, _people("trained")),
    "people_supported": Total(N_("people supported"), _COUNTS, _people("supported")),
    "people_different": Total(N_("different people who took part"), _COUNTS, _people("different")),
    "resources_published": Total(N_("things left for others"), _SHELF, _published),
    "resources_reused": Total(N_("things that helped another group"), (*_SHELF, ResourceHelped), _reused),
    "programmes_helped": Total(N_("programmes that these helped"), (*_SHELF, ResourceHelped), _helped),
    "resources_from_elsewhere": Total(N_("things from another Waymark"), _SHELF, _from_elsewhere),
    "became_mentors": Total(
        N_("organisations that went on to mentor others"),
        (ProgrammeStarted, MentorReplaced, MentorTraced, BuddyAgreed),
        _mentors,
    ),
    "became_buddies": Total(N_("organisations that stand beside others"), (BuddyAgreed,), _buddies),
}
"""The closed list, by the names that the totals have in the API. A new total needs a line here; a test says so."""
