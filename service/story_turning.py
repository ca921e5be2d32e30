"""The turning points of a story: the plan is agreed, the board begins, the worker comes; and plans that change."""

from domain.milestone_commands import AgreePlan, Reschedule, RevisePlan
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from domain.organisation_events import Office
from domain.plan import Milestone as PlannedMilestone
from domain.plan import Plan, Weeks
from domain.plan_events import RetimedMilestone
from domain.planning import typical_weeks
from domain.programme import ACTIVE, Milestone, Programme
from domain.programme_commands import Appoint
from domain.refusals import PlanTooShort
from domain.roles import Role
from service.story import Rebaseline
from service.story_agenda import Acting, Ask
from service.story_cast import Cast
from service.story_words import STRETCHED, invented

OFFICES: tuple[Office, ...] = ("chair", "treasurer", "secretary")
SHORTEST_STEP = 0.01


class Turning:
    """What happens at the milestones on which everything turns."""

    def __init__(self, cast: Cast, plan: Plan) -> None:
        self._cast = cast
        self._plan = plan

    def evidence_of(self, milestone: str) -> tuple[str, ...]:
        """What the plan expects to be shown."""
        planned = self._plan.milestone(milestone)
        return planned.evidence if planned is not None else ("What we did",)

    def before_submitting(self, milestone: str) -> Acting:
        """What must have been done before this milestone is submitted."""
        points = self._cast.part.turning_points
        if milestone == points.plan and self._cast.programme.agreed_on is None:
            yield from self._agree()
        if milestone == points.board:
            yield from self._begin_board()
        if milestone == points.adoption and self._cast.board.adopted_on is None:
            adopting = self._cast.meeting(invented("The governing document was read out and adopted."))
            yield Ask(AdoptGoverningDocument(on_behalf_of=adopting), self._cast.mentor)

    def appoint_worker(self) -> Acting:
        """The worker is in post."""
        first = next(iter(self._cast.part.of_role("worker")), None)
        if first is not None and self._cast.worker is None:
            yield Ask(Appoint(person=self._cast.ref(first.key), role=Role.WORKER), self._cast.mentor)

    def stretch(self, told: Rebaseline) -> Acting:
        """What is done gets the time it took, and the rest the template's; what is open gets a date that follows."""
        programme, reason = self._cast.programme, told.reason.recorded
        changes = tuple(
            RetimedMilestone(milestone=planned.id, weeks=_realistic(planned, programme.milestones[planned.id]))
            for planned in self._plan.milestones
        )
        revised = RevisePlan(changes=changes, rebaseline=True, reason=reason, on_behalf_of=self._cast.meeting(reason))
        yield Ask(revised, self._cast.mentor)
        for key, milestone in programme.milestones.items():
            planned = self._plan.milestone(key)
            if milestone.status in ACTIVE and milestone.opened_on is not None and planned is not None:
                due = self._cast.calendar.after_weeks(milestone.opened_on, planned.weeks.typical)
                if due > self._cast.today and due != milestone.due:
                    yield Ask(Reschedule(milestone=key, due=due, reason=invented(STRETCHED)), self._cast.mentor)

    def _agree(self) -> Acting:
        meeting = self._cast.meeting(invented("The plan was read out milestone by milestone and agreed."))
        short = self._cast.part.first_plan
        if short is not None:
            changes = squeezed(self._cast.programme, short.weeks)
            reason = short.override.recorded
            yield Ask(RevisePlan(changes=changes, reason=reason, on_behalf_of=meeting), self._cast.mentor)
        refusal = yield Ask(AgreePlan(on_behalf_of=meeting), self._cast.mentor)
        if isinstance(refusal, PlanTooShort) and short is not None:
            agreed = AgreePlan(floor_override=short.override.recorded, on_behalf_of=meeting)
            yield Ask(agreed, self._cast.mentor)

    def _begin_board(self) -> Acting:
        seated = self._cast.board.members
        constituency = {ref: person.from_constituency for ref, person in self._cast.refs().items()}
        for number, founder in enumerate(self._cast.founders):
            if founder not in seated:
                office: Office = OFFICES[number] if number < len(OFFICES) else "member"
                seat = AppointBoardMember(
                    person=founder,
                    office=office,
                    from_constituency=constituency[founder],
                    on_behalf_of=self._cast.meeting(),
                )
                yield Ask(seat, self._cast.mentor)


def _realistic(planned: PlannedMilestone, milestone: Milestone) -> Weeks:
    if milestone.opened_on is None or milestone.accepted_on is None:
        return planned.weeks
    took = max(1, round((milestone.accepted_on - milestone.opened_on).days / 7))
    return Weeks(earliest=min(planned.weeks.earliest, took), typical=took, latest=max(planned.weeks.latest, took))


def squeezed(programme: Programme, weeks: int) -> tuple[RetimedMilestone, ...]:
    """Every milestone made shorter by the same share, so that the whole plan fits into so many weeks."""
    steps = programme.steps
    share = 1.0
    while share > 0:
        shorter = {step.id: _shorter(step.weeks, share) for step in steps}
        if typical_weeks([step.model_copy(update={"weeks": shorter[step.id]}) for step in steps]) <= weeks:
            break
        share -= SHORTEST_STEP
    return tuple(RetimedMilestone(milestone=key, weeks=each) for key, each in shorter.items())


def _shorter(weeks: Weeks, share: float) -> Weeks:
    earliest, typical, latest = (max(1, round(each * share)) for each in (weeks.earliest, weeks.typical, weeks.latest))
    return Weeks(earliest=earliest, typical=typical, latest=latest)
