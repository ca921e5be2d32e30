"""Who controls what, in plain words: the table of who may do what (domain/authority.py), by what people ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as programme
from domain import redaction_commands as redaction
from domain import resource_commands as resources
from domain import sharing_commands as sharing
from domain.authority import DECIDERS, NAMED_READERS, PLAIN, TABLE, Who
from domain.programme_commands import Command
from domain.roles import Role
from service.language.language import N_, translated
from service.language.written import listed

CONTROLS: Mapping[str, tuple[type[Command], ...]] = {
    N_("Agree the plan, and change it"): (milestones.AgreePlan, milestones.RevisePlan),
    N_("Accept a milestone, or ask for more work on it"): (
        milestones.Accept,
        milestones.ReturnForWork,
        milestones.WithdrawAcceptance,
        milestones.Reopen,
    ),
    N_("Set a milestone aside, or go on without a condition"): (
        milestones.SetAside,
        milestones.Restore,
        milestones.WaiveGate,
    ),
    N_("Pause the programme, let it go on, and end it"): (
        programme.Pause,
        programme.Resume,
        programme.CloseProgramme,
    ),
    N_("Choose another mentor"): (programme.ReplaceMentor,),
    N_("Decide what funders and commissioners see, and take words out of the record"): (
        sharing.DecideSharing,
        redaction.TakeOutPassage,
    ),
    N_("Decide who is on the board, and by which rules the organisation lives"): (
        organisation.AppointBoardMember,
        organisation.StandDown,
        organisation.AdoptGoverningDocument,
        organisation.SetThreshold,
    ),
    N_("Check and publish what others can use"): (
        resources.CheckResource,
        resources.PublishResource,
        resources.AddFile,
        resources.LeaveOutFile,
        resources.WithdrawResource,
    ),
    N_("Decide anything else"): (journal.RecordDecision,),
    N_("Bring people in, and end their part"): (programme.Appoint, programme.EndAppointment),
    N_("Do the work: begin, look after, hold up, give another date, hand in"): (
        milestones.OpenMilestone,
        milestones.Assign,
        milestones.HandOver,
        milestones.Submit,
        milestones.CorrectDate,
        milestones.Block,
        milestones.Unblock,
        milestones.Reschedule,
    ),
    N_("Show that a milestone is reached"): (milestones.AddEvidence, milestones.RetractEvidence),
    N_("Write down reviews, celebrations, lessons and what falls due"): (
        journal.HoldReview,
        journal.RecordCelebration,
        journal.RecordLesson,
        journal.CorrectFigure,
        journal.RaiseDuty,
        journal.MeetDuty,
        journal.MoveDuty,
        programme.AnswerStillRunning,
    ),
    N_("Ask, answer, and write down what others can use"): (
        learning.RaiseInformationNeed,
        learning.AnswerInformationNeed,
        learning.WithdrawInformationNeed,
        learning.SayItHelped,
        learning.TraceMentor,
        learning.AgreeBuddy,
        resources.DraftResource,
        resources.ReviseResource,
        resources.NameOwner,
    ),
    N_("Say of one thing that was left behind whether it is right, runs, and has an owner"): (
        resources.EndOwnership,
        resources.ReviewResource,
        resources.AnswerRunning,
    ),
    N_("Write down the mentor’s time, and how many people took part"): (
        journal.RecordMentoringSession,
        journal.CountPeople,
    ),
    N_("Start a programme"): (programme.StartProgramme, programme.StartPartWay),
    N_("Ask to look in, to mend something: two of them must agree"): (
        sharing.RequestBreakGlass,
        sharing.ApproveBreakGlass,
    ),
    N_("End such a look"): (sharing.CloseBreakGlass,),
    N_("Open what is ready, and remind people"): (programme.Advance, programme.Prompt, programme.KeepPack),
}
"""Each kind of control, and its commands. Each command is in exactly one; all of one are for the same people."""

_NAMED = N_("funders and commissioners, where a milestone names them")
_ORDER = (Role.FOUNDER, Role.BOARD, Role.MENTOR, Role.WORKER, Role.OWNER, Role.OPERATOR, Role.ENGINE)


@dataclass(frozen=True, slots=True)
class Control:
    """One kind of control, and who has it, as the end of a sentence. `ours` is for those who decide alone."""

    what: str
    who: str
    ours: bool


def controls(decider: Role) -> tuple[Control, ...]:
    """Every kind of control. `decider` is who decides now: the founding group, or the board."""
    return tuple(_control(what, TABLE[commands[0]], decider) for what, commands in CONTROLS.items())


def _control(what: str, allowed: frozenset[Who], decider: Role) -> Control:
    return Control(translated(what), listed(_words(allowed, decider)), ours=allowed == {DECIDERS})


def _words(allowed: frozenset[Who], decider: Role) -> Iterable[str]:
    held = {decider if each == DECIDERS else each for each in allowed}
    yield from (translated(PLAIN[role]) for role in _ORDER if role in held)
    if NAMED_READERS in held:
        yield translated(_NAMED)
