"""Where programs and people alike read: each reading, for somebody who may see it."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from psycopg import Connection

from domain.access import authorize
from domain.board_privacy import for_others
from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.organisation import Organisation
from domain.presence import Presence
from domain.programme_commands import Appoint
from domain.refusals import UnknownMilestone
from projections.agenda_reading import (
    AgendaItem,
    AgendaView,
    Tasks,
    personal_tasks,
    programme_agenda,
)
from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryPage, history
from projections.portfolio_reading import PortfolioPage, portfolio
from projections.progress_reading import milestone, progress
from projections.progress_shown import Showing, ShownBoard, ShownDetail, ShownProgress
from service.api_board import BoardOnDay, board_on
from service.api_positions import Read, Readings
from service.api_refusals import NotRead
from service.assembly import Waymark
from service.history import LoggedFacts, opening
from service.language.plan_words import in_own_words
from service.language.vocabulary import USUAL, vocabularies
from service.visibility import Sight, Visibility

T = TypeVar("T")


class ReadingRoom:
    """Readings for one reader. Each raises UnknownProgramme when the reader has no part in what is asked for."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._opening = opening(waymark.people, waymark.seals)
        self._facts = LoggedFacts(waymark.pool, waymark.seals)

    def may_appoint(self, programme: str, reader: PersonRef) -> bool:
        """Whether the reader gives people their parts in a programme."""
        sight = self._visibility.sight(programme, reader)
        return authorize(sight.actor, Appoint, sight.resource).allowed

    @property
    def today(self) -> date:
        """The day it is for everybody involved."""
        return day_in_london(self._waymark.clock())

    def for_presence(self, presence: Presence) -> "ReadingRoom":
        """The same room, for readers who signed in like this."""
        return ReadingRoom(self._waymark, self._readings, self._visibility.for_presence(presence))

    def portfolio(self, reader: PersonRef, after: str | None = None, limit: int = 50) -> Read[PortfolioPage]:
        """The programmes in which the reader has a part."""
        return self._readings.read(
            "portfolio",
            lambda connection: portfolio(
                connection,
                reader=reader,
                today=self.today,
                opening=self._opening,
                after=after,
                limit=limit,
                seeing=self._visibility.seeing_of(reader),
            ),
        )

    def progress(self, programme: str, reader: PersonRef) -> Read[ShownProgress]:
        """How far a programme is."""
        sight = self._visibility.sight(programme, reader)
        read = self._there(
            "progress",
            lambda connection: progress(connection, programme, today=self.today, opening=self._opening),
        )
        return Read(read.position, _showing(sight).progress(read.found))

    def organisation(self, programme: str, reader: PersonRef) -> str:
        """What the new organisation is called."""
        group = self._visibility.group(programme, reader)
        return group.programme.organisation if group.programme else ""

    def milestone(self, programme: str, name: str, reader: PersonRef) -> Read[ShownDetail]:
        """One milestone. Raises UnknownMilestone, and NotAllowed when milestones are not shown to the reader."""
        sight = self._visibility.sight(programme, reader)
        sight.must("read-milestone")
        found = sight.group.programme
        if found is None or name not in found.milestones:
            msg = f"The plan has no milestone {name[:20]}. Check its id."
            raise UnknownMilestone(msg)
        register = None if sight.exact_tally else for_others(sight.group.organisation)
        read = self._there(
            "progress",
            lambda connection: milestone(
                connection, programme, name, today=self.today, opening=self._opening, register=register
            ),
        )
        return Read(read.position, _showing(sight).detail(read.found))

    def agenda(self, programme: str, reader: PersonRef) -> Read[AgendaView]:
        """What a programme waits for, and whom."""
        seeing = self._visibility.sight(programme, reader).seeing
        return self._there(
            "agenda",
            lambda connection: programme_agenda(
                connection, programme, today=self.today, opening=self._opening, seeing=seeing
            ),
        )

    def own_agenda(self, reader: PersonRef) -> Read[AgendaView]:
        """What the reader is waited for, over all programmes in which they have a part."""
        read = self.own_tasks(reader)
        return Read(read.position, read.found.agenda)

    def own_tasks(self, reader: PersonRef) -> Read[Tasks]:
        """The same, with the milestones that nobody looks after where the reader is a worker."""
        read = self._readings.read(
            "agenda",
            lambda connection: personal_tasks(
                connection,
                reader,
                today=self.today,
                opening=self._opening,
                seeing=self._visibility.seeing_of(reader),
            ),
        )
        found = read.found
        own = Tasks(_as_each_group_says(found.agenda), _in_own_words(found.free), found.programmes)
        return Read(read.position, own)

    def history(self, programme: str, question: HistoryQuestion, reader: PersonRef) -> Read[HistoryPage]:
        """What happened in a programme, as the question asks for it."""
        seeing = self._visibility.sight(programme, reader).seeing
        return self._readings.read(
            "history",
            lambda connection: history(
                connection, programme, question, facts=self._facts, opening=self._opening, seeing=seeing
            ),
        )

    def board(self, programme: str, reader: PersonRef, day: date | None) -> Read[BoardOnDay]:
        """The board register on a day, read from the log itself. Raises DayNotPossible and NotAllowed."""
        end = self._waymark.store.end()
        sight = self._visibility.sight(programme, reader)
        sight.must("read-board")
        register = sight.group.organisation
        people = self._waymark.people
        return Read(end, board_on(register, day, self.today, people, exact_tally=sight.exact_tally))

    def _there(self, projection: str, look: Callable[[Connection], T | None]) -> Read[T]:
        """What was read. It is in the store, so if a view has nothing of it, it only has not caught up."""
        read = self._readings.read(projection, look)
        if read.found is None:
            msg = "This is recorded, but cannot be read yet. Ask again in a moment."
            raise NotRead(msg)
        return Read(read.position, read.found)


def _as_each_group_says(agenda: AgendaView) -> AgendaView:
    every = iter(_in_own_words((*agenda.to_do, *agenda.late, *agenda.waiting)))
    to_do, late = tuple(islice(every, len(agenda.to_do))), tuple(islice(every, len(agenda.late)))
    return AgendaView(to_do=to_do, late=late, waiting=tuple(every))


def _in_own_words(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    words = vocabularies({each.programme for each in items})
    return tuple(
        each
        if (own := words[each.programme]) == USUAL
        else each.model_copy(update={"title": in_own_words(each.title, own)})
        for each in items
    )


def _showing(sight: Sight) -> Showing:
    register = sight.group.organisation or Organisation()
    now = register.reading()
    known = now if sight.exact_tally else for_others(register)
    board = ShownBoard(
        voting=now.voting,
        from_constituency=now.from_constituency if sight.exact_tally else None,
        threshold=now.threshold,
        meets_threshold=known.meets_threshold,
        adopted_on=now.adopted_on,
    )
    return Showing(groups=sight.groups, board=board)
