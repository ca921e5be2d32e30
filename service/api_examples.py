"""One example of each command's body, as the documentation shows it. They follow one programme's life."""

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

COORDINATOR = "person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"
WORKER = "person:2c5f39cb-3ab2-42e3-994a-1127e4ddb538"
FOUNDER = "person:3d6a4adc-4bc3-43f4-8a5b-2238f5eec649"
SECOND_FOUNDER = "person:4e7b5bed-5cd4-44a5-9b6c-3349a6ffd75a"
FUNDER = "person:5f8c6cfe-6de5-45b6-8c7d-445ab700e86b"

_START: Mapping[str, object] = {
    "organisation": "Making All Possible",
    "locality": "Tamworth, Staffordshire",
    "mentor": {"organisation": "Disability Solutions", "coordinator": COORDINATOR},
    "commissioner": "Staffordshire County Council",
    "template": "ulo-from-scratch",
    "start_on": "2026-03-02",
    "people": [
        {"person": WORKER, "role": "worker"},
        {"person": FOUNDER, "role": "founder"},
        {"person": SECOND_FOUNDER, "role": "founder"},
    ],
}
_MEETING: Mapping[str, object] = {
    "body": "founding group",
    "held_on": "2026-03-02",
    "present": 7,
    "votes_for": 6,
    "votes_against": 1,
    "minute": "Agreed after a long talk about the premises.",
}

EXAMPLES: Mapping[type[Command], Mapping[str, object]] = {
    programmes.StartProgramme: _START,
    programmes.StartPartWay: {
        **_START,
        "done": [{"milestone": "ENG-01", "accepted_on": "2026-02-27"}],
        "opened": [{"milestone": "ENG-02", "opened_on": "2026-02-28"}],
        "start_on": "2026-02-02",
    },
    programmes.Appoint: {"person": FUNDER, "role": "funder"},
    programmes.EndAppointment: {"person": FUNDER, "role": "funder"},
    programmes.ReplaceMentor: {
        "mentor": {"organisation": "Another Organisation", "coordinator": COORDINATOR},
        "reason": "Our mentor's project has come to its end.",
    },
    programmes.Pause: {"reason": "Our worker is ill, and we wait for her."},
    programmes.Resume: {"note": "She is back."},
    programmes.CloseProgramme: {"ending": "stopped-early", "reason": "We join the group in the next town."},
    programmes.AnswerStillRunning: {"running": True, "note": "They meet every week."},
    sharing.DecideSharing: {
        "role": "funder",
        "group": "blocked",
        "shown": True,
        "reason": "Our funder can help with the lift.",
    },
    sharing.RequestBreakGlass: {"reason": "The group cannot open its plan, and asked us to look why."},
    sharing.ApproveBreakGlass: {"request": 1},
    sharing.CloseBreakGlass: {"request": 1},
    redaction.TakeOutPassage: {
        "stream": "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        "version": 12,
        "field": "meta.on_behalf_of.minute",
        "reason": "It says where somebody lives.",
    },
    milestones.AgreePlan: {"on_behalf_of": _MEETING},
    milestones.RevisePlan: {
        "changes": [
            {"change": "retime", "milestone": "GOV-05", "weeks": {"earliest": 8, "typical": 16, "latest": 30}},
            {
                "change": "add",
                "id": "ENG-90",
                "stage": "ENG",
                "title": "A trip to a group that has done it",
                "what": "We visit a group in another town and ask them what they would do again.",
                "weeks": {"earliest": 1, "typical": 3, "latest": 6},
            },
        ],
        "rebaseline": True,
        "reason": "The first dates could not be kept.",
    },
    milestones.WaiveGate: {
        "milestone": "GOV-04",
        "gate": "constituency-share",
        "reason": "Two more members join next month.",
    },
    milestones.OpenMilestone: {"milestone": "ENG-02", "reason": "Nobody should come to a room they cannot enter."},
    milestones.Assign: {"milestone": "ENG-01", "to": WORKER},
    milestones.HandOver: {"giver": WORKER, "to": FOUNDER, "reason": "She is away until the summer."},
    milestones.AddEvidence: {"milestone": "ENG-01", "note": "Fourteen people came and all of them want to go on."},
    milestones.RetractEvidence: {"milestone": "ENG-01", "evidence": 1, "reason": "This was about another meeting."},
    milestones.Submit: {"milestone": "ENG-01", "note": "We think this is reached."},
    milestones.Accept: {"milestone": "ENG-01", "note": "Well done."},
    milestones.ReturnForWork: {"milestone": "ENG-01", "reason": "Please ask the evening group as well."},
    milestones.WithdrawAcceptance: {"milestone": "ENG-01", "reason": "We accepted the wrong one."},
    milestones.Reopen: {"milestone": "ENG-01", "reason": "Half of the group is new."},
    milestones.CorrectDate: {
        "milestone": "ENG-01",
        "step": "accepted",
        "correct": "2026-03-02",
        "reason": "The minute says another day.",
    },
    milestones.Block: {"milestone": "ENG-01", "kind": "access", "note": "The lift of the hall is broken."},
    milestones.Unblock: {"milestone": "ENG-01", "note": "The lift works again."},
    milestones.Reschedule: {"milestone": "ENG-01", "due": "2026-06-30", "reason": "People need more time to come."},
    milestones.SetAside: {"milestone": "ENG-02", "reason": "Our mentor has done this for us."},
    milestones.Restore: {"milestone": "ENG-02", "reason": "We want to do it ourselves after all."},
    journal.HoldReview: {"agreed": "We stay with the plan and look for a larger room."},
    journal.RecordMentoringSession: {"minutes": 90, "milestones": ["ENG-01"], "note": "How to chair a meeting."},
    journal.RecordCelebration: {"milestone": "ENG-01", "note": "Cake for everybody."},
    journal.RecordLesson: {"lesson": "Ask about access needs before you book a room."},
    journal.CountPeople: {"engaged": 14, "trained": 3, "supported": 2, "different": 15},
    journal.CorrectFigure: {"figure": "trained", "correct": 4, "reason": "One was forgotten."},
    journal.RecordDecision: {"decision": "Tea is free.", "on_behalf_of": _MEETING},
    journal.RaiseDuty: {"duty": "end-of-lease", "title": "The lease of the office ends", "due": "2027-03-31"},
    journal.MeetDuty: {"duty": "end-of-lease", "note": "We have signed for another year."},
    journal.MoveDuty: {"duty": "end-of-lease", "due": "2027-06-30", "reason": "The landlord gave us three months."},
    learning.RaiseInformationNeed: {"milestone": "ENG-01", "question": "How do we pay for interpreters?"},
    learning.AnswerInformationNeed: {
        "need": 1,
        "answer": "Ask the council for its access fund, and see what the next town wrote down.",
        "resources": ["resource:7f8e7d1e-8fa7-4bd8-ae9f-667cc922a08d/1"],
    },
    learning.WithdrawInformationNeed: {"need": 1, "reason": "We found out by ourselves."},
    learning.SayItHelped: {
        "resource": "resource:7f8e7d1e-8fa7-4bd8-ae9f-667cc922a08d/1",
        "milestone": "ENG-01",
        "note": "It saved us a month.",
    },
    learning.TraceMentor: {"programme": "programme:7f8e7d1e-8fa7-4bd8-ae9f-667cc922a08d"},
    learning.AgreeBuddy: {"organisation": "The group in the next town", "part": "buddy", "gives": False},
    organisation.AppointBoardMember: {"person": FOUNDER, "office": "chair", "from_constituency": True},
    organisation.StandDown: {"person": FOUNDER},
    organisation.AdoptGoverningDocument: {"occurred_on": "2026-03-02"},
    organisation.SetThreshold: {"threshold": 80, "reason": "We want more than is asked of us."},
    resources.DraftResource: {
        "kind": "toolkit",
        "title": "How we found a room that everybody can enter",
        "text": "Ask for the width of every door before you look at a room. Take somebody with a wheelchair along.",
        "easy_read": "We looked for a room. We asked how wide the doors are.",
        "milestone": "ENG-01",
    },
    resources.ReviseResource: {
        "resource": 1,
        "title": "How we found a room that everybody can enter",
        "text": "Ask for the width of every door, and where the toilet is, before you look at a room.",
    },
    resources.CheckResource: {"resource": 1, "agreed": True, "note": "This is how it was."},
    resources.PublishResource: {
        "resource": 1,
        "formats": ["plain-text", "large-print"],
        "licence": "CC-BY-4.0",
        "audience": "everybody",
        "criteria": [5],
        "contact": FOUNDER,
        "consented_on": "2026-03-02",
    },
    resources.AddFile: {
        "resource": 1,
        "file": {
            "sha256": "9d128e6e7b48c41a441a6cc50871a71745b1007b7aa499f35b0061ea4d912b6b",
            "size": 21,
            "media_type": "text/plain",
            "name": "guide.txt",
        },
    },
    resources.LeaveOutFile: {
        "resource": 1,
        "sha256": "9d128e6e7b48c41a441a6cc50871a71745b1007b7aa499f35b0061ea4d912b6b",
    },
    resources.WithdrawResource: {"resource": 1, "reason": "The hall has closed."},
    resources.NameOwner: {
        "resource": 1,
        "organisation": "Making All Possible",
        "person": FOUNDER,
        "agreed_on": "2026-03-02",
    },
    resources.EndOwnership: {"resource": 1, "reason": "She has moved away."},
    resources.ReviewResource: {"resource": 1, "review_on": "2027-09-01", "note": "Still right."},
    resources.AnswerRunning: {"resource": 1, "running": False, "note": "The hall has closed."},
}
