"""Who may do what: one table, for decisions and for the documents alike.

The founding group decides until the governing document is adopted; from then on the board does (design, Rules).
Funders and commissioners read. They may add evidence where a milestone names them, and steer nothing.
"""

from collections.abc import Mapping
from typing import Literal

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as programme
from domain import resource_commands as resources
from domain.event import ENGINE
from domain.occasion import BoardReading, Occasion
from domain.programme import Programme
from domain.programme_commands import Command
from domain.refusals import NotAllowed
from domain.roles import Role

Who = Role | Literal["deciders", "named readers"]
DECIDERS: Who = "deciders"
NAMED_READERS: Who = "named readers"

WORKING: frozenset[Who] = frozenset({DECIDERS, Role.MENTOR, Role.WORKER})
DECIDING: frozenset[Who] = frozenset({DECIDERS})
HELPING: frozenset[Who] = frozenset({Role.MENTOR, Role.WORKER})
BY_ITSELF: frozenset[Who] = frozenset({Role.ENGINE})

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
    programme.Advance: BY_ITSELF,
    programme.Prompt: BY_ITSELF,
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
    resources.WithdrawResource: DECIDING,
    resources.NameOwner: WORKING,
    resources.EndOwnership: WORKING,
    resources.ReviewResource: WORKING,
    resources.AnswerRunning: WORKING,
}

MAY_WRITE_DOWN = frozenset({Role.MENTOR, Role.WORKER, Role.FOUNDER, Role.BOARD})
"""Who may record what a meeting decided."""


def deciding_role(board: BoardReading) -> Role:
    """Who decides: the founding group, or the board once the governing document is adopted."""
    return Role.FOUNDER if board.adopted_on is None else Role.BOARD


def roles_of(actor: str, state: Programme | None, board: BoardReading) -> frozenset[Role]:
    """Every role this actor plays here. A seat on the board register is the role of a board member."""
    if actor == ENGINE:
        return frozenset({Role.ENGINE})
    held = frozenset[Role]() if state is None else state.roles.get(actor, frozenset())
    return held | {Role.BOARD} if actor in board.members else held


def authorise(state: Programme | None, command: Command, occasion: Occasion) -> Role:
    """The role in which the actor may do this. Raises NotAllowed, saying who may."""
    if isinstance(command, programme.StartProgramme):
        if occasion.actor == command.mentor.coordinator:
            return Role.MENTOR
        msg = "Only the mentor's coordinator starts a programme. Ask them to start it, or name yourself as coordinator."
        raise NotAllowed(msg)
    allowed, decider = TABLE[type(command)], deciding_role(occasion.board)
    held = roles_of(occasion.actor, state, occasion.board)
    if command.on_behalf_of is not None and DECIDERS in allowed:
        return _on_behalf(command.on_behalf_of, held, occasion.board)
    may = {decider if who == DECIDERS else who for who in allowed if who != NAMED_READERS}
    for role in Role:
        if role in held and role in may:
            return role
    if NAMED_READERS in allowed and state is not None and isinstance(command, milestones.MilestoneCommand):
        found = state.milestones.get(command.milestone)
        for role in (Role.COMMISSIONER, Role.FUNDER):
            if role in held and found is not None and role.value in found.step.who:
                return role
    raise NotAllowed(_who_may(may, decider))


def _on_behalf(meeting: programme.MeetingNote, held: frozenset[Role], board: BoardReading) -> Role:
    """The meeting must be of those who decided on its day; on the day of adoption both did."""
    adopted_on = board.adopted_on
    may_decide = {"members"}
    if adopted_on is None or meeting.held_on <= adopted_on:
        may_decide.add("founding group")
    if adopted_on is not None and meeting.held_on >= adopted_on:
        may_decide.add("board")
    if meeting.body not in may_decide:
        body = "founding group" if "founding group" in may_decide else "board"
        msg = f"On that day the {body} decided. Write down a meeting of the {body}."
        raise NotAllowed(msg)
    for role in Role:
        if role in held & MAY_WRITE_DOWN:
            return role
    msg = (
        "Only the mentor, the worker, the founding group or the board may write down what a meeting decided. "
        "Ask one of them to do it."
    )
    raise NotAllowed(msg)


PLAIN: Mapping[Role, str] = {
    Role.MENTOR: "the mentor",
    Role.WORKER: "the worker",
    Role.FOUNDER: "the founding group",
    Role.BOARD: "the board",
    Role.COMMISSIONER: "the commissioner",
    Role.FUNDER: "the funder",
    Role.ENGINE: "Waymark itself",
}


def _who_may(may: set[Who], decider: Role) -> str:
    names = [PLAIN[role] for role in Role if role in may]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    hint = " Or write down the meeting that decided it." if decider in may else ""
    return f"Only {listed} may do this. Ask them to do it.{hint}"
