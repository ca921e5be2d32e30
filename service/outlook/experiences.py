"""What others took, as the forecasts use it: read from the view of lengths, and kept while that view stands still."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from threading import Lock

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.outlook import Experience, experience_of
from domain.plan import Weeks
from domain.programme import Programme
from projections.durations_reading import observed
from service.log_reader import saved_position
from service.plan_file import PlanFaulty, PlanUnreadable, load_plan

VIEW = "durations"
KEPT = 64


class Experiences:
    """Threads may share it. `stories` counts made-up programmes too, as a demonstration may."""

    def __init__(self, pool: ConnectionPool[Connection], *, stories: bool = False) -> None:
        self._pool = pool
        self._stories = stories
        self._kept: OrderedDict[tuple[object, ...], Experience] = OrderedDict()
        self._lock = Lock()

    def of_programme(self, programme: Programme, on: date) -> Experience:
        """What others took for the plan of a programme, as it was known on a day."""
        planned = {step.id: step.weeks for step in programme.steps}
        return self._of(programme.template, planned, on, programme.id)

    def of_plan(self, template: str, planned: Mapping[str, Weeks], on: date) -> Experience:
        """What everybody took for a plan nobody has begun."""
        return self._of(template, planned, on, None)

    def _of(self, template: str, planned: Mapping[str, Weeks], on: date, besides: str | None) -> Experience:
        with self._pool.connection() as connection:
            position = saved_position(connection, VIEW)
            key = (template, tuple(planned.items()), on, besides, position)
            with self._lock:
                known = self._kept.get(key)
            if known is not None:
                return known
            others = observed(connection, template, on, besides=besides, stories=self._stories)
        found = experience_of(planned, others, usual_weeks(template))
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


@cache
def usual_weeks(template: str) -> Mapping[str, Weeks] | None:
    """The figures of a template as it comes with Waymark; None for a plan from elsewhere."""
    try:
        return {each.id: each.weeks for each in load_plan(template).milestones}
    except (PlanUnreadable, PlanFaulty):
        return None


def titles_of(programme: Programme, *, but: Iterable[str] = ()) -> Mapping[str, str]:
    """What milestones are called. Those a group wrote itself are called by their ids: their words are sealed."""
    left_out = frozenset(but)
    return {step.id: step.title for step in programme.steps if isinstance(step.title, str) and step.id not in left_out}
