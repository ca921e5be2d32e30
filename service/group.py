"""A new group as decisions see it: its programme, its organisation's register and its legacy, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain import legacy_evolution
from domain import organisation as register
from domain import programme_evolution as evolution
from domain.event import Fact, PersonRef, Recorded
from domain.legacy import Legacy
from domain.occasion import BoardReading, LegacyReading
from domain.organisation import Organisation
from domain.programme import Programme
from workflows.ring import Ring


@dataclass(frozen=True, slots=True)
class Group:
    """A programme, its organisation's register and what it leaves behind, as of the same moment."""

    programme: Programme | None = None
    organisation: Organisation | None = None
    legacy: Legacy | None = None

    @property
    def board(self) -> BoardReading:
        """What the register says about the board."""
        return BoardReading() if self.organisation is None else self.organisation.reading()

    @property
    def assets(self) -> LegacyReading:
        """What is left behind and must be looked after."""
        return LegacyReading() if self.legacy is None else self.legacy.reading()

    def in_force(self, day: date) -> "Group":
        """The same with those roles only that people hold on this day."""
        if self.programme is None:
            return self
        held = {person: self.programme.held_on(person, day) for person in self.programme.roles}
        roles = {person: roles for person, roles in held.items() if roles}
        return replace(self, programme=self.programme.model_copy(update={"roles": roles}))

    @property
    def ring(self) -> Ring:
        """How new this is, as a ring says it."""
        return Ring(
            programme=self.programme.version if self.programme else 0,
            organisation=self.organisation.version if self.organisation else 0,
            legacy=self.legacy.version if self.legacy else 0,
        )

    def knows(self, person: PersonRef) -> bool:
        """Whether this person was ever given a part in it."""
        return person in self.board.members or (self.programme is not None and person in self.programme.roles)

    def version_of(self, stream: str) -> int:
        """The version of one of the three streams, 0 before its first event."""
        match stream.partition(":")[0]:
            case "organisation":
                return self.ring.organisation
            case "resource":
                return self.ring.legacy
            case _:
                return self.ring.programme

    def is_as_new_as(self, other: "Group") -> bool:
        """Whether nothing in the other is newer."""
        return not other.ring.is_newer_than(self.ring)

    def after(self, events: Sequence[Recorded[Fact]]) -> "Group":
        """The group after these events, of any of its streams."""
        programme, organisation, legacy = self.programme, self.organisation, self.legacy
        for event in events:
            match event.stream.partition(":")[0]:
                case "organisation":
                    organisation = register.evolve(organisation, event)  # type: ignore[arg-type]  # the stream says its kind
                case "resource":
                    legacy = legacy_evolution.evolve(legacy, event)  # type: ignore[arg-type]  # the same
                case _:
                    programme = evolution.evolve(programme, event)  # type: ignore[arg-type]  # the same
        return Group(programme, organisation, legacy)


def organisation_of(programme: str) -> str:
    """The stream of a programme's organisation."""
    return f"organisation:{programme.removeprefix('programme:')}"


def resources_of(programme: str) -> str:
    """The stream of what a programme leaves behind."""
    return f"resource:{programme.removeprefix('programme:')}"


def streams_of(programme: str) -> tuple[str, ...]:
    """The streams that belong to a group, and move with it."""
    return (programme, organisation_of(programme), resources_of(programme))


def programme_of_stream(stream: str) -> str | None:
    """The programme that a stream belongs to, None for one that belongs to none."""
    kind, _, name = stream.partition(":")
    return f"programme:{name}" if kind in {"programme", "organisation", "resource"} else None
