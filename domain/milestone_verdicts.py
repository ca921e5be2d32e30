"""Decisions of the founding group or board about one milestone: accept, return, reopen, set aside, correct."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.event import Fact
from domain.gates import closed_gates, waived_gates
from domain.milestone_commands import (
    Accept,
    CorrectDate,
    Reopen,
    Restore,
    ReturnForWork,
    SetAside,
    WithdrawAcceptance,
)
from domain.milestone_events import (
    AcceptanceWithdrawn,
    DateCorrected,
    MilestoneAccepted,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneReturned,
    MilestoneSetAside,
)
from domain.milestone_work import not_before_opening, shows_something
from domain.occasion import Occasion
from domain.programme import Milestone, Programme, Status
from domain.readiness import plan_duties
from domain.refusals import AlreadyDone, DayNotPossible, GateClosed, NotNow, OwnWork
from domain.slack import slack_when

TIME_TO_MEND = timedelta(weeks=2)
"""How long a returned milestone gets at least, when nobody says a date."""


def accept(programme: Programme, milestone: Milestone, command: Accept, occasion: Occasion) -> Sequence[Fact]:
    """Agree that it is reached. Raises NotNow, OwnWork, EvidenceMissing, GateClosed or DayNotPossible."""
    if milestone.status is Status.ACCEPTED:
        msg = f"{command.milestone} was accepted before. Nothing needs doing."
        raise AlreadyDone(msg)
    if milestone.status is not Status.SUBMITTED:
        msg = f"{command.milestone} is {milestone.in_words}. It must be submitted before it can be accepted."
        raise NotNow(msg)
    if occasion.actor in {milestone.submitted_by, milestone.assignee}:
        msg = "Nobody accepts their own work. Ask somebody else of the group to accept it."
        raise OwnWork(msg)
    shows_something(milestone)
    if closed := closed_gates(programme, milestone, occasion.board, occasion.legacy):
        begins, ends = f"{command.milestone} cannot be accepted yet.", "Or waive the gate, with a reason."
        raise GateClosed(" ".join((begins, *closed, ends)))
    accepted_on = command.day(occasion.today)
    not_before_opening(milestone, accepted_on)
    if milestone.submitted_on is not None and accepted_on < milestone.submitted_on:
        msg = (
            f"It was submitted on {milestone.submitted_on:%d %B %Y}. Give that day or a later one, "
            "or first correct the day it was submitted."
        )
        raise DayNotPossible(msg)
    accepted = MilestoneAccepted(
        milestone=command.milestone,
        waived=waived_gates(programme, milestone),
        board_version=occasion.board.version,
        legacy_version=occasion.legacy.version,
        note=occasion.maybe_words(command.note),
    )
    return [accepted, *plan_duties(programme, command.milestone, accepted_on, occasion)]


def return_for_work(
    programme: Programme, milestone: Milestone, command: ReturnForWork, occasion: Occasion
) -> Sequence[Fact]:
    """Ask for more work. It is due when it was, but never sooner than in two weeks, unless a date is given."""
    if milestone.status is not Status.SUBMITTED or milestone.due is None:
        msg = f"{command.milestone} is {milestone.in_words}. Only a submitted milestone can be returned."
        raise NotNow(msg)
    due = _later_day(command.due, max(milestone.due, occasion.today + TIME_TO_MEND), occasion)
    return [
        MilestoneReturned(
            milestone=command.milestone,
            due=due,
            reason=occasion.words(command.reason),
            slack_days=slack_when(programme, milestone, due),
        )
    ]


def withdraw_acceptance(milestone: Milestone, command: WithdrawAcceptance, occasion: Occasion) -> Sequence[Fact]:
    """The acceptance was a mistake: it waits for a decision again."""
    _accepted(milestone)
    return [AcceptanceWithdrawn(milestone=command.milestone, reason=occasion.words(command.reason))]


def reopen(programme: Programme, milestone: Milestone, command: Reopen, occasion: Occasion) -> Sequence[Fact]:
    """It needs work again, in a new round with a new date."""
    _accepted(milestone)
    usual = occasion.calendar.after_weeks(occasion.today, milestone.step.weeks.typical)
    due = _later_day(command.due, usual, occasion)
    return [
        MilestoneReopened(
            milestone=command.milestone,
            round=milestone.round + 1,
            due=due,
            reason=occasion.words(command.reason),
            slack_days=slack_when(programme, milestone, due),
        )
    ]


def set_aside(milestone: Milestone, command: SetAside, occasion: Occasion) -> Sequence[Fact]:
    """Decide that it is not for this group, or not now. What waits for it may go on; its gates stay closed."""
    if milestone.status is Status.ACCEPTED:
        msg = f"{command.milestone} is reached. To undo that, withdraw the acceptance first."
        raise NotNow(msg)
    if milestone.status is Status.SET_ASIDE:
        msg = f"{command.milestone} was set aside before. Nothing needs doing."
        raise AlreadyDone(msg)
    return [MilestoneSetAside(milestone=command.milestone, reason=occasion.words(command.reason))]


def restore(milestone: Milestone, command: Restore, occasion: Occasion) -> Sequence[Fact]:
    """Take it back into the plan. It opens when what it waits for is reached."""
    if milestone.status is not Status.SET_ASIDE:
        msg = f"{command.milestone} is {milestone.in_words}. Only what was set aside can be restored."
        raise NotNow(msg)
    return [MilestoneRestored(milestone=command.milestone, reason=occasion.words(command.reason))]


def correct_date(milestone: Milestone, command: CorrectDate, occasion: Occasion) -> Sequence[Fact]:
    """Say which date is right. The first record stays."""
    days = {"opened": milestone.opened_on, "submitted": milestone.submitted_on, "accepted": milestone.accepted_on}
    was = days[command.step]
    if was is None:
        msg = f"{command.milestone} has no date on which it was {command.step}, so there is nothing to correct."
        raise NotNow(msg)
    if command.correct == was:
        msg = "That is the date in the record already. Nothing needs doing."
        raise AlreadyDone(msg)
    if command.correct > occasion.today:
        msg = f"{command.correct:%d %B %Y} is still to come. Give the day on which it really happened."
        raise DayNotPossible(msg)
    after = {**days, command.step: command.correct}
    known = [day for day in (after["opened"], after["submitted"], after["accepted"]) if day is not None]
    if known != sorted(known):
        msg = "Work begins, then it is submitted, then it is accepted. These dates would be in another order."
        raise DayNotPossible(msg)
    return [
        DateCorrected(
            milestone=command.milestone,
            step=command.step,
            was=was,
            correct=command.correct,
            reason=occasion.words(command.reason),
        )
    ]


def _accepted(milestone: Milestone) -> None:
    if milestone.status is not Status.ACCEPTED:
        msg = f"{milestone.step.id} is {milestone.in_words}. Only a milestone that was accepted can be changed back."
        raise NotNow(msg)


def _later_day(asked: date | None, usual: date, occasion: Occasion) -> date:
    if asked is None:
        return occasion.calendar.working_day(usual)
    if asked < occasion.today:
        msg = f"{asked:%d %B %Y} has passed. Choose today or a later day."
        raise DayNotPossible(msg)
    return asked
