"""The past of a programme for one reader: its differences, where its figures come from, and all of it as a file."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import orjson

from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.presence import Presence
from domain.refusals import UnknownPart
from projections.difference import Difference, DifferenceQuestion, difference
from projections.history_question import MOST, HistoryQuestion, Moment
from projections.history_reading import HistoryEntry, history
from projections.lineage import FigureView, LineageQuestion, LineageView, figure_views, lineage
from projections.past_progress import progress_then
from projections.progress_reading import progress
from projections.progress_shown import Showing, ShownBoard, ShownProgress
from projections.progress_views import ProgressView
from projections.seeing import Seeing
from service.api_positions import Read, Readings
from service.api_refusals import NotRead
from service.assembly import Waymark
from service.history import LoggedFacts, opening
from service.past.raw_events import MaySee, raw_lines
from service.past.taking_out import TakingOut, taking_out
from service.past.totals_room import TotalsRoom
from service.past.whole_history import whole_history
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

LATELY = timedelta(days=30)
"""How far a difference looks back when nobody says from when."""

VIEW = "history"
"""The view that all of this is read from, and whose position it says."""


class PastRoom:
    """Readings for one reader. Each raises UnknownProgramme when the reader has no part in what is asked for."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._opening = opening(waymark.people, waymark.seals)
        self._facts = LoggedFacts(waymark.pool, waymark.seals)

    @property
    def today(self) -> date:
        """The day it is for everybody involved."""
        return day_in_london(self._waymark.clock())

    def for_presence(self, presence: Presence) -> "PastRoom":
        """The same, for readers who signed in like this."""
        return PastRoom(self._waymark, self._readings, self._visibility.for_presence(presence))

    @property
    def of_totals(self) -> TotalsRoom:
        """The same for the totals of the library."""
        return TotalsRoom(self._waymark, self._readings, self._visibility)

    def difference(self, programme: str, question: DifferenceQuestion, reader: PersonRef) -> Read[Difference]:
        """What differs between two moments. Without the first it is what is new since thirty days ago."""
        if question.before == Moment():
            lately = Moment(known_at=self._waymark.clock() - LATELY)
            question = question.model_copy(update={"before": lately})
        seeing = self._visibility.sight(programme, reader).seeing
        return self._readings.read(
            VIEW,
            lambda connection: difference(
                connection,
                programme,
                question,
                today=self.today,
                facts=self._facts,
                opening=self._opening,
                seeing=seeing,
            ),
        )

    def then(self, programme: str, moment: Moment, reader: PersonRef) -> Read[ShownProgress]:
        """How far a programme was. Raises UnknownPart when it had not begun."""
        sight = self._visibility.sight(programme, reader)
        read = self._readings.read(
            VIEW,
            lambda connection: progress_then(
                connection, programme, moment, today=self.today, facts=self._facts, opening=self._opening
            ),
        )
        if read.found is None:
            raise UnknownPart("The programme had not begun then. Ask about a later moment.")
        return Read(read.position, _showing(sight, read.found).progress(read.found))

    def milestones(self, programme: str, reader: PersonRef) -> tuple[tuple[str, str], ...]:
        """The milestones one can choose from, by id and title. Those a group wrote itself are called by their ids."""
        sight = self._visibility.sight(programme, reader)
        found = sight.group.programme
        if found is None or "milestones" not in sight.groups:
            return ()
        return tuple(
            (name, each.step.title if isinstance(each.step.title, str) else name)
            for name, each in found.milestones.items()
        )

    def people(self, programme: str, reader: PersonRef) -> tuple[tuple[PersonRef, str], ...]:
        """The people one can choose from, by name: those who have a part today."""
        sight = self._visibility.sight(programme, reader)
        if "roles" not in sight.groups:
            return ()
        names = self._opening.names(self._visibility.people(sight.group))
        return tuple(sorted(names.items(), key=lambda each: each[1]))

    def taking_out(self, programme: str, entries: Iterable[HistoryEntry], acting: SignedIn) -> TakingOut:
        """Which words of these entries somebody may take out alone, and which were."""
        sight = self._visibility.sight(programme, acting.person)
        return taking_out(self._waymark, self._facts, sight, acting, entries)

    def figures(self, programme: str, reader: PersonRef) -> Read[tuple[FigureView, ...]]:
        """Every figure of a programme that the reader is shown, by name. Raises NotRead."""
        seeing = self._visibility.sight(programme, reader).seeing
        read = self._readings.read(
            "progress",
            lambda connection: progress(connection, programme, today=self.today, opening=self._opening),
        )
        if read.found is None:
            raise NotRead("This is recorded, but cannot be read yet. Ask again in a moment.")
        return Read(read.position, figure_views(read.found, seeing, self._opening.speech))

    def lineage(self, programme: str, question: LineageQuestion, reader: PersonRef) -> Read[LineageView]:
        """Where a figure comes from. Raises UnknownPart when there is none of this name."""
        seeing = self._visibility.sight(programme, reader).seeing
        read = self._readings.read(
            VIEW,
            lambda connection: lineage(
                connection,
                programme,
                question,
                today=self.today,
                facts=self._facts,
                opening=self._opening,
                seeing=seeing,
            ),
        )
        if read.found is None:
            raise UnknownPart("There is no figure of this name. Choose one from the list of figures.")
        return Read(read.position, read.found)

    def whole(self, programme: str, question: HistoryQuestion, reader: PersonRef) -> Read[Iterator[HistoryEntry]]:
        """All that a question asks for, however much it is, up to this moment."""
        self._visibility.sight(programme, reader)

        def page(part: HistoryQuestion) -> tuple[tuple[HistoryEntry, ...], int | None]:
            # Asked again for each page: who loses their part while it is being sent gets no more.
            seeing = self._visibility.sight(programme, reader).seeing
            found = self._readings.read(
                VIEW,
                lambda connection: history(
                    connection, programme, part, facts=self._facts, opening=self._opening, seeing=seeing
                ),
            ).found
            return found.entries, found.next

        end = self._readings.position(VIEW)
        return Read(end, whole_history(page, question.model_copy(update={"limit": MOST}), end))

    def raw(self, programme: str, question: HistoryQuestion, reader: PersonRef) -> Read[Iterator[bytes]]:
        """The stored events, as lines of JSON. Of those the reader may not see there is only the hash."""
        sight = self._visibility.sight(programme, reader)
        sight.must("read-raw-events")
        end = self._readings.position(VIEW)
        return Read(end, raw_lines(self._readings, programme, question, end, may_see(sight.seeing)))


def may_see(seeing: Seeing) -> MaySee:
    """Whether a reader may see a stored event. What says who comes from the constituency only few may."""

    def seen(topic: str, state: bytes) -> bool:
        return seeing.holds(topic, orjson.loads(state)["data"])

    return seen


def _showing(sight: Sight, view: ProgressView) -> Showing:
    board = ShownBoard.model_validate(dict(view.board))
    # Two moments, before and after one person joined, would say whether that person comes from the constituency.
    groups = sight.groups if sight.exact_tally else sight.groups - {"board"}
    return Showing(groups=groups, board=board)
