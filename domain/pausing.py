"""Decisions that stop a programme's own clocks for a while, and start them again."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.calendar import day_in_london
from domain.duty_events import DutyMet, DutyMoved, DutyOpened
from domain.event import Fact
from domain.occasion import Occasion
from domain.programme import ACTIVE, Phase, Programme
from domain.programme_commands import Pause, Resume
from domain.programme_events import NewDue, ProgrammePaused, ProgrammeResumed
from domain.readiness import PAUSE_DUTY
from domain.refusals import DayNotPossible, NotNow

GIVEN_BACK = "The programme was paused, and this got the lost time back."


def pause(programme: Programme, command: Pause, occasion: Occasion) -> Sequence[Fact]:
    """Stop our own clocks. A pause with an end is a duty, so that somebody is told when it ends."""
    if programme.phase not in {Phase.DRAFT, Phase.RUNNING}:
        msg = f"The programme is {programme.phase}, so it cannot be paused."
        raise NotNow(msg)
    if command.until is not None and command.until <= occasion.today:
        msg = "A pause must end on a later day than today. Choose one, or leave it open."
        raise DayNotPossible(msg)
    paused = ProgrammePaused(reason=occasion.words(command.reason), until=command.until)
    if command.until is None:
        return [paused]
    before = sum(duty.startswith(f"{PAUSE_DUTY}-") for duty in programme.duties)
    ends = DutyOpened(
        duty=f"{PAUSE_DUTY}-{before + 1}",
        kind="raised",
        source=None,
        title=occasion.words("The pause ends. Resume the programme, or agree a longer pause."),
        due=command.until,
        remind_weeks=2,
        cure_weeks=2,
        legal=True,  # our other clocks stand still, and this one must not
        who=("mentor", "board", "founders"),
    )
    return [paused, ends]


def resume(programme: Programme, command: Resume, occasion: Occasion) -> Sequence[Fact]:
    """Go on: every open date gets back the time it lost, but no legal one."""
    if programme.phase is not Phase.PAUSED or programme.paused_on is None:
        msg = f"The programme is {programme.phase}, not paused. Nothing needs doing."
        raise NotNow(msg)
    paused_on, resumed_on = programme.paused_on, command.day(occasion.today)
    if resumed_on < paused_on:
        msg = f"The pause began on {paused_on:%d %B %Y}. Give that day or a later one."
        raise DayNotPossible(msg)

    def later(due: date, stated_on: date) -> date:
        lost = max(resumed_on - max(paused_on, stated_on), timedelta(0))
        return occasion.calendar.working_day(due + lost) if lost else due

    dues = tuple(
        NewDue(milestone=key, due=later(milestone.due, milestone.due_stated_on or paused_on))
        for key, milestone in programme.milestones.items()
        if milestone.status in ACTIVE and milestone.due is not None
    )
    if programme.next_review_on is None:
        review = resumed_on + timedelta(weeks=programme.review_weeks)
    else:
        review = programme.next_review_on + (resumed_on - paused_on)
    moved = [
        DutyMoved(duty=duty.id, was=duty.due, due=due, reason=occasion.words(GIVEN_BACK))
        for duty in programme.duties.values()
        if duty.met_on is None and not duty.legal
        if (due := later(duty.due, day_in_london(programme.lines[f"duty/{duty.id}"].since))) != duty.due
    ]
    over = [
        DutyMet(duty=duty.id, met_on=resumed_on, note=None)
        for duty in programme.duties.values()
        if duty.met_on is None and duty.id.startswith(f"{PAUSE_DUTY}-")
    ]
    resumed = ProgrammeResumed(dues=dues, next_review_on=review, note=occasion.maybe_words(command.note))
    return [resumed, *moved, *over]
