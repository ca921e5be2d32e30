"""When somebody should be told: the timers of every wait, computed from the state alone.

Each wait has a few fixed moments and then a repeating one. After downtime only the newest moment that has passed is
said, so that nobody gets five messages at once; moments before the wait began are never said (no message about a
backfilled past). A milestone without slack is chased sooner, because everything ends late when it does.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.asset_moments import NOTHING_LEFT, asset_line, asset_of, asset_timetable
from domain.calendar import day_in_london, morning
from domain.duty_events import PromptKind
from domain.moments import AGAIN, FOLLOW_UP, ONE_YEAR, Moment, Timetable, asked_thrice
from domain.neighbours import Need
from domain.occasion import LegacyReading
from domain.programme import DutyState, Line, Milestone, Phase, Programme, Status
from domain.readiness import minute_of
from domain.slack import is_tight

FIRST_REMINDER, SECOND_REMINDER = timedelta(days=-14), timedelta(days=-2)
OVERDUE, ESCALATION = timedelta(days=7), timedelta(days=21)
SOONER = timedelta(days=14)
"""How much earlier a milestone without slack is first reminded of. Our own estimate: one more fortnightly meeting."""
TIGHT_OVERDUE, TIGHT_ESCALATION = timedelta(days=3), timedelta(days=10)
"""How long one without slack may be late before it is said, and before the mentor hears: half as long as others."""
ANSWERED_BY = timedelta(days=14)
"""How long a question waits for its answer before those who decide hear of it."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing to say about a wait, and when."""

    about: str
    kind: PromptKind
    number: int
    round: int
    due: date
    at: datetime

    @property
    def command_id(self) -> str:
        """The same for the same round and date, whoever computes it and however often."""
        return f"{self.about}/{self.round}/{self.due}/{self.kind}/{self.number}/{self.at.date()}"


def next_prompt(programme: Programme, about: str, now: datetime, legacy: LegacyReading = NOTHING_LEFT) -> Due | None:
    """What to say next about this wait, or None when it is over, or its clock stands still."""
    line = _line(programme, about, legacy)
    table = timetable(programme, about, legacy)
    if line is None or table is None:
        return None
    after = line.since if line.last is None else max(line.since, line.last)
    minute = minute_of(programme)
    upcoming: Due | None = None
    for moment in _moments(table, max(now, after)):
        at = morning(moment.day, minute)
        if at <= after:
            continue
        found = Due(about, moment.kind, moment.number, table.round, table.due_of(moment), at)
        if at > now:
            return upcoming or found
        upcoming = found
    return upcoming


def timetable(programme: Programme, about: str, legacy: LegacyReading = NOTHING_LEFT) -> Timetable | None:
    """The moments of a wait, as the state now has it. None when nothing is waited for."""
    what, _, name = about.partition("/")
    if what == "handover":
        return _handover(programme)
    if what == "resource":
        asset = asset_of(legacy, about)
        return None if asset is None else asset_timetable(programme, asset)
    if programme.phase is Phase.CLOSED:
        return None
    if what == "duty":
        duty = programme.duties.get(name)
        if duty is None or duty.met_on is not None or (programme.phase is Phase.PAUSED and not duty.legal):
            return None
        return _duty(duty)
    if programme.phase is Phase.PAUSED:
        return None
    if what == "review":
        review = programme.review
        return _review(review.due) if review is not None and str(review.number) == name else None
    if what == "need":
        need = programme.needs.get(int(name))
        return None if need is None or need.settled is not None else _need(need)
    milestone = programme.milestones.get(name)
    return None if milestone is None else _milestone(milestone)


def _line(programme: Programme, about: str, legacy: LegacyReading) -> Line | None:
    asset = asset_of(legacy, about) if about.startswith("resource/") else None
    return programme.lines.get(about) if asset is None else asset_line(programme, about, asset)


def _moments(table: Timetable, now: datetime) -> list[Moment]:
    """The fixed moments and as many repeats of the last as are needed to reach one after now."""
    moments = list(table.moments)
    if not table.repeats or not moments:
        return moments
    last = moments[-1]
    passed = max((day_in_london(now) - last.day) // AGAIN, 0)
    return moments + [Moment(last.kind, last.number + n, last.day + n * AGAIN) for n in range(1, passed + 3)]


def _milestone(milestone: Milestone) -> Timetable | None:
    due = milestone.due
    if milestone.status is Status.SUBMITTED and milestone.asked_on is not None and due is not None:
        return Timetable(due, (Moment("decision", 1, milestone.asked_on + FOLLOW_UP),), milestone.round)
    if milestone.status is not Status.OPEN or due is None:
        return None
    if milestone.blocked is not None:
        first = milestone.blocked.since + FOLLOW_UP
        return Timetable(due, (Moment("blocked-follow-up", 1, first),), milestone.round)
    tight = is_tight(milestone)
    reminder = FIRST_REMINDER - SOONER if tight else FIRST_REMINDER
    return Timetable(due, _before_and_after(due, reminder, tight=tight), milestone.round)


def _review(due: date) -> Timetable:
    return Timetable(due, _before_and_after(due, timedelta(days=-7)))


def _duty(duty: DutyState) -> Timetable:
    moments = (
        Moment("reminder", 1, duty.due - timedelta(weeks=duty.remind_weeks)),
        Moment("due", 1, duty.due),
        Moment("overdue", 1, duty.due + OVERDUE),
        Moment("escalation", 1, duty.due + OVERDUE + timedelta(weeks=duty.cure_weeks)),
    )
    return Timetable(duty.due, moments)


def _need(need: Need) -> Timetable:
    """The mentor hears the next morning; without an answer, those who decide hear too, again and again."""
    wanted_by = need.counted_from + ANSWERED_BY
    first = Moment("question", 1, need.counted_from + timedelta(days=1))
    return Timetable(wanted_by, (first, Moment("escalation", 1, wanted_by)))


def _handover(programme: Programme) -> Timetable | None:
    if programme.closed_on is not None:
        if programme.still_running is not None or programme.ending == "stopped-early":
            return None
        asked = programme.closed_on + ONE_YEAR
        return Timetable(asked, asked_thrice("still-running", asked), repeats=False)
    line = programme.lines.get("handover")
    if not programme.handover_begun or programme.phase is Phase.PAUSED or line is None:
        return None
    first = day_in_london(line.since) + AGAIN
    return Timetable(first, (Moment("handover", 1, first),))


def _before_and_after(due: date, first: timedelta, *, tight: bool = False) -> tuple[Moment, ...]:
    return (
        Moment("reminder", 1, due + first),
        Moment("reminder", 2, due + SECOND_REMINDER),
        Moment("due", 1, due),
        Moment("overdue", 1, due + (TIGHT_OVERDUE if tight else OVERDUE)),
        Moment("escalation", 1, due + (TIGHT_ESCALATION if tight else ESCALATION)),
    )
