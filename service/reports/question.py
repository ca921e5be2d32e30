"""What somebody asks a report about: which kind, which days, how much."""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel

from domain.refusals import DayNotPossible

ReportKind = Literal["progress", "funder"]
Detail = Literal["short", "full"]
Form = Literal["html", "text", "easy-read", "pdf", "easy-read-pdf", "json"]

QUARTER = timedelta(weeks=13)


class ReportQuestion(BaseModel, frozen=True, extra="forbid"):
    """Which report. Without days it is about the last thirteen weeks, or those before the programme ended."""

    kind: ReportKind = "progress"
    first: date | None = None
    last: date | None = None
    detail: Detail = "short"

    def period(self, start_on: date, today: date, closed_on: date | None = None) -> tuple[date, date]:
        """The first and the last day, both within the programme so far. Raises DayNotPossible."""
        last = self.last or min(today, closed_on or today)
        if last > today:
            raise DayNotPossible("A report ends today or earlier. Choose such a last day.")
        if last < start_on:
            raise DayNotPossible("The programme had not begun then. Choose a later last day.")
        first = max(self.first or last - QUARTER, start_on)
        if first > last:
            raise DayNotPossible(
                "The first day of a report comes before its last day. Choose them the other way round."
            )
        return first, last
