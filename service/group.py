"""A new group as decisions see it: its programme and its organisation's register, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import organisation as register
from domain import programme_evolution as evolution
from domain.event import Fact, Recorded
from domain.occasion import BoardReading
from domain.organisation import Organisation
from domain.programme import Programme
from workflows.ring import Ring


@dataclass(frozen=True, slots=True)
class Group:
    """A programme and its organisation's register, as of the same moment."""

    programme: Programme | None
    organisation: Organisation | None

    @property
    def board(self) -> BoardReading:
        """What the register says about the board."""
        return BoardReading() if self.organisation is None else self.organisation.reading()

    @property
    def ring(self) -> Ring:
        """How new this is, as a ring says it."""
        return Ring(
            programme=self.programme.version if self.programme else 0,
            organisation=self.organisation.version if self.organisation else 0,
        )

    def version_of(self, stream: str) -> int:
        """The version of one of the two streams, 0 before its first event."""
        state = self.organisation if stream.startswith("organisation:") else self.programme
        return 0 if state is None else state.version

    def is_as_new_as(self, other: "Group") -> bool:
        """Whether nothing in the other is newer."""
        mine, others = self.ring, other.ring
        return mine.programme >= others.programme and mine.organisation >= others.organisation

    def after(self, events: Sequence[Recorded[Fact]]) -> "Group":
        """The group after these events, of either stream."""
        programme, organisation = self.programme, self.organisation
        for event in events:
            if event.stream.startswith("organisation:"):
                organisation = register.evolve(organisation, event)  # type: ignore[arg-type]  # the stream says its kind
            else:
                programme = evolution.evolve(programme, event)  # type: ignore[arg-type]  # the same
        return Group(programme, organisation)


def organisation_of(programme: str) -> str:
    """The stream of a programme's organisation."""
    return f"organisation:{programme.removeprefix('programme:')}"
