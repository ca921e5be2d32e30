"""One request of every kind, to try each with every role."""

from datetime import timedelta

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as whole
from domain import redaction_commands as redaction
from domain import resource_commands as resources
from domain import sharing_commands as sharing
from domain.plan_events import DroppedMilestone
from domain.programme_commands import Command
from domain.roles import Role
from tests.domain.legacies import A_FILE
from tests.domain.people import MENTORING, STRANGER, WHY, WORKER, meeting
from tests.domain.programmes import FIRST_DAY, start_command

LATER = FIRST_DAY + timedelta(weeks=60)
NAMED = "VOI-01"
"""A milestone that names the commissioner, not the funder."""
ANOTHER_PROGRAMME = "programme:0f14d0ab-9605-4a62-a9e4-5ed26688389b"
LEFT_BY_OTHERS = "resource:0f14d0ab-9605-4a62-a9e4-5ed26688389b/2"

REQUESTS: tuple[Command, ...] = (
    start_command(),
    whole.StartPartWay.model_validate(start_command().model_dump()),
    whole.Appoint(person=STRANGER, role=Role.WORKER),
    whole.EndAppointment(person=WORKER, role=Role.WORKER),
    whole.ReplaceMentor(mentor=MENTORING, reason=WHY),
    whole.Pause(reason=WHY),
    whole.Resume(),
    whole.CloseProgramme(ending="merged", reason=WHY),
    whole.AnswerStillRunning(running=True),
    sharing.DecideSharing(role=Role.FUNDER, group="blocked", shown=True, reason=WHY),
    sharing.RequestBreakGlass(reason=WHY),
    sharing.ApproveBreakGlass(request=1),
    sharing.CloseBreakGlass(request=1),
    redaction.TakeOutPassage(stream=ANOTHER_PROGRAMME, version=1, field="reason", reason=WHY),
    whole.Advance(),
    whole.Prompt(about="handover"),
    whole.KeepPack(pack="ab" * 32, resources=5),
    milestones.AgreePlan(),
    milestones.RevisePlan(changes=(DroppedMilestone(milestone="VOI-02"),), reason=WHY),
    milestones.WaiveGate(milestone=NAMED, gate="bid-training", reason=WHY),
    milestones.OpenMilestone(milestone=NAMED, reason=WHY),
    milestones.Assign(milestone=NAMED, to=WORKER),
    milestones.HandOver(giver=WORKER, to=STRANGER),
    milestones.AddEvidence(milestone=NAMED, note="Done."),
    milestones.RetractEvidence(milestone=NAMED, evidence=1, reason=WHY),
    milestones.Submit(milestone=NAMED),
    milestones.Accept(milestone=NAMED),
    milestones.ReturnForWork(milestone=NAMED, reason=WHY),
    milestones.WithdrawAcceptance(milestone=NAMED, reason=WHY),
    milestones.Reopen(milestone=NAMED, reason=WHY),
    milestones.CorrectDate(milestone=NAMED, step="opened", correct=FIRST_DAY, reason=WHY),
    milestones.Block(milestone=NAMED, kind="money"),
    milestones.Unblock(milestone=NAMED),
    milestones.Reschedule(milestone=NAMED, due=LATER, reason=WHY),
    milestones.SetAside(milestone=NAMED, reason=WHY),
    milestones.Restore(milestone=NAMED, reason=WHY),
    journal.HoldReview(agreed="Go on."),
    journal.RecordMentoringSession(minutes=30),
    journal.RecordCelebration(note="Cake."),
    journal.RecordLesson(lesson="Begin sooner."),
    journal.CountPeople(engaged=3, different=3),
    journal.CorrectFigure(figure="engaged", correct=4, reason=WHY),
    journal.RecordDecision(decision="Tuesdays.", on_behalf_of=meeting(FIRST_DAY)),
    journal.RaiseDuty(duty="lease-end", title="The lease ends", due=LATER),
    journal.MeetDuty(duty="lease-end"),
    journal.MoveDuty(duty="lease-end", due=LATER, reason=WHY),
    learning.RaiseInformationNeed(question="How do we open a bank account?"),
    learning.AnswerInformationNeed(need=1, answer="Ask two banks."),
    learning.WithdrawInformationNeed(need=1),
    learning.SayItHelped(resource=LEFT_BY_OTHERS),
    learning.TraceMentor(programme=ANOTHER_PROGRAMME),
    learning.AgreeBuddy(organisation="Second Steps", gives=True),
    organisation.AppointBoardMember(person=STRANGER, from_constituency=True),
    organisation.StandDown(person=STRANGER),
    organisation.AdoptGoverningDocument(),
    organisation.SetThreshold(threshold=80, reason=WHY),
    resources.DraftResource(kind="toolkit", title="Our toolkit", text="How we did it."),
    resources.ReviseResource(resource=1, title="Our toolkit", text="How we really did it."),
    resources.CheckResource(resource=1, agreed=True),
    resources.PublishResource(resource=1),
    resources.AddFile(resource=1, file=A_FILE),
    resources.LeaveOutFile(resource=1, sha256=A_FILE.sha256),
    resources.WithdrawResource(resource=1, reason=WHY),
    resources.NameOwner(resource=1, organisation="Our Own Voice", agreed_on=FIRST_DAY),
    resources.EndOwnership(resource=1),
    resources.ReviewResource(resource=1, review_on=LATER),
    resources.AnswerRunning(resource=1, running=True),
)
