"""Who may do what: one table, for decisions and for the documents alike.

The founding group decides until the governing document is adopted; from then on the board does.
Funders and commissioners read. They may add evidence where a milestone names them, and steer nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as programme
from domain import redaction_commands as redaction
from domain import resource_commands as resources
from domain import sharing_commands as sharing
from domain.event import ENGINE
from domain.occasion import BoardReading
from domain.programme import Programme
from domain.programme_commands import Command
from domain.roles import Role

Who = Role | Literal["deciders", "named readers"]
DECIDERS: Who = "deciders"
NAMED_READERS: Who = "named readers"

WORKING: frozenset[Who] = frozenset({DECIDERS, Role.MENTOR, Role.WORKER})
DECIDING: frozenset[Who] = frozenset({DECIDERS})
HELPING: frozenset[Who] = frozenset({Role.MENTOR, Role.WORKER})
BY_ITSELF: frozenset[Who] = frozenset({Role.ENGINE})
RUNNING_IT: frozenset[Who] = frozenset({Role.OPERATOR})
LOOKING_AFTER: frozenset[Who] = WORKING | {Role.OWNER}
"""Also whoever looks after this one thing, with a part in the programme or without."""

TABLE: Mapping[type[Command], frozenset[Who]] = {
    programme.StartProgramme: frozenset({Role.MENTOR}),
    programme.StartPartWay: frozenset({Role.MENTOR}),
    programme.Appoint: frozenset({DECIDERS, Role.MENTOR}),
    programme.EndAppointment: frozenset({DECIDERS, Role.MENTOR}),
    programme.ReplaceMentor: DECIDING,
    programme.Pause: DECIDING,
    programme.Resume: DECIDING,
    programme.CloseProgramme: DECIDING,
    programme.AnswerStillRunning: WORKING,
    sharing.DecideSharing: DECIDING,
    sharing.RequestBreakGlass: RUNNING_IT,
    sharing.ApproveBreakGlass: RUNNING_IT,
    sharing.CloseBreakGlass: RUNNING_IT | {DECIDERS},
    redaction.TakeOutPassage: DECIDING,
    programme.Advance: BY_ITSELF,
    programme.Prompt: BY_ITSELF,
    programme.KeepPack: BY_ITSELF,
    milestones.AgreePlan: DECIDING,
    milestones.RevisePlan: DECIDING,
    milestones.WaiveGate: DECIDING,
    milestones.OpenMilestone: WORKING,
    milestones.Assign: WORKING,
    milestones.HandOver: WORKING,
    milestones.AddEvidence: WORKING | {NAMED_READERS},
    milestones.RetractEvidence: WORKING | {NAMED_READERS},
    milestones.Submit: WORKING,
    milestones.Accept: DECIDING,
    milestones.ReturnForWork: DECIDING,
    milestones.WithdrawAcceptance: DECIDING,
    milestones.Reopen: DECIDING,
    milestones.CorrectDate: WORKING,
    milestones.Block: WORKING,
    milestones.Unblock: WORKING,
    milestones.Reschedule: WORKING,
    milestones.SetAside: DECIDING,
    milestones.Restore: DECIDING,
    journal.HoldReview: WORKING,
    journal.RecordMentoringSession: HELPING,
    journal.RecordCelebration: WORKING,
    journal.RecordLesson: WORKING,
    journal.CountPeople: HELPING,
    journal.CorrectFigure: WORKING,
    journal.RecordDecision: DECIDING,
    journal.RaiseDuty: WORKING,
    journal.MeetDuty: WORKING,
    journal.MoveDuty: WORKING,
    learning.RaiseInformationNeed: WORKING,
    learning.AnswerInformationNeed: WORKING,
    learning.WithdrawInformationNeed: WORKING,
    learning.SayItHelped: WORKING,
    learning.TraceMentor: WORKING,
    learning.AgreeBuddy: WORKING,
    organisation.AppointBoardMember: DECIDING,
    organisation.StandDown: DECIDING,
    organisation.AdoptGoverningDocument: DECIDING,
    organisation.SetThreshold: DECIDING,
    resources.DraftResource: WORKING,
    resources.ReviseResource: WORKING,
    resources.CheckResource: DECIDING,
    resources.PublishResource: DECIDING,
    resources.AddFile: DECIDING,
    resources.LeaveOutFile: DECIDING,
    resources.WithdrawResource: DECIDING,
    resources.NameOwner: WORKING,
    resources.EndOwnership: LOOKING_AFTER,
    resources.ReviewResource: LOOKING_AFTER,
    resources.AnswerRunning: LOOKING_AFTER,
}

MAY_WRITE_DOWN = frozenset({Role.MENTOR, Role.WORKER, Role.FOUNDER, Role.BOARD})
"""Who may record what a meeting decided."""


def deciding_role(board: BoardReading) -> Role:
    """Who decides: the founding group, or the board once the governing document is adopted."""
    return decides_after(board.adopted_on)


def decides_after(adopted_on: date | None) -> Role:
    """Who decides, as of the day of the governing document's adoption: None when it is still to come."""
    return Role.FOUNDER if adopted_on is None else Role.BOARD


def roles_of(actor: str, state: Programme | None, board: BoardReading, on: date) -> frozenset[Role]:
    """Every role this actor plays here on a day. A seat on the board register is the role of a board member."""
    if actor == ENGINE:
        return frozenset({Role.ENGINE})
    held = frozenset[Role]() if state is None else state.held_on(actor, on)
    return held | {Role.BOARD} if actor in board.members else held


PLAIN: Mapping[Role, str] = {
    Role.MENTOR: "the mentor",
    Role.WORKER: "the worker",
    Role.FOUNDER: "the founding group",
    Role.BOARD: "the board",
    Role.COMMISSIONER: "the commissioner",
    Role.FUNDER: "the funder",
    Role.ENGINE: "Waymark itself",
    Role.OPERATOR: "an operator",
    Role.OWNER: "its owner",
}
