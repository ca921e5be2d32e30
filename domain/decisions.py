"""The one door of the programme's rules: a command goes in, what happens comes out, or a Refusal is raised."""

from collections.abc import Sequence
from datetime import UTC
from typing import assert_never

from domain import duties, endings, journal, learning, milestone_verdicts, milestone_work, planning, sharing, starting
from domain.dated import Decided, not_to_come
from domain.duty_events import Prompted
from domain.event import Fact
from domain.journal_commands import (
    CorrectFigure,
    CountPeople,
    HoldReview,
    MeetDuty,
    MoveDuty,
    RaiseDuty,
    RecordCelebration,
    RecordDecision,
    RecordLesson,
    RecordMentoringSession,
)
from domain.milestone_commands import (
    Accept,
    AddEvidence,
    AgreePlan,
    Assign,
    Block,
    CorrectDate,
    HandOver,
    MilestoneCommand,
    OpenMilestone,
    Reopen,
    Reschedule,
    Restore,
    RetractEvidence,
    ReturnForWork,
    RevisePlan,
    SetAside,
    Submit,
    Unblock,
    WaiveGate,
    WithdrawAcceptance,
)
from domain.occasion import Occasion
from domain.programme import Milestone, Phase, Programme
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
    StartProgramme,
)
from domain.prompts import next_prompt
from domain.readiness import arrangements, ready
from domain.recipients import recipients
from domain.refusals import AlreadyStarted, MilestoneChanged, NotNow, UnknownMilestone

OfMilestone = (
    OpenMilestone
    | Assign
    | AddEvidence
    | RetractEvidence
    | Submit
    | Accept
    | ReturnForWork
    | WithdrawAcceptance
    | Reopen
    | CorrectDate
    | Block
    | Unblock
    | Reschedule
    | SetAside
    | Restore
    | WaiveGate
)
ProgrammeCommand = (
    StartProgramme
    | OfMilestone
    | AgreePlan
    | RevisePlan
    | HandOver
    | endings.WholeCommand
    | journal.JournalCommand
    | learning.LearningCommand
    | sharing.SharingCommand
    | RaiseDuty
    | MeetDuty
    | MoveDuty
    | Advance
    | Prompt
)


def start(state: Programme | None, command: StartProgramme, occasion: Occasion) -> Sequence[Decided]:
    """A programme's first facts. Raises AlreadyStarted."""
    if state is not None:
        msg = "This programme was started before. Nothing needs doing."
        raise AlreadyStarted(msg)
    return starting.start(command, occasion)


def decide(programme: Programme, command: ProgrammeCommand, occasion: Occasion) -> Sequence[Decided]:
    """What happens when this is asked of a programme. Raises a Refusal, and then nothing happens."""
    not_to_come(command, occasion.today)
    if programme.phase is Phase.CLOSED and not isinstance(command, endings.AFTER_THE_END):
        msg = "This programme is closed. Its record can still be corrected, and lessons added."
        raise NotNow(msg)
    match command:
        case StartProgramme():
            return start(programme, command, occasion)
        case AgreePlan():
            return planning.agree(programme, command, occasion)
        case RevisePlan():
            return planning.revise(programme, command, occasion)
        case HandOver():
            return milestone_work.hand_over(programme, command, occasion)
        case (
            Appoint()
            | EndAppointment()
            | ReplaceMentor()
            | Pause()
            | Resume()
            | CloseProgramme()
            | AnswerStillRunning()
            | KeepPack()
        ):
            return endings.decide_whole(programme, command, occasion)
        case (
            HoldReview()
            | RecordMentoringSession()
            | RecordCelebration()
            | RecordLesson()
            | CountPeople()
            | CorrectFigure()
            | RecordDecision()
        ):
            return journal.record(programme, command, occasion)
        case _ if isinstance(command, learning.LearningCommand):
            return learning.learn(programme, command, occasion)
        case _ if isinstance(command, sharing.SharingCommand):
            return sharing.decide_sharing(programme, command, occasion)
        case RaiseDuty() | MeetDuty() | MoveDuty():
            return duties.decide_duty(programme, command, occasion)
        case Advance():
            return advance(programme, occasion)
        case Prompt():
            return prompt(programme, command, occasion)
        case _:
            return _of_milestone(programme, command, occasion)


def advance(programme: Programme, occasion: Occasion) -> Sequence[Fact]:
    """Open what is ready, and make the engine's other arrangements. Nothing, when all is as it should be."""
    opened = [milestone_work.opened(programme, each, occasion, occasion.today, None) for each in ready(programme)]
    return [*opened, *arrangements(programme, occasion)]


def prompt(programme: Programme, command: Prompt, occasion: Occasion) -> Sequence[Fact]:
    """Record that a timer ran out. Nothing, when it has not, or the wait is over."""
    found = next_prompt(programme, command.about, occasion.at, occasion.legacy)
    if found is None or found.at > occasion.at:
        return []
    return [
        Prompted(
            about=found.about,
            kind=found.kind,
            number=found.number,
            round=found.round,
            due=found.due,
            planned_for=found.at.astimezone(UTC),
            to=recipients(programme, found, occasion),
        )
    ]


def _of_milestone(programme: Programme, command: OfMilestone, occasion: Occasion) -> Sequence[Fact]:
    milestone = _milestone(programme, command, occasion)
    match command:
        case OpenMilestone():
            return milestone_work.open_milestone(programme, milestone, command, occasion)
        case Assign():
            return milestone_work.assign(programme, milestone, command, occasion)
        case AddEvidence():
            return milestone_work.add_evidence(milestone, command, occasion)
        case RetractEvidence():
            return milestone_work.retract_evidence(milestone, command, occasion)
        case Submit():
            return milestone_work.submit(milestone, command, occasion)
        case Block():
            return milestone_work.block(milestone, command, occasion)
        case Unblock():
            return milestone_work.unblock(milestone, command, occasion)
        case Reschedule():
            return milestone_work.reschedule(programme, milestone, command, occasion)
        case Accept():
            return milestone_verdicts.accept(programme, milestone, command, occasion)
        case ReturnForWork():
            return milestone_verdicts.return_for_work(programme, milestone, command, occasion)
        case WithdrawAcceptance():
            return milestone_verdicts.withdraw_acceptance(milestone, command, occasion)
        case Reopen():
            return milestone_verdicts.reopen(programme, milestone, command, occasion)
        case CorrectDate():
            return milestone_verdicts.correct_date(milestone, command, occasion)
        case SetAside():
            return milestone_verdicts.set_aside(milestone, command, occasion)
        case Restore():
            return milestone_verdicts.restore(milestone, command, occasion)
        case WaiveGate():
            return planning.waive(programme, command, occasion)
        case _:
            assert_never(command)


def _milestone(programme: Programme, command: MilestoneCommand, occasion: Occasion) -> Milestone:
    found = programme.milestones.get(command.milestone)
    if found is None:
        msg = f"The plan has no milestone {command.milestone}. Check its id."
        raise UnknownMilestone(msg)
    if occasion.expected is not None and found.changed != occasion.expected:
        msg = f"{command.milestone} changed after you looked at it. Look again, then decide."
        raise MilestoneChanged(msg)
    return found
