"""Decisions about the programme as a whole: roles, mentor, pauses, the end and the look a year later."""

from collections.abc import Sequence
from typing import assert_never

from domain import pausing, sharing
from domain.event import Fact
from domain.gates import without_owners
from domain.journal_commands import CorrectFigure, CountPeople, RecordCelebration, RecordDecision, RecordLesson
from domain.learning_commands import AgreeBuddy, TraceMentor
from domain.milestone_commands import AddEvidence, CorrectDate, RetractEvidence
from domain.moments import ONE_YEAR
from domain.occasion import Occasion
from domain.plan import LIVING_OWNERS
from domain.programme import SETTLED, Phase, Programme
from domain.programme_commands import (
    Advance,
    AnswerStillRunning,
    Appoint,
    CloseProgramme,
    EndAppointment,
    KeepPack,
    Pause,
    Prompt,
    ReplaceMentor,
    Resume,
)
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    LegacyPacked,
    MentorReplaced,
    ProgrammeClosed,
    StillRunningAnswered,
)
from domain.refusals import AlreadyDone, GateClosed, NotAllowed, NotNow, UnknownPart
from domain.roles import APPOINTED, STEERING, Role

WholeCommand = (
    Appoint | EndAppointment | ReplaceMentor | Pause | Resume | CloseProgramme | AnswerStillRunning | KeepPack
)


AFTER_THE_END = (
    RecordCelebration,
    RecordLesson,
    CountPeople,
    CorrectFigure,
    CorrectDate,
    RecordDecision,
    AnswerStillRunning,
    TraceMentor,
    AgreeBuddy,
    sharing.SharingCommand,
    AddEvidence,
    RetractEvidence,
    Appoint,
    EndAppointment,
    CloseProgramme,
    Advance,
    KeepPack,
    Prompt,
)
"""What may still be written down once a programme is closed."""


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
            return pausing.pause(programme, command, occasion)
        case Resume():
            return pausing.resume(programme, command, occasion)
        case CloseProgramme():
            return [_closed(programme, command, occasion)]
        case AnswerStillRunning():
            return [_answered(programme, command, occasion)]
        case KeepPack():
            kept = LegacyPacked(pack=command.pack, resources=command.resources)
            return [kept] if programme.pack_is_due else []
        case _:
            assert_never(command)


def _appointed(programme: Programme, command: Appoint, occasion: Occasion) -> Fact:
    if command.role not in APPOINTED:
        msg = "Waymark plays this role itself. Choose another role."
        raise UnknownPart(msg)
    has_it = command.role in programme.roles.get(command.person, frozenset())
    term = programme.term(command.person, command.role)
    if has_it and (term.starts_on, term.ends_on) == (command.starts_on, command.ends_on):
        msg = "This person has this role already. Nothing needs doing."
        raise AlreadyDone(msg)
    if command.role is Role.MENTOR and command.person == programme.mentor.coordinator:
        msg = "The mentor's coordinator has this role until the mentor is replaced. Replace the mentor instead."
        raise NotNow(msg)
    if command.role in STEERING and command.person == occasion.actor and command.on_behalf_of is None:
        msg = "Nobody makes themselves a decider. Ask somebody of the group, or write down the meeting that decided it."
        raise NotAllowed(msg)
    return Appointed(person=command.person, role=command.role, starts_on=command.starts_on, ends_on=command.ends_on)


def _ended(programme: Programme, command: EndAppointment) -> Fact:
    if command.role not in programme.roles.get(command.person, frozenset()):
        msg = "This person does not have this role. Look at the programme for who has which."
        raise UnknownPart(msg)
    if command.role is Role.MENTOR and programme.mentor.coordinator == command.person:
        msg = "A programme always has a mentor. Replace the mentor instead."
        raise NotNow(msg)
    return AppointmentEnded(person=command.person, role=command.role)


def _closed(programme: Programme, command: CloseProgramme, occasion: Occasion) -> Fact:
    if programme.phase is Phase.CLOSED:
        msg = "The programme was closed before. Nothing needs doing."
        raise AlreadyDone(msg)
    unfinished = [key for key, each in programme.milestones.items() if each.status not in SETTLED]
    if command.ending == "finished" and unfinished:
        listed = ", ".join(unfinished[:5]) + (" and others" if len(unfinished) > 5 else "")  # noqa: PLR2004 - a sentence stays short
        msg = (
            f"{len(unfinished):,} milestones are neither reached nor set aside: {listed}. Settle them first, "
            "or close the programme as merged or stopped early. Both are honest endings."
        )
        raise NotNow(msg)
    if command.ending == "finished" and (missing := without_owners(programme, occasion.legacy)) is not None:
        msg = (
            f"The programme cannot be closed as finished yet: {missing} "
            f"Or waive the gate {LIVING_OWNERS}, with a reason."
        )
        raise GateClosed(msg)
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
