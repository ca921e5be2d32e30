"""What is left of a programme laid out once, with every milestone at one of its three figures.

Done work stands where it was. Open work takes its figure in all, and lasts until now at least.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from domain.calendar import Calendar
from domain.calendar_days import day_after, day_at, in_steps, in_weeks
from domain.course import Course, Work
from domain.network import Network, Steps
from domain.schedule import Figure, weeks_at

Standing = Literal["done", "open", "to come"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one milestone lies, in weeks from the first day; `slack` is how much later it may end without harm."""

    milestone: str
    standing: Standing
    start: float
    finish: float
    latest_start: float
    latest_finish: float

    @property
    def slack(self) -> float:
        """Weeks; nothing is left of it for what is done."""
        return 0.0 if self.standing == "done" else self.latest_finish - self.finish


@dataclass(frozen=True, slots=True)
class CourseSchedule:
    """A whole course laid out, with the chain of what is still to do that decides its end."""

    length: float
    places: tuple[Place, ...]
    critical_path: tuple[str, ...]

    def place(self, milestone: str) -> Place | None:
        """Where this milestone lies, or None."""
        return next((place for place in self.places if place.milestone == milestone), None)


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """The same in days: what is done has the days it really had, what is to come ends on working days."""

    milestone: str
    start: date
    finish: date
    latest_finish: date


def standing_of(work: Work) -> Standing:
    """Whether a milestone is done, open or still to come."""
    if work.done is not None:
        return "done"
    return "to come" if work.begun is None else "open"


def schedule_of(course: Course, figure: Figure = "typical") -> CourseSchedule:
    """Lay a course out at one figure. Raises PlanGoesInCircles."""
    network = Network(course)
    lengths = lengths_at(network, figure)
    laid = network.laid_out(lengths)
    latest_start, latest_finish = network.latest(lengths, laid)
    places = tuple(
        Place(
            milestone=work.id,
            standing=standing_of(work),
            start=in_weeks(laid.starts[row, 0]),
            finish=in_weeks(laid.finishes[row, 0]),
            latest_start=in_weeks(latest_start[row, 0]),
            latest_finish=in_weeks(latest_finish[row, 0]),
        )
        for work, row in ((work, network.row[work.id]) for work in course.works)
    )
    return CourseSchedule(in_weeks(laid.ends[0]), places, network.path(laid))


def days_of(place: Place, first_day: date, calendar: Calendar) -> PlaceDays:
    """A place in days on the calendar of the programme's nation."""
    if place.standing == "done":
        finish = day_at(first_day, place.finish)
        return PlaceDays(place.milestone, day_at(first_day, place.start), finish, finish)
    begins = day_at(first_day, place.start)
    return PlaceDays(
        place.milestone,
        begins if place.standing == "open" else calendar.working_day(begins),
        day_after(first_day, place.finish, calendar),
        day_after(first_day, place.latest_finish, calendar),
    )


def lengths_at(network: Network, figure: Figure) -> Steps:
    """One run in which everything takes the same one of its three figures."""
    lengths = [
        max(in_steps(weeks_at(work.weeks, figure)), int(network.lasted(row)) if work.begun is not None else 0)
        for row, work in enumerate(network.works)
    ]
    return np.array(lengths, dtype=np.int32).reshape(-1, 1)
