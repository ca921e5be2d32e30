"""Tells a group about the future while it decides about its plan. It warns; it never refuses and never decides."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from threading import Lock

from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from pydantic import BaseModel

from domain.calendar import day_in_london
from domain.event import Fact, Recorded
from domain.forecast import Assumptions
from domain.foreseen import Foreseen
from domain.limits import limits
from domain.milestone_events import MilestoneRescheduled
from domain.outlook import NO_EXPERIENCE, Experience, foreseen, ready_days
from domain.plan_events import PlanAgreed, PlanRevised
from domain.programme import Phase, Programme
from domain.programme_events import ProgrammeStarted
from domain.realism import Realism
from service.calendars import calendar_of
from service.outlook.experiences import Experiences

PLANNING = (ProgrammeStarted, PlanAgreed, PlanRevised, MilestoneRescheduled)
"""What is decided about the plan. Each of these keeps what the group was told."""

ASSUMED = Assumptions(runs=1_000)
"""A tenth of a forecast's runs, so that a command waits for it some hundredths of a second: half a week of error."""

KEPT = 1024


class Told(BaseModel, frozen=True):
    """What a group was told when it decided: when half, and four in five, of the runs end, and what to look at."""

    p50_on: date
    p80_on: date
    warnings: tuple[str, ...]


class Adviser:
    """Threads may share it."""

    def __init__(self, experiences: Experiences) -> None:
        self._experiences = experiences
        self._outlooks: OrderedDict[tuple[object, ...], Mapping[str, date]] = OrderedDict()
        self._lock = Lock()

    def told(
        self, programme: Programme | None, events: Sequence[Recorded[Fact]]
    ) -> tuple[list[Recorded[Fact]], Told | None]:
        """The same events, the first about the plan with what was foreseen; `programme` is as they leave it."""
        place = next((n for n, event in enumerate(events) if isinstance(event.fact, PLANNING)), None)
        if place is None or programme is None or programme.phase is Phase.CLOSED:
            return list(events), None
        event = events[place]
        seen, realism = self.check(programme, day_in_london(event.meta.recorded_at))
        fact = event.fact.model_copy(update={"foreseen": seen})
        said = Told(p50_on=seen.p50_on, p80_on=seen.p80_on, warnings=realism.sentences)
        return [*events[:place], replace(event, fact=fact), *events[place + 1 :]], said

    def check(self, programme: Programme, today: date) -> tuple[Foreseen, Realism]:
        """What there is to look at, with the plan as it is in this state."""
        calendar = calendar_of(programme.nation)
        return foreseen(programme, today, calendar, ASSUMED, self._experience(programme, today))

    def outlook(self, programme: Programme, today: date) -> Mapping[str, date]:
        """By which day four in five runs are ready, for each date that is watched: worked out once a week.

        And again when the plan, one of the dates, or the number of reviews has changed.
        """
        watched = limits(programme)
        if not watched:
            return {}
        monday = today - timedelta(days=today.weekday())
        dates = tuple((duty.id, duty.due) for duty in watched)
        key = (programme.id, monday, programme.plan_number, programme.reviews_held, dates)
        with self._lock:
            known = self._outlooks.get(key)
        if known is not None:
            return known
        calendar = calendar_of(programme.nation)
        found = ready_days(programme, today, calendar, ASSUMED, self._experience(programme, today))
        with self._lock:
            self._outlooks[key] = found
            while len(self._outlooks) > KEPT:
                self._outlooks.popitem(last=False)
        return found

    def _experience(self, programme: Programme, today: date) -> Experience:
        """What others took. A view that cannot be read keeps nobody from deciding."""
        try:
            return self._experiences.of_programme(programme, today)
        except (OperationalError, PoolTimeout):
            return NO_EXPERIENCE
