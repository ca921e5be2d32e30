"""Decisions about the programme as a whole: roles, mentor, pauses, the end and the look a year later."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from domain.calendar import day_in_london
from domain.duty_events import DutyMoved
from domain.event import Fact
from domain.occasion import Occasion
from domain.programme import ACTIVE, SETTLED, Phase, Programme
from domain.programme_commands import (
    AnswerStillRunning,
    Appoint,
    CloseProgramme,
    EndAppointment,
    Pause,
    ReplaceMentor,
    Resume,
)
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    MentorReplaced,
    NewDue,
    ProgrammeClosed,
    ProgrammePaused,
    ProgrammeResumed,
    StillRunningAnswered,
)
from domain.prompts import ONE_YEAR
from domain.refusals import AlreadyDone, DayNotPossible, NotAllowed, NotNow, UnknownPart
from domain.roles import APPOINTED, STEERING, Role

GIVEN_BACK = "The programme was paused, and this got the lost time back."

WholeCommand = Appoint | EndAppointment | ReplaceMentor | Pause | Resume | CloseProgramme | AnswerStillRunning


def decide_whole(programme: Programme, command: WholeCommand, occasion: Occasion) -> Sequence[Fact]:
    """What happens when this is asked of the whole programme. Raises NotNow, AlreadyDone, UnknownPart."""
    match command:
        case Appoint():
            return [_appointed(programme, command, occasion)]
        case EndAppointment():
            return [_ended(programme, command)]
        case ReplaceMentor():
            if command.mentor == programme.mentor:
                msg = "This is the mentor already. Nothing needs doing."
                raise AlreadyDone(msg)
            return [MentorReplaced(mentor=command.mentor, reason=occasion.words(command.reason))]
        case Pause():
            return [_paused(programme, command, occasion)]
        case Resume():
            return _resumed(programme, command, occasion)
        case CloseProgramme():
            return [_closed(programme, command, occasion)]
        case AnswerStillRunning():
            return [_answered(programme, command, occasion)]
        case _:
            assert_never(command)


def _appointed(programme: Programme, command: Appoint, occasion: Occasion) -> Fact:
    if command.role not in APPOINTED:
        msg = "Waymark plays this role itself. Choose another role."
        raise UnknownPart(msg)
    if command.role in programme.roles.get(command.person, frozenset()):
        msg = "This person has this role already. Nothing needs doing."
        raise AlreadyDone(msg)
    if command.role in STEERING and command.person == occasion.actor and command.on_behalf_of is None:
        msg = "Nobody makes themselves a decider. Ask somebody of the group, or write down the meeting that decided it."
        raise NotAllowed(msg)
    return Appointed(person=command.person, role=command.role)


def _ended(programme: Programme, command: EndAppointment) -> Fact:
    if command.role not in programme.roles.get(command.person, frozenset()):
        msg = "This person does not have this role. Look at the programme for who has which."
        raise UnknownPart(msg)
    if command.role is Role.MENTOR and programme.mentor.coordinator == command.person:
        msg = "A programme always has a mentor. Replace the mentor instead."
        raise NotNow(msg)
    return AppointmentEnded(person=command.person, role=command.role)


def _paused(programme: Programme, command: Pause, occasion: Occasion) -> Fact:
    if programme.phase not in {Phase.DRAFT, Phase.RUNNING}:
        msg = f"The programme is {programme.phase}, so it cannot be paused."
        raise NotNow(msg)
    if command.until is not None and command.until <= occasion.today:
        msg = "A pause must end on a later day than today. Choose one, or leave it open."
        raise DayNotPossible(msg)
    return ProgrammePaused(reason=occasion.words(command.reason), until=command.until)


def _resumed(programme: Programme, command: Resume, occasion: Occasion) -> Sequence[Fact]:
    if programme.phase is not Phase.PAUSED or programme.paused_on is None:
        msg = f"The programme is {programme.phase}, not paused. Nothing needs doing."
        raise NotNow(msg)
    paused_on, resumed_on = programme.paused_on, command.occurred_on or occasion.today
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
    return [ProgrammeResumed(dues=dues, next_review_on=review, note=occasion.maybe_words(command.note)), *moved]


def _closed(programme: Programme, command: CloseProgramme, occasion: Occasion) -> Fact:
    if programme.phase is Phase.CLOSED:
        msg = "The programme was closed before. Nothing needs doing."
        raise AlreadyDone(msg)
    unfinished = [key for key, each in programme.milestones.items() if each.status not in SETTLED]
    if command.ending == "finished" and unfinished:
        listed = ", ".join(unfinished[:5]) + (" and others" if len(unfinished) > 5 else "")  # noqa: PLR2004 - a sentence stays short
        msg = (
            f"{len(unfinished)} milestones are neither reached nor set aside: {listed}. Settle them first, "
            "or close the programme as merged or stopped early. Both are honest endings."
        )
        raise NotNow(msg)
    return ProgrammeClosed(ending=command.ending, reason=occasion.words(command.reason))


def _answered(programme: Programme, command: AnswerStillRunning, occasion: Occasion) -> Fact:
    if programme.phase is not Phase.CLOSED or programme.closed_on is None:
        msg = "This question is for after the end of a programme. This one has not ended."
        raise NotNow(msg)
    asked_on = programme.closed_on + ONE_YEAR
    if command.running and occasion.today < asked_on:
        msg = (
            f"We look a year after the end, from {asked_on:%d %B %Y}. Answer then. "
            "If the organisation has stopped before that, you can say so now."
        )
        raise NotNow(msg)
    return StillRunningAnswered(running=command.running, note=occasion.maybe_words(command.note))
