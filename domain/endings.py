"""Decisions about the programme as a whole: roles, mentor, pauses, the end and the look a year later."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

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
from domain.refusals import AlreadyDone, DayNotPossible, NotNow, UnknownPart
from domain.roles import APPOINTED, Role

WholeCommand = Appoint | EndAppointment | ReplaceMentor | Pause | Resume | CloseProgramme | AnswerStillRunning


def decide_whole(programme: Programme, command: WholeCommand, occasion: Occasion) -> Sequence[Fact]:
    """What happens when this is asked of the whole programme. Raises NotNow, AlreadyDone, UnknownPart."""
    match command:
        case Appoint():
            return [_appointed(programme, command)]
        case EndAppointment():
            return [_ended(programme, command)]
        case ReplaceMentor():
            return [MentorReplaced(mentor=command.mentor, reason=occasion.words(command.reason))]
        case Pause():
            return [_paused(programme, command, occasion)]
        case Resume():
            return [_resumed(programme, command, occasion)]
        case CloseProgramme():
            return [_closed(programme, command, occasion)]
        case AnswerStillRunning():
            if programme.phase is not Phase.CLOSED:
                msg = "This question is for after the end of a programme. This one has not ended."
                raise NotNow(msg)
            return [StillRunningAnswered(running=command.running, note=occasion.maybe_words(command.note))]
        case _:
            assert_never(command)


def _appointed(programme: Programme, command: Appoint) -> Fact:
    if command.role not in APPOINTED:
        msg = "Waymark plays this role itself. Choose another role."
        raise UnknownPart(msg)
    if command.role in programme.roles.get(command.person, frozenset()):
        msg = "This person has this role already. Nothing needs doing."
        raise AlreadyDone(msg)
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


def _resumed(programme: Programme, command: Resume, occasion: Occasion) -> Fact:
    if programme.phase is not Phase.PAUSED or programme.paused_on is None:
        msg = f"The programme is {programme.phase}, not paused. Nothing needs doing."
        raise NotNow(msg)
    lost = max((command.occurred_on or occasion.today) - programme.paused_on, timedelta(0))
    dues = tuple(
        NewDue(milestone=key, due=occasion.calendar.working_day(milestone.due + lost))
        for key, milestone in programme.milestones.items()
        if milestone.status in ACTIVE and milestone.due is not None
    )
    review = programme.next_review_on or occasion.today + timedelta(weeks=programme.review_weeks)
    return ProgrammeResumed(dues=dues, next_review_on=review + lost, note=occasion.maybe_words(command.note))


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
