"""One of every command, in an order in which a programme's people may ask for them."""

from uuid import uuid5

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
from domain.learning_commands import (
    AgreeBuddy,
    AnswerInformationNeed,
    RaiseInformationNeed,
    SayItHelped,
    TraceMentor,
    WithdrawInformationNeed,
)
from domain.milestone_commands import (
    Accept,
    AddEvidence,
    AgreePlan,
    Assign,
    Block,
    CorrectDate,
    HandOver,
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
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember, SetThreshold, StandDown
from domain.programme_commands import (
    AnswerStillRunning,
    Appoint,
    CloseProgramme,
    Command,
    EndAppointment,
    Pause,
    ReplaceMentor,
    Resume,
)
from domain.redaction_commands import TakeOutPassage
from domain.resource_commands import (
    AddFile,
    AnswerRunning,
    CheckResource,
    DraftResource,
    EndOwnership,
    LeaveOutFile,
    NameOwner,
    PublishResource,
    ReviewResource,
    ReviseResource,
    WithdrawResource,
)
from domain.sharing_commands import ApproveBreakGlass, CloseBreakGlass, DecideSharing, RequestBreakGlass
from service.api_examples import COORDINATOR, FOUNDER, SECOND_FOUNDER, WORKER
from service.front_door import PROGRAMMES
from tests.service.face import OPERATOR, SECOND_OPERATOR, Face

FIRST = f"programme:{uuid5(PROGRAMMES, f'{COORDINATOR}/key-1')}"
"""The first programme that a test starts over HTTP."""

A_WALK: tuple[tuple[type[Command], str, dict[str, object] | None], ...] = (
    (Appoint, COORDINATOR, None),
    (EndAppointment, COORDINATOR, None),
    (Assign, COORDINATOR, None),
    (HandOver, WORKER, None),
    (AddEvidence, WORKER, None),
    (RetractEvidence, WORKER, None),
    (AddEvidence, WORKER, None),
    (Block, WORKER, None),
    (Unblock, WORKER, None),
    (Reschedule, WORKER, None),
    (Submit, WORKER, None),
    (ReturnForWork, SECOND_FOUNDER, None),
    (Submit, WORKER, None),
    (Accept, SECOND_FOUNDER, None),
    (WithdrawAcceptance, FOUNDER, None),
    (Accept, SECOND_FOUNDER, {"milestone": "ENG-01", "occurred_on": "2026-03-03"}),
    (CorrectDate, WORKER, None),
    (Reopen, FOUNDER, None),
    (SetAside, FOUNDER, None),
    (Restore, FOUNDER, None),
    (OpenMilestone, WORKER, None),
    (AgreePlan, WORKER, None),
    (RevisePlan, FOUNDER, None),
    (WaiveGate, FOUNDER, None),
    (HoldReview, FOUNDER, None),
    (RecordMentoringSession, COORDINATOR, None),
    (RecordCelebration, FOUNDER, None),
    (RecordLesson, FOUNDER, None),
    (CountPeople, WORKER, None),
    (CorrectFigure, WORKER, None),
    (RecordDecision, WORKER, None),
    (TakeOutPassage, FOUNDER, {"stream": FIRST, "version": 37, "field": "decision", "reason": "It names her."}),
    (DecideSharing, FOUNDER, None),
    (RequestBreakGlass, OPERATOR, None),
    (ApproveBreakGlass, SECOND_OPERATOR, None),
    (CloseBreakGlass, FOUNDER, None),
    (RaiseDuty, FOUNDER, None),
    (MoveDuty, FOUNDER, None),
    (MeetDuty, FOUNDER, None),
    (RaiseInformationNeed, WORKER, None),
    (RaiseInformationNeed, FOUNDER, {"question": "Who can teach us to chair?"}),
    (AnswerInformationNeed, COORDINATOR, None),
    (WithdrawInformationNeed, FOUNDER, {"need": 2}),
    (SayItHelped, WORKER, None),
    (TraceMentor, COORDINATOR, None),
    (AgreeBuddy, FOUNDER, None),
    (AppointBoardMember, FOUNDER, None),
    (AppointBoardMember, FOUNDER, {"person": SECOND_FOUNDER, "from_constituency": True}),
    (SetThreshold, FOUNDER, None),
    (DraftResource, WORKER, None),
    (ReviseResource, WORKER, None),
    (CheckResource, SECOND_FOUNDER, None),
    (PublishResource, FOUNDER, None),
    (AddFile, FOUNDER, None),
    (LeaveOutFile, FOUNDER, None),
    (NameOwner, WORKER, None),
    (EndOwnership, WORKER, None),
    (ReviewResource, WORKER, None),
    (AdoptGoverningDocument, FOUNDER, None),
    (StandDown, SECOND_FOUNDER, None),
    (ReplaceMentor, SECOND_FOUNDER, None),
    (Pause, SECOND_FOUNDER, None),
    (Resume, SECOND_FOUNDER, None),
    (CloseProgramme, SECOND_FOUNDER, None),
    (AnswerRunning, COORDINATOR, None),
    (WithdrawResource, SECOND_FOUNDER, None),
    (AnswerStillRunning, COORDINATOR, {"running": False, "note": "The group has stopped meeting."}),
)


def a_file_for_others(
    face: Face, programme: str, by: str = FOUNDER, content: bytes = b"How we found a room.\n"
) -> object:
    """Make a file ready, so that a command can name it: the one that the example names, unless told otherwise."""
    ready = {"file": ("guide.txt", content)}
    sent = face.client.post(f"{programme}/published-files", files=ready, headers=face.acts(by))
    assert sent.status_code == 201, sent.text
    return sent.json()
