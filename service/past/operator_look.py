"""What whoever runs the programs at the machine itself sees of one programme's past: all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from domain.calendar import day_in_london
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from projections.difference import Difference, DifferenceQuestion, difference
from projections.history_question import MOST, HistoryQuestion
from projections.history_reading import HistoryEntry, HistoryPage, history
from projections.legacy_totals import totals
from projections.lineage import FigureView, LineageQuestion, LineageView, figure_views, lineage
from projections.opening import Opening
from projections.progress_reading import progress
from projections.seeing import everything
from projections.totals_lineage import TotalsLineage, TotalsQuestion, total_views, totals_lineage
from service.api_positions import Readings
from service.assembly import Waymark, build
from service.history import LoggedFacts, opening
from service.past.raw_events import raw_lines
from service.past.room import VIEW
from service.past.totals_room import VIEW as LEGACY
from service.past.whole_history import whole_history
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class OperatorLook:
    """One programme's past, without a reader who might be shown less."""

    programme: str
    today: date
    readings: Readings
    facts: LoggedFacts
    opening: Opening

    def pages(self, question: HistoryQuestion) -> Iterator[tuple[HistoryEntry, ...]]:
        """One page after the other."""
        part: HistoryQuestion | None = question
        while part is not None:
            found = self._page(part)
            yield found.entries
            part = None if found.next is None else question.model_copy(update={"after": found.next})

    def entries(self, question: HistoryQuestion) -> Iterator[HistoryEntry]:
        """All that is asked for, in the order in which it was recorded."""

        def page(part: HistoryQuestion) -> tuple[tuple[HistoryEntry, ...], int | None]:
            found = self._page(part)
            return found.entries, found.next

        return whole_history(page, question.model_copy(update={"limit": MOST}), self.readings.position(VIEW))

    def raw(self, question: HistoryQuestion) -> Iterator[bytes]:
        """The stored events, as lines of JSON."""
        end = self.readings.position(VIEW)
        return raw_lines(self.readings, self.programme, question, end, lambda _topic, _state: True)

    def difference(self, question: DifferenceQuestion) -> Difference:
        """What differs between two moments."""
        return self.readings.read(
            VIEW,
            lambda connection: difference(
                connection, self.programme, question, today=self.today, facts=self.facts, opening=self.opening
            ),
        ).found

    def figures(self) -> tuple[FigureView, ...]:
        """Every figure there is."""
        found = self.readings.read(
            "progress",
            lambda connection: progress(connection, self.programme, today=self.today, opening=self.opening),
        ).found
        return () if found is None else figure_views(found)

    def lineage(self, question: LineageQuestion) -> LineageView | None:
        """Where a figure comes from, None when there is none of this name."""
        return self.readings.read(
            VIEW,
            lambda connection: lineage(
                connection, self.programme, question, today=self.today, facts=self.facts, opening=self.opening
            ),
        ).found

    def _page(self, question: HistoryQuestion) -> HistoryPage:
        return self.readings.read(
            VIEW,
            lambda connection: history(connection, self.programme, question, facts=self.facts, opening=self.opening),
        ).found


@contextmanager
def operator_look(settings: Settings, programme: str) -> Iterator[OperatorLook]:
    """Look at a programme, named with or without “programme:”. Raises UnknownProgramme."""
    whole = programme.lower() if programme.startswith("programme:") else f"programme:{programme.lower()}"
    with build(settings) as waymark:
        _must_be_there(waymark, whole)
        yield OperatorLook(
            programme=whole,
            today=day_in_london(waymark.clock()),
            readings=Readings(waymark.pool),
            facts=LoggedFacts(waymark.pool, waymark.seals),
            opening=opening(waymark.people, waymark.seals),
        )


@dataclass(frozen=True, slots=True)
class OperatorTotals:
    """The totals of this installation, without a reader who might be shown less."""

    readings: Readings
    facts: LoggedFacts
    opening: Opening

    def figures(self, mentor: str | None) -> tuple[FigureView, ...]:
        """Every total, of all programmes or of one mentor organisation's."""
        return self.readings.read(LEGACY, lambda connection: total_views(totals(connection, mentor))).found

    def lineage(self, question: TotalsQuestion) -> TotalsLineage | None:
        """Where a total comes from, None when there is none of this name."""
        return self.readings.read(
            LEGACY,
            lambda connection: totals_lineage(
                connection, question, facts=self.facts, opening=self.opening, seeing_of=everything
            ),
        ).found


@contextmanager
def operator_totals(settings: Settings) -> Iterator[OperatorTotals]:
    """Look at what all programmes reached together."""
    with build(settings) as waymark:
        yield OperatorTotals(
            readings=Readings(waymark.pool),
            facts=LoggedFacts(waymark.pool, waymark.seals),
            opening=opening(waymark.people, waymark.seals),
        )


def _must_be_there(waymark: Waymark, programme: str) -> None:
    if waymark.front_door.group(programme).programme is None:
        raise UnknownProgramme(NO_SUCH_PROGRAMME)
