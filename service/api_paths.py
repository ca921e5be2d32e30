"""One address for each command of the domain that people may ask."""

from collections.abc import Mapping

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as programmes
from domain import redaction_commands as redaction
from domain import resource_commands as resources
from domain import sharing_commands as sharing
from domain.programme_commands import Command

PATHS: Mapping[type[Command], str] = {
    programmes.StartProgramme: "",
    programmes.StartPartWay: "part-way",
    programmes.Appoint: "appointments",
    programmes.EndAppointment: "ended-appointments",
    programmes.ReplaceMentor: "mentor-replacements",
    programmes.Pause: "pauses",
    programmes.Resume: "resumptions",
    programmes.CloseProgramme: "closures",
    programmes.AnswerStillRunning: "still-running-answers",
    sharing.DecideSharing: "sharing-decisions",
    sharing.RequestBreakGlass: "break-glass-requests",
    sharing.ApproveBreakGlass: "break-glass-approvals",
    sharing.CloseBreakGlass: "break-glass-endings",
    redaction.TakeOutPassage: "passages-taken-out",
    milestones.AgreePlan: "plan-agreements",
    milestones.RevisePlan: "plan-revisions",
    milestones.WaiveGate: "gate-waivers",
    milestones.OpenMilestone: "openings",
    milestones.Assign: "assignments",
    milestones.HandOver: "handovers",
    milestones.AddEvidence: "evidence",
    milestones.RetractEvidence: "evidence-retractions",
    milestones.Submit: "submissions",
    milestones.Accept: "acceptances",
    milestones.ReturnForWork: "returns",
    milestones.WithdrawAcceptance: "acceptance-withdrawals",
    milestones.Reopen: "reopenings",
    milestones.CorrectDate: "date-corrections",
    milestones.Block: "blocks",
    milestones.Unblock: "unblocks",
    milestones.Reschedule: "new-dates",
    milestones.SetAside: "set-asides",
    milestones.Restore: "restorations",
    journal.HoldReview: "reviews",
    journal.RecordMentoringSession: "mentoring-sessions",
    journal.RecordCelebration: "celebrations",
    journal.RecordLesson: "lessons",
    journal.CountPeople: "people-counts",
    journal.CorrectFigure: "figure-corrections",
    journal.RecordDecision: "decisions",
    journal.RaiseDuty: "duties",
    journal.MeetDuty: "met-duties",
    journal.MoveDuty: "moved-duties",
    learning.RaiseInformationNeed: "information-needs",
    learning.AnswerInformationNeed: "information-need-answers",
    learning.WithdrawInformationNeed: "information-need-withdrawals",
    learning.SayItHelped: "thanks",
    learning.TraceMentor: "mentor-origins",
    learning.AgreeBuddy: "buddies",
    organisation.AppointBoardMember: "board-members",
    organisation.StandDown: "board-departures",
    organisation.AdoptGoverningDocument: "governing-document-adoptions",
    organisation.SetThreshold: "board-thresholds",
    resources.DraftResource: "resources",
    resources.ReviseResource: "resource-revisions",
    resources.CheckResource: "resource-checks",
    resources.PublishResource: "resource-publications",
    resources.AddFile: "file-additions",
    resources.LeaveOutFile: "files-left-out",
    resources.WithdrawResource: "resource-withdrawals",
    resources.NameOwner: "resource-owners",
    resources.EndOwnership: "ended-ownerships",
    resources.ReviewResource: "resource-reviews",
    resources.AnswerRunning: "running-answers",
}
"""Where each command goes: under `/api/programmes` for those that start one, under the programme for all others."""
