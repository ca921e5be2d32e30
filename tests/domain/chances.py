"""What anybody might ask next, of a programme as it stands: likely requests, and some that must be refused."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as whole
from domain import resource_commands as resources
from domain.access import authorise
from domain.event import ENGINE
from domain.plan import Weeks
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.programme import Status
from domain.programme_commands import Command
from domain.programme_events import Mentor
from domain.refusals import NotAllowed, OwnWork
from domain.roles import Role
from tests.domain.legacies import A_FILE, a_file
from tests.domain.people import (
    BOARD,
    COMMISSIONER,
    FOUNDER,
    FUNDER,
    MENTOR,
    MENTORING,
    SECOND_FOUNDER,
    STRANGER,
    WHY,
    WORKER,
    meeting,
)
from tests.domain.programmes import GROUP, Walk
from tests.domain.requests import ANOTHER_PROGRAMME, LEFT_BY_OTHERS

PEOPLE = (MENTOR, WORKER, FOUNDER, SECOND_FOUNDER, COMMISSIONER, FUNDER, STRANGER, *BOARD)
ACTORS = (FOUNDER, SECOND_FOUNDER, WORKER, MENTOR, BOARD[0], BOARD[1], FUNDER, STRANGER, ENGINE)
PERSONS = st.sampled_from(PEOPLE)
MILESTONES = st.sampled_from(("ENG-01", "ENG-02", "GOV-02", "FUN-01", "FUN-02", "VOI-01", "VOI-02", "LEG-01", "VOI-09"))
DUTIES = st.sampled_from(("check-in-1", "check-in-2", "supervision-1", "annual-return-1", "lease-end", "board-share-1"))
WEEKS = st.sampled_from((Weeks(earliest=1, typical=2, latest=3), Weeks(earliest=30, typical=60, latest=90)))
FLAGS = st.booleans()
ENDINGS = st.sampled_from(("finished", "merged", "stopped-early"))


@st.composite
def requests(draw: DrawFn, walk: Walk) -> tuple[Command, str]:
    """A request and who asks: mostly somebody who may."""
    command = draw(commands(walk))
    allowed = [actor for actor in ACTORS if _may(walk, command, actor)]
    anybody = draw(st.integers(0, 9)) == 0 or not allowed
    return command, draw(st.sampled_from(ACTORS if anybody else allowed))


def _may(walk: Walk, command: Command, actor: str) -> bool:
    with suppress(NotAllowed, OwnWork):
        authorise(walk.programme, command, walk.occasion(actor))
        return True
    return False


@st.composite
def commands(draw: DrawFn, walk: Walk) -> Command:
    """One request; on a past day now and then, and by a meeting sometimes."""
    command = draw(draw(st.sampled_from(KINDS))(walk))
    if draw(st.integers(0, 9)) == 0:
        command = command.model_copy(update={"occurred_on": walk.today - timedelta(days=draw(st.integers(-1, 40)))})
    if draw(st.integers(0, 5)) == 0:
        body = draw(st.sampled_from(("founding group", "board", "members")))
        command = command.model_copy(update={"on_behalf_of": meeting(walk.today, body)})
    return command


def _milestones(walk: Walk, status: Status) -> SearchStrategy[str]:
    """Mostly a milestone that is where it should be; now and then any."""
    fitting = [key for key, each in walk.programme.milestones.items() if each.status is status]
    return st.integers(0, 4).flatmap(lambda n: st.sampled_from(fitting) if n and fitting else MILESTONES)


def _days(walk: Walk, *days: int) -> SearchStrategy[date]:
    return st.sampled_from(days).map(lambda each: walk.today + timedelta(days=each))


Kind = Callable[[Walk], SearchStrategy[Command]]
REASON = st.just(WHY)
FILES = (A_FILE, a_file("table.csv", "text/csv"))
OTHER = Mentor(organisation="Second Steps", coordinator=STRANGER)
ROLES = st.sampled_from(tuple(Role))
GATES = st.sampled_from(("votes", "terms-of-reference", "bank-account", "plan-agreed"))
ASSET = st.sampled_from(("toolkit", "facility", "lesson"))
CHANGES = st.one_of(
    st.builds(DroppedMilestone, milestone=MILESTONES),
    st.builds(RetimedMilestone, milestone=MILESTONES, weeks=WEEKS),
    st.builds(ReorderedMilestone, milestone=MILESTONES, depends_on=st.tuples(MILESTONES)),
    st.builds(
        milestones.AddMilestone,
        id=st.just("VOI-09"),
        stage=st.just("VOI"),
        title=REASON,
        what=REASON,
        depends_on=st.sampled_from(((), ("ENG-01",))),
        weeks=WEEKS,
    ),
)


def _of(command: type[milestones.MilestoneCommand], status: Status, **fields: SearchStrategy[object]) -> Kind:
    return lambda walk: st.builds(command, milestone=_milestones(walk, status), **fields)


def _plain(command: type[Command], **fields: SearchStrategy[object]) -> Kind:
    return lambda _: st.builds(command, **fields)


def _of_legacy(command: type[resources.ResourceCommand], **fields: SearchStrategy[object]) -> Kind:
    return lambda walk: st.builds(command, resource=_resources(walk), **fields)


KINDS: tuple[Kind, ...] = (
    _of(milestones.OpenMilestone, Status.WAITING, reason=st.sampled_from((WHY, None))),
    _of(milestones.Assign, Status.OPEN, to=PERSONS),
    _of(milestones.AddEvidence, Status.OPEN, note=REASON),
    _of(milestones.RetractEvidence, Status.SUBMITTED, evidence=st.integers(1, 2), reason=REASON),
    _of(milestones.Submit, Status.OPEN),
    _of(milestones.Submit, Status.OPEN),
    _of(milestones.Accept, Status.SUBMITTED),
    _of(milestones.Accept, Status.SUBMITTED),
    _of(milestones.ReturnForWork, Status.SUBMITTED, reason=REASON),
    _of(milestones.WithdrawAcceptance, Status.ACCEPTED, reason=REASON),
    _of(milestones.Reopen, Status.ACCEPTED, reason=REASON),
    _of(milestones.Block, Status.OPEN, kind=st.sampled_from(("money", "access"))),
    lambda walk: st.builds(milestones.Unblock, milestone=_blocked(walk)),
    lambda walk: st.builds(
        milestones.Reschedule,
        milestone=_milestones(walk, Status.OPEN),
        due=_days(walk, -3, 5, 30, 200),
        reason=REASON,
    ),
    _of(milestones.SetAside, Status.OPEN, reason=REASON),
    _of(milestones.Restore, Status.SET_ASIDE, reason=REASON),
    lambda walk: st.builds(
        milestones.CorrectDate,
        milestone=_milestones(walk, Status.ACCEPTED),
        step=st.sampled_from(("opened", "submitted", "accepted")),
        correct=_days(walk, -200, -10, -1, 1),
        reason=REASON,
    ),
    _of(milestones.WaiveGate, Status.SUBMITTED, gate=GATES, reason=REASON),
    _plain(milestones.AgreePlan, floor_override=st.sampled_from((None, WHY))),
    _plain(milestones.RevisePlan, changes=st.tuples(CHANGES), rebaseline=FLAGS, reason=REASON, floor_override=REASON),
    lambda walk: st.builds(milestones.HandOver, giver=_assigned(walk), to=PERSONS),
    _plain(whole.Appoint, person=PERSONS, role=ROLES),
    lambda walk: st.builds(whole.EndAppointment, person=st.sampled_from(sorted(walk.programme.roles)), role=ROLES),
    _plain(whole.ReplaceMentor, mentor=st.sampled_from((MENTORING, OTHER)), reason=REASON),
    _plain(whole.Pause, reason=REASON),
    _plain(whole.Resume),
    _plain(whole.Resume),
    lambda walk: st.builds(whole.Prompt, about=st.sampled_from(sorted(walk.programme.lines) or ["handover"])),
    _plain(whole.AnswerStillRunning, running=FLAGS),
    lambda _: st.just(whole.KeepPack(pack="ab" * 32, resources=1)),
    lambda walk: _rarely(_plain(whole.CloseProgramme, ending=ENDINGS, reason=REASON)(walk)),
    lambda walk: st.builds(journal.HoldReview, agreed=REASON, next_review_on=st.none() | _days(walk, -1, 10, 100)),
    _plain(journal.RecordMentoringSession, minutes=st.just(60), milestones=st.tuples(MILESTONES)),
    _plain(journal.RecordCelebration, note=REASON),
    _plain(journal.RecordLesson, milestone=MILESTONES, lesson=REASON),
    lambda _: st.integers(0, 9).map(lambda n: journal.CountPeople(engaged=n, trained=n // 2, different=n)),
    _plain(journal.CorrectFigure, figure=st.just("engaged"), correct=st.integers(0, 9), reason=REASON),
    lambda walk: st.just(journal.RecordDecision(decision=WHY, on_behalf_of=meeting(walk.today))),
    lambda walk: st.builds(journal.RaiseDuty, duty=DUTIES, title=REASON, due=_days(walk, -1, 10, 100), legal=FLAGS),
    lambda walk: st.builds(journal.MeetDuty, duty=_duties(walk)),
    lambda walk: st.builds(journal.MoveDuty, duty=_duties(walk), due=_days(walk, -1, 10, 100), reason=REASON),
    _plain(organisation.AppointBoardMember, person=PERSONS, voting=FLAGS, from_constituency=st.just(value=True)),
    _plain(organisation.AppointBoardMember, person=PERSONS, voting=FLAGS, from_constituency=FLAGS),
    lambda walk: st.builds(organisation.StandDown, person=st.sampled_from(sorted(walk.board.members) or [STRANGER])),
    _plain(organisation.AdoptGoverningDocument),
    _plain(organisation.SetThreshold, threshold=st.sampled_from((50, 75, 90)), reason=REASON),
    _plain(learning.RaiseInformationNeed, milestone=st.none() | MILESTONES, question=REASON),
    _plain(learning.RaiseInformationNeed, question=REASON),
    lambda walk: st.builds(learning.AnswerInformationNeed, need=_needs(walk), answer=REASON),
    lambda walk: st.builds(learning.WithdrawInformationNeed, need=_needs(walk)),
    _plain(learning.SayItHelped, resource=st.just(LEFT_BY_OTHERS), milestone=st.none() | MILESTONES),
    _plain(learning.TraceMentor, programme=st.sampled_from((ANOTHER_PROGRAMME, GROUP))),
    _plain(learning.AgreeBuddy, organisation=st.just("Second Steps"), gives=FLAGS),
    lambda walk: st.builds(
        resources.DraftResource, kind=ASSET, title=REASON, text=REASON, lesson=_lessons(walk), evidence=_evidence(walk)
    ),
    _of_legacy(resources.ReviseResource, title=REASON, text=st.sampled_from((WHY, "In other words."))),
    _of_legacy(resources.CheckResource, agreed=FLAGS),
    _of_legacy(resources.CheckResource, agreed=st.just(value=True)),
    _of_legacy(resources.PublishResource, contact=st.none() | PERSONS),
    _of_legacy(resources.AddFile, file=st.sampled_from(FILES)),
    _of_legacy(resources.LeaveOutFile, sha256=st.sampled_from(FILES).map(lambda each: each.sha256)),
    _of_legacy(resources.WithdrawResource, reason=REASON),
    lambda walk: st.builds(
        resources.NameOwner,
        resource=_resources(walk),
        organisation=st.sampled_from(("Our Own Voice", "Second Steps")),
        agreed_on=_days(walk, -1, 0, 1),
    ),
    _of_legacy(resources.EndOwnership),
    lambda walk: st.builds(resources.ReviewResource, resource=_resources(walk), review_on=_days(walk, -1, 10, 400)),
    _of_legacy(resources.AnswerRunning, running=FLAGS),
)


def _rarely(command: SearchStrategy[Command]) -> SearchStrategy[Command]:
    return st.integers(0, 3).flatmap(lambda n: command if n == 0 else st.just(whole.Advance()))


def _blocked(walk: Walk) -> SearchStrategy[str]:
    blocked = [key for key, each in walk.programme.milestones.items() if each.blocked is not None]
    return st.sampled_from(blocked or ["ENG-01"])


def _assigned(walk: Walk) -> SearchStrategy[str]:
    assigned = sorted({each.assignee for each in walk.programme.milestones.values() if each.assignee is not None})
    return st.sampled_from(assigned or [WORKER])


def _duties(walk: Walk) -> SearchStrategy[str]:
    return st.sampled_from(sorted(walk.programme.duties) or ["no-such"])


def _needs(walk: Walk) -> SearchStrategy[int]:
    return st.sampled_from((*walk.programme.needs, 7))


def _resources(walk: Walk) -> SearchStrategy[int]:
    """Mostly the newest; now and then one that is not there."""
    known = len(walk.legacy.resources) if walk.legacy else 0
    return st.integers(max(known - 1, 1), known + 1)


def _lessons(walk: Walk) -> SearchStrategy[int | None]:
    return st.sampled_from((None, *walk.programme.lessons_from, walk.programme.version))


def _evidence(walk: Walk) -> SearchStrategy[tuple[int, ...]]:
    return st.sampled_from(((), (), (1,))) if walk.programme.lessons else st.just(())
