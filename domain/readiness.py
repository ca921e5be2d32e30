"""What is ready to open, and what else the engine should do now or later."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.calendar import morning
from domain.duty_events import DutyMet, DutyOpened
from domain.event import Fact
from domain.journal_events import ReviewOpened
from domain.limits import passing
from domain.occasion import Occasion
from domain.plan import Duty
from domain.programme import SETTLED, Milestone, Phase, Programme, Status
from domain.programme_events import HandoverBegun

SHARE_DUTY = "board-share"
PAUSE_DUTY = "pause-ends"
REVIEW_NOTICE = timedelta(weeks=2)
SHARE_CURE_WEEKS = 13
"""How long a board may be under the threshold before it is called overdue: one quarter, time for one more meeting."""


def is_ready(programme: Programme, milestone: Milestone) -> bool:
    """Whether all it waits for is reached or set aside. In a draft, only the first stage opens."""
    if milestone.status is not Status.WAITING:
        return False
    if programme.agreed_on is None and milestone.step.stage != programme.draft_stage:
        return False
    return not missing(programme, milestone)


def missing(programme: Programme, milestone: Milestone) -> tuple[str, ...]:
    """The milestones it still waits for."""
    return tuple(
        each
        for each in milestone.step.depends_on
        if (found := programme.milestones.get(each)) is not None and found.status not in SETTLED
    )


def ready(programme: Programme) -> tuple[Milestone, ...]:
    """The milestones that should open now."""
    if programme.phase not in {Phase.DRAFT, Phase.RUNNING}:
        return ()
    return tuple(milestone for milestone in programme.milestones.values() if is_ready(programme, milestone))


def review_opens(programme: Programme) -> datetime | None:
    """When the next review should be called, if one is to come."""
    if programme.phase is not Phase.RUNNING or programme.review is not None or programme.next_review_on is None:
        return None
    return morning(programme.next_review_on - REVIEW_NOTICE, minute_of(programme))


def minute_of(programme: Programme) -> int:
    """A minute of the hour that is the programme's own, so that not all programmes speak at once."""
    return int(programme.id[-2:], 16) % 60


def arrangements(programme: Programme, occasion: Occasion) -> Sequence[Fact]:
    """What the engine records besides opening milestones: reviews, duties of the board register, the handover."""
    if programme.phase is Phase.CLOSED:
        return []
    facts: list[Fact] = []
    opens = review_opens(programme)
    if opens is not None and opens <= occasion.at and programme.next_review_on is not None:
        facts.append(ReviewOpened(review=programme.reviews_held + 1, due=programme.next_review_on))
    facts += _share_duty(programme, occasion)
    facts += passing(programme, occasion)
    if _handover_begins(programme):
        facts.append(HandoverBegun())
    return facts


def plan_duties(programme: Programme, milestone: str, accepted_on: date, occasion: Occasion) -> Sequence[DutyOpened]:
    """The plan's duties that begin when this milestone is accepted for the first time."""
    return [
        plan_duty(duty, occasion.calendar.after_weeks(accepted_on, duty.first_weeks))
        for duty in programme.duty_series
        if duty.after == milestone and f"{duty.id}-1" not in programme.duties
    ]


def plan_duty(duty: Duty, due: date, number: int = 1) -> DutyOpened:
    """The plan's duty, for the first time or again."""
    return DutyOpened(
        duty=f"{duty.id}-{number}",
        kind="plan",
        source=duty,
        title=None,
        due=due,
        remind_weeks=duty.remind_weeks,
        cure_weeks=duty.cure_weeks,
        legal=duty.legal,
        who=duty.who,
    )


def _share_duty(programme: Programme, occasion: Occasion) -> Sequence[Fact]:
    board = occasion.board
    raised = [duty for duty in programme.duties.values() if duty.kind == "board-share"]
    unmet = next((duty for duty in raised if duty.met_on is None), None)
    breached = board.adopted_on is not None and not board.meets_threshold
    if breached and unmet is None:
        due = occasion.calendar.after_weeks(occasion.today, SHARE_CURE_WEEKS)
        return [
            DutyOpened(
                duty=f"{SHARE_DUTY}-{len(raised) + 1}",
                kind="board-share",
                source=None,
                title=None,
                due=due,
                remind_weeks=4,
                cure_weeks=4,
                legal=True,
                who=("board",),
                board_version=board.version,
            )
        ]
    if unmet is not None and not breached:
        return [DutyMet(duty=unmet.id, met_on=occasion.today, note=None)]
    return []


def _handover_begins(programme: Programme) -> bool:
    if programme.handover is None or programme.handover_begun:
        return False
    milestone = programme.milestones.get(programme.handover)
    return milestone is not None and milestone.status is not Status.WAITING
