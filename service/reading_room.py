"""Where programs and people alike read: each reading, for somebody who may see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from psycopg import Connection

from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.refusals import UnknownMilestone
from projections.agenda_reading import AgendaView, personal_agenda, programme_agenda
from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryPage, history
from projections.portfolio_reading import PortfolioPage, portfolio
from projections.progress_reading import milestone, progress
from projections.progress_views import MilestoneDetail, ProgressView
from service.api_board import BoardOnDay, board_on
from service.api_positions import Read, Readings
from service.api_refusals import NotRead
from service.assembly import Waymark
from service.history import LoggedFacts, opening
from service.visibility import Visibility

T = TypeVar("T")


class ReadingRoom:
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

    def portfolio(self, reader: PersonRef, after: str | None = None, limit: int = 50) -> Read[PortfolioPage]:
        """The programmes in which the reader has a part."""

        def look(connection: Connection) -> PortfolioPage:
            return portfolio(
                connection, reader=reader, today=self.today, opening=self._opening, after=after, limit=limit
            )

        read = self._readings.read("portfolio", look)
        # The view may lag behind somebody's losing their part.
        seen = tuple(line for line in read.found.programmes if self._visibility.may_read(line.programme, reader))
        return replace(read, found=read.found.model_copy(update={"programmes": seen}))

    def progress(self, programme: str, reader: PersonRef) -> Read[ProgressView]:
        """How far a programme is."""
        self._visibility.group(programme, reader)
        return self._there(
            "progress",
            lambda connection: progress(connection, programme, today=self.today, opening=self._opening),
        )

    def organisation(self, programme: str, reader: PersonRef) -> str:
        """What the new organisation is called."""
        group = self._visibility.group(programme, reader)
        return group.programme.organisation if group.programme else ""

    def milestone(self, programme: str, name: str, reader: PersonRef) -> Read[MilestoneDetail]:
        """One milestone. Raises UnknownMilestone too."""
        group = self._visibility.group(programme, reader)
        if group.programme is None or name not in group.programme.milestones:
            msg = f"The plan has no milestone {name[:20]}. Check its id."
            raise UnknownMilestone(msg)
        return self._there(
            "progress",
            lambda connection: milestone(connection, programme, name, today=self.today, opening=self._opening),
        )

    def agenda(self, programme: str, reader: PersonRef) -> Read[AgendaView]:
        """What a programme waits for, and whom."""
        self._visibility.group(programme, reader)
        return self._there(
            "agenda",
            lambda connection: programme_agenda(connection, programme, today=self.today, opening=self._opening),
        )

    def own_agenda(self, reader: PersonRef) -> Read[AgendaView]:
        """What the reader is waited for, over all programmes in which they have a part."""
        read = self._readings.read(
            "agenda",
            lambda connection: personal_agenda(connection, reader, today=self.today, opening=self._opening),
        )
        groups = {name: getattr(read.found, name) for name in AgendaView.model_fields}
        named = {item.programme for items in groups.values() for item in items}
        mine = {each for each in named if self._visibility.may_read(each, reader)}
        seen = {name: tuple(item for item in items if item.programme in mine) for name, items in groups.items()}
        return replace(read, found=AgendaView(**seen))

    def history(self, programme: str, question: HistoryQuestion, reader: PersonRef) -> Read[HistoryPage]:
        """What happened in a programme, as the question asks for it."""
        self._visibility.group(programme, reader)
        return self._readings.read(
            "history",
            lambda connection: history(connection, programme, question, facts=self._facts, opening=self._opening),
        )

    def board(self, programme: str, reader: PersonRef, day: date | None) -> Read[BoardOnDay]:
        """The board register on a day, read from the log itself. Raises DayNotPossible."""
        end = self._waymark.store.end()
        register = self._visibility.group(programme, reader).organisation
        return Read(end, board_on(register, day, self.today, self._waymark.people))

    def _there(self, projection: str, look: Callable[[Connection], T | None]) -> Read[T]:
        """What was read. It is in the store, so if a view has nothing of it, it only has not caught up."""
        read = self._readings.read(projection, look)
        if read.found is None:
            msg = "This is recorded, but cannot be read yet. Ask again in a moment."
            raise NotRead(msg)
        return Read(read.position, read.found)
