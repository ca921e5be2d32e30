"""The totals of the library, and where each comes from, for one reader."""

from collections.abc import Iterator

from psycopg import Connection

from domain.event import PersonRef
from domain.presence import Presence
from domain.refusals import UnknownPart
from projections.legacy_totals import totals
from projections.lineage import FigureView
from projections.seeing import Seeing, SeeingOf
from projections.totals_lineage import TotalsLineage, TotalsQuestion, total_views, totals_lineage
from service.api_positions import Read, Readings
from service.assembly import Waymark
from service.history import LoggedFacts, opening
from service.visibility import Visibility, ever_in

VIEW = "legacy"
_NOTHING = Seeing(frozenset())


class TotalsRoom:
    """Readings of the totals. A mentor's are over those of its programmes whose counts the reader may see."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._opening = opening(waymark.people, waymark.seals)
        self._facts = LoggedFacts(waymark.pool, waymark.seals)

    def for_presence(self, presence: Presence) -> "TotalsRoom":
        """The same, for readers who signed in like this."""
        return TotalsRoom(self._waymark, self._readings, self._visibility.for_presence(presence))

    def totals(self, mentor: str | None, reader: PersonRef | None) -> Read[tuple[FigureView, ...]]:
        """Every total by name: of all programmes here for anybody, or of one mentor organisation's."""
        counted = self._counted(mentor, reader)
        return self._readings.read(VIEW, lambda connection: total_views(totals(connection, mentor, counted)))

    def lineage(self, question: TotalsQuestion, reader: PersonRef) -> Read[TotalsLineage]:
        """Where a total comes from. Raises UnknownPart when there is none of this name."""
        counted = self._counted(question.mentor, reader)
        asked = question.model_copy(update={"programmes": counted})
        seeing_of = self._seeing_of(reader)
        read = self._readings.read(
            VIEW,
            lambda connection: totals_lineage(
                connection, asked, facts=self._facts, opening=self._opening, seeing_of=seeing_of
            ),
        )
        if read.found is None:
            raise UnknownPart("There is no total of this name. Choose one from the list of totals.")
        return Read(read.position, read.found)

    def _counted(self, mentor: str | None, reader: PersonRef | None) -> tuple[str, ...] | None:
        if mentor is None:
            return None
        return tuple(self._mine(reader, "people-counts")) if reader is not None else ()

    def _mine(self, reader: PersonRef, group: str) -> Iterator[str]:
        for sight in self._visibility.sights(self._ever_in(reader), reader):
            if group in sight.groups and sight.resource.programme is not None:
                yield sight.resource.programme

    def _seeing_of(self, reader: PersonRef) -> SeeingOf:
        # Asked only of programmes that the reader ever had to do with: of a whole Waymark's there may be thousands.
        known, seeing = frozenset(self._ever_in(reader)), self._visibility.seeing_of(reader)
        return lambda programme: seeing(programme) if programme in known else _NOTHING

    def _ever_in(self, reader: PersonRef) -> list[str]:
        def look(connection: Connection) -> list[str]:
            return ever_in(connection, reader)

        return self._readings.read("portfolio", look).found
