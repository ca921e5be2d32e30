"""One fact of every kind, with everything it can say, as the store keeps it: sealed."""

from datetime import UTC, date, datetime
from uuid import UUID

from domain import duty_events as duties
from domain import foreseen, suppositions
from domain import journal_events as journal
from domain import learning_events as learning
from domain import milestone_events as milestones
from domain import organisation_events as organisation
from domain import person_events as people
from domain import plan_events as plans
from domain import programme_events as programmes
from domain import resource_events as resources
from domain import sharing_events as sharings
from domain.event import Fact
from domain.passage import Sealed
from domain.plan import Weeks
from domain.redaction_events import KeyDestroyed
from domain.roles import Role
from tests.domain.people import FOUNDER, FUNDER, MENTORING, WORKER
from tests.domain.plans import PLAN

DAY, LATER = date(2026, 3, 2), date(2026, 6, 1)
SAID = Sealed(s="programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", kid="k1", c="c2VhbGVk")
OF_A_PERSON = Sealed(s=WORKER, kid="k2", c="c2VhbGVkIHRvbw==")
UNTIL = datetime(2026, 3, 5, 10, tzinfo=UTC)
INVITATION = UUID("0b7d1c0a-6a0e-4a52-9a6f-0c9a5a0a6b11")
ANOTHER_PROGRAMME = "programme:0f14d0ab-9605-4a62-a9e4-5ed26688389b"
LEFT_BY_OTHERS = "resource:0f14d0ab-9605-4a62-a9e4-5ed26688389b/2"
TALLY = organisation.BoardTally(voting=4, from_constituency=3)

FORESEEN = foreseen.Foreseen(
    p50_on=LATER, p80_on=LATER, warned=(foreseen.Warned(concern="one-person", milestones=("GOV-01",)),)
)

SAMPLES: tuple[Fact, ...] = (
    programmes.ProgrammeStarted(
        organisation="Our Own Voice",
        locality="Tamworth",
        nation="england",
        mentor=MENTORING,
        commissioner="Staffordshire",
        funders=("A fund",),
        vocabulary=programmes.Vocabulary(),
        start_on=DAY,
        part_way=False,
        plan=PLAN,
    ),
    programmes.Appointed(person=FOUNDER, role=Role.FOUNDER),
    programmes.Appointed(person=FUNDER, role=Role.FUNDER, starts_on=DAY, ends_on=LATER),
    programmes.AppointmentEnded(person=FOUNDER, role=Role.FOUNDER),
    programmes.MentorReplaced(mentor=MENTORING, reason=SAID),
    plans.PlanAgreed(plan_number=1, typical_weeks=94, floor_weeks=104, floor_override=SAID),
    plans.PlanRevised(
        plan_number=2,
        changes=(
            plans.AddedMilestone(
                id="VOI-03",
                stage="VOI",
                title=SAID,
                what=SAID,
                who=("worker",),
                depends_on=("VOI-01",),
                weeks=Weeks(earliest=2, typical=4, latest=8),
                gates=("access-audit",),
            ),
            plans.DroppedMilestone(milestone="VOI-02"),
            plans.RetimedMilestone(milestone="GOV-01", weeks=Weeks(earliest=2, typical=4, latest=8)),
            plans.ReorderedMilestone(milestone="GOV-02", depends_on=("ENG-02",)),
        ),
        rebaseline=True,
        was_typical_weeks=126,
        typical_weeks=100,
        floor_override=SAID,
        reason=SAID,
    ),
    plans.PlanAgreed(plan_number=1, typical_weeks=126, floor_weeks=104, floor_override=None, foreseen=FORESEEN),
    plans.PlanRevised(
        plan_number=3,
        changes=(plans.DroppedMilestone(milestone="VOI-02"),),
        rebaseline=False,
        was_typical_weeks=126,
        typical_weeks=100,
        floor_override=None,
        reason=SAID,
        foreseen=FORESEEN,
        from_what_if=suppositions.FromWhatIf(
            what_if="without-the-worker",
            fork_on=DAY,
            beside_plan=(
                suppositions.PartyAway(begins_on=LATER),
                suppositions.MoreHands(begins=20.5),
                suppositions.ComesLate(milestone="FUN-02"),
            ),
            digest="a" * 64,
        ),
    ),
    plans.GateWaived(gate="access-audit", milestone="PRM-02", reason=SAID),
    milestones.MilestoneOpened(milestone="ENG-01", round=1, due=LATER, early=True, reason=SAID),
    milestones.MilestoneAssigned(milestone="ENG-01", to=WORKER),
    milestones.TasksHandedOver(giver=WORKER, to=FOUNDER, milestones=("ENG-01",), reason=SAID),
    milestones.EvidenceAdded(
        milestone="ENG-01",
        evidence=1,
        note=OF_A_PERSON,
        link=OF_A_PERSON,
        file=milestones.EvidenceFile(sha256="0" * 64, size=3, media_type="text/plain", name=OF_A_PERSON),
    ),
    milestones.EvidenceRetracted(milestone="ENG-01", evidence=1, reason=SAID),
    milestones.MilestoneSubmitted(milestone="ENG-01", note=SAID),
    milestones.MilestoneAccepted(
        milestone="ENG-01", waived=("access-audit",), board_version=3, note=SAID, before_waymark=True
    ),
    milestones.MilestoneReturned(milestone="ENG-01", due=LATER, reason=SAID),
    milestones.AcceptanceWithdrawn(milestone="ENG-01", reason=SAID),
    milestones.MilestoneReopened(milestone="ENG-01", round=2, due=LATER, reason=SAID),
    milestones.DateCorrected(milestone="ENG-01", step="accepted", was=LATER, correct=DAY, reason=SAID),
    milestones.MilestoneBlocked(milestone="ENG-01", kind="someone-outside", note=SAID),
    milestones.MilestoneUnblocked(milestone="ENG-01", note=SAID),
    milestones.MilestoneRescheduled(milestone="ENG-01", was=DAY, due=LATER, reason=SAID),
    milestones.MilestoneSetAside(milestone="ENG-01", reason=SAID),
    milestones.MilestoneRestored(milestone="ENG-01", reason=SAID),
    programmes.ProgrammePaused(reason=SAID, until=LATER),
    programmes.ProgrammeResumed(
        dues=(programmes.NewDue(milestone="ENG-01", due=LATER),), next_review_on=LATER, note=SAID
    ),
    journal.ReviewOpened(review=1, due=LATER),
    journal.ReviewHeld(review=1, agreed=SAID, next_review_on=LATER),
    journal.MentoringSessionHeld(minutes=90, milestones=("ENG-01",), note=SAID),
    journal.CelebrationRecorded(milestone="ENG-01", note=SAID),
    journal.LessonRecorded(milestone="ENG-01", lesson=SAID, context=SAID),
    journal.PeopleCounted(as_of=DAY, engaged=60, trained=20, supported=15, different=95),
    journal.FigureCorrected(figure="engaged", was=60, correct=59, reason=SAID),
    journal.DecisionRecorded(decision=SAID),
    duties.DutyOpened(
        duty="supervision-1",
        kind="plan",
        source=PLAN.duties[0],
        title=SAID,
        due=LATER,
        remind_weeks=4,
        cure_weeks=4,
        legal=True,
        who=("worker",),
        board_version=3,
    ),
    duties.DutyMet(duty="supervision-1", met_on=DAY, note=SAID),
    duties.DutyMoved(duty="supervision-1", was=DAY, due=LATER, reason=SAID),
    duties.Prompted(
        about="milestone/ENG-01",
        kind="reminder",
        number=2,
        round=1,
        due=LATER,
        planned_for=datetime(2026, 5, 30, 8, 12, tzinfo=UTC),
        to=(WORKER,),
    ),
    learning.InformationNeedRaised(need=1, milestone="ENG-01", question=SAID),
    learning.InformationNeedAnswered(need=1, answer=SAID, resources=(LEFT_BY_OTHERS,)),
    learning.InformationNeedWithdrawn(need=1, reason=SAID),
    learning.ResourceHelped(resource=LEFT_BY_OTHERS, milestone="ENG-01", note=SAID),
    learning.MentorTraced(programme=ANOTHER_PROGRAMME),
    learning.BuddyAgreed(organisation="Second Steps", programme=ANOTHER_PROGRAMME, part="mentor", gives=True),
    sharings.SharingDecided(role=Role.FUNDER, group="blocked", shown=True, reason=SAID),
    sharings.BreakGlassRequested(request=1, reason=SAID),
    sharings.BreakGlassOpened(request=1, to=WORKER, until=datetime(2026, 5, 30, 8, 12, tzinfo=UTC)),
    sharings.BreakGlassClosed(request=1),
    KeyDestroyed(
        stream=SAID.s,
        version=7,
        field="meta.on_behalf_of.minute",
        subject=SAID.s,
        kid="p0123456789abcdef",
        reason=SAID,
    ),
    programmes.HandoverBegun(),
    programmes.ProgrammeClosed(ending="finished", reason=SAID),
    programmes.StillRunningAnswered(running=True, note=SAID),
    programmes.LegacyPacked(pack="ab" * 32, resources=5),
    organisation.BoardMemberAppointed(
        person=FOUNDER, office="chair", voting=True, constituency=OF_A_PERSON, tally=TALLY
    ),
    organisation.BoardMemberStoodDown(person=FOUNDER, tally=TALLY),
    organisation.GoverningDocumentAdopted(tally=TALLY, threshold=75, waived=True),
    organisation.ThresholdSet(threshold=60, reason=SAID),
    resources.ResourceDrafted(
        resource=1,
        kind="toolkit",
        milestone="ENG-01",
        lesson=7,
        evidence=(1, 2),
        title=SAID,
        text=SAID,
        easy_read=SAID,
    ),
    resources.ResourceRevised(resource=1, draft=2, title=SAID, text=SAID, easy_read=SAID),
    resources.ResourceChecked(resource=1, draft=2, agreed=True, note=SAID),
    resources.ResourcePublished(
        resource=1,
        edition=1,
        kind="toolkit",
        title="Our toolkit",
        text="How we did it.",
        easy_read="We show you how.",
        link="https://example.org/toolkit",
        files=(resources.PublishedFile(sha256="0" * 64, size=3, media_type="text/plain", name="toolkit.txt"),),
        formats=("plain-text", "easy-read"),
        language="en",
        licence="CC-BY-4.0",
        audience="everybody",
        criteria=(5, 12),
        constituencies=("people with learning disabilities",),
        review_on=LATER,
        provenance=resources.Provenance(
            organisation="Our Own Voice",
            template="small-plan",
            milestone="ENG-01",
            stage="Engage",
            evidence=(1,),
            lesson=7,
        ),
        contact=FOUNDER,
        consented_on=DAY,
    ),
    resources.ResourceWithdrawn(resource=1, reason=SAID),
    resources.OwnerNamed(
        resource=1, owner=resources.Owner(organisation="Our Own Voice", person=FOUNDER, agreed_on=DAY)
    ),
    resources.OwnerLeft(resource=1, reason=SAID),
    resources.ResourceReviewed(resource=1, review_on=LATER, note=SAID),
    resources.RunningAnswered(resource=1, running=True, note=SAID),
    resources.PackImported(
        pack="0" * 64,
        organisation="Second Steps",
        template="small-plan",
        template_version=1,
        ended_on=DAY,
        checkpoint="waymark.example/log",
        course=(resources.Lasted(milestone="ENG-01", weeks=12, blocked_weeks=3),),
    ),
    people.PersonInvited(
        invitation=INVITATION,
        programme="programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        role=Role.WORKER,
        expires_at=UNTIL,
    ),
    people.InvitationWithdrawn(invitation=INVITATION),
    people.PersonJoined(invitation=INVITATION),
    people.FactorAdded(factor=1, kind="one-time-code"),
    people.FactorRemoved(factor=1),
    people.EmailChanged(),
    people.SessionsEnded(why="asked"),
    people.TokenIssued(
        token=1,
        scopes=("read", "write"),
        programmes=("programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",),
        expires_at=UNTIL,
    ),
    people.TokenRevoked(token=1),
    people.PersonDisabled(),
    people.PersonEnabled(),
    people.OperatorAppointed(),
    people.OperatorEnded(),
    people.PersonErased(keys=("0011223344556677",)),
)
