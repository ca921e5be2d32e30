"""What a story came to, read from its events alone."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from domain.calendar import day_in_london
from domain.event import Fact, Recorded
from domain.programme import Status
from domain.programme_events import ProgrammeClosed, ProgrammeStarted
from service.group import Group


class ProgrammeTold(BaseModel, frozen=True):
    """One programme of a story, as its events tell it. `months` is how long it took, None while it has not ended."""

    programme: str
    organisation: str
    locality: str
    started_on: date
    ended_on: date | None
    ending: str | None
    months: float | None
    events: int
    milestones: int
    accepted: int
    set_aside: int
    plans: int
    prompts: int
    reviews: int
    mentoring_sessions: int
    celebrations: int
    lessons: int
    left_behind: int
    duties_met: int
    people: int


class StoryTold(BaseModel, frozen=True):
    """A whole story. Times in `seconds` are of this run; everything else is the same for the same seed."""

    story: str
    title: str
    seed: int
    programmes: int
    closed: int
    events: int
    people: int
    virtual_days: int
    seconds: float
    refusals: dict[str, int]
    waits_left: tuple[str, ...]
    by_topic: dict[str, int]
    each: tuple[ProgrammeTold, ...]
    invented: tuple[str, ...]


def tell(programme: str, events: Iterable[Recorded[Fact]]) -> ProgrammeTold:
    """What became of one programme. `events` are those of its ledger, in order."""
    group, counted = Group(), Counter[str]()
    started, started_on, ended_on = None, None, None
    for event in events:
        group = group.after([event])
        counted[event.fact.TOPIC] += 1
        match event.fact:
            case ProgrammeStarted():
                started, started_on = event.fact, event.meta.occurred_on
            case ProgrammeClosed():
                ended_on = event.meta.occurred_on
            case _:
                pass
    state = group.programme
    if started is None or started_on is None or state is None:
        msg = f"The ledger of {programme} has no beginning."
        raise AssertionError(msg)
    statuses = Counter(each.status for each in state.milestones.values())
    return ProgrammeTold(
        programme=programme,
        organisation=started.organisation,
        locality=started.locality,
        started_on=started_on,
        ended_on=ended_on,
        ending=state.ending,
        months=None if ended_on is None else round((ended_on - started_on).days / 365.25 * 12, 1),
        events=counted.total(),
        milestones=len(state.milestones),
        accepted=statuses[Status.ACCEPTED],
        set_aside=statuses[Status.SET_ASIDE],
        plans=state.plan_number,
        prompts=counted["programme.prompted.v1"],
        reviews=counted["programme.review-held.v1"],
        mentoring_sessions=counted["programme.mentoring-session-held.v1"],
        celebrations=state.celebrations,
        lessons=state.lessons,
        left_behind=sum(each.offered is not None for each in (group.legacy.resources if group.legacy else {}).values()),
        duties_met=counted["programme.duty-met.v1"],
        people=state.people.different,
    )


def virtual_days(events: Iterable[Recorded[Fact]]) -> int:
    """How many days passed in the story, from its first record to its last."""
    days = [day_in_london(event.meta.recorded_at) for event in events]
    return (max(days) - min(days)).days + 1 if days else 0
