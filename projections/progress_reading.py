"""Reading progress: one programme, or one of its milestones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import floor

from psycopg import Connection

from domain.occasion import WHOLE, BoardReading
from projections.milestone_work import OPEN, SETTLED, SUBMITTED
from projections.opening import Opening, Person
from projections.progress_burn_up import burn_up
from projections.progress_gates import board, gates
from projections.progress_rows import (
    BASELINE,
    MILESTONE,
    PLAN,
    PROGRAMME,
    STEP,
    BaselineRow,
    MilestoneRow,
    PlanRow,
    ProgrammeRow,
    StepRow,
)
from projections.progress_stages import counts_of, criteria_of, stages_of
from projections.progress_views import (
    BlockedView,
    EndingView,
    MentorView,
    MilestoneDetail,
    MilestoneView,
    PeopleView,
    PlanView,
    ProgressView,
)

Called = Callable[[str], Person]


def progress(connection: Connection, programme: str, *, today: date, opening: Opening) -> ProgressView | None:
    """How far a programme is, or None when there is none of this id (yet)."""
    found = _found(connection, programme)
    if found is None:
        return None
    with connection.cursor() as cursor:
        baselines = BASELINE.load_where(cursor, "programme", [programme]).rows.values()
    return progress_view(found, baselines, today=today, opening=opening)


def progress_view(found: "Found", baselines: Iterable[BaselineRow], *, today: date, opening: Opening) -> ProgressView:
    """What these rows say about a programme."""
    row, plan, steps, rows = found
    called = _named(opening, [row.mentor_coordinator, *(each.assignee for each in rows.values() if each.assignee)])
    views = [_milestone(row, step, rows[step.milestone], today, opening, called) for step in steps]
    counts = counts_of(views)
    return ProgressView(
        programme=row.programme,
        organisation=row.organisation,
        locality=row.locality,
        nation=plan.nation,
        phase=row.phase,
        story=row.story,
        part_way=row.part_way,
        start_on=row.start_on,
        agreed_on=row.agreed_on,
        paused_on=row.paused_on,
        paused_until=row.paused_until,
        percent=percent(counts.accepted, counts.total - counts.set_aside),
        counts=counts,
        plan=_plan(row, plan),
        mentor=MentorView(
            organisation=row.mentor_organisation,
            coordinator=called(row.mentor_coordinator),
            sessions=row.mentoring_sessions,
            minutes=row.mentoring_minutes,
        ),
        commissioner=plan.commissioner,
        funders=tuple(plan.funders),
        vocabulary={name: str(word) for name, word in plan.vocabulary.items()},
        next_review_on=row.next_review_on,
        review_due=row.review_due,
        reviews_held=row.reviews_held,
        handover_begun_on=row.handover_begun_on,
        ending=_ending(row),
        people=PeopleView.model_validate(
            {"engaged": 0, "trained": 0, "supported": 0, "different": 0, "as_of": None} | (row.people or {})
        ),
        celebrations=row.celebrations,
        lessons=row.lessons,
        board=board(row),
        last_recorded_at=row.last_recorded_at,
        last_occurred_on=row.last_occurred_on,
        last_position=row.last_position,
        version=row.version,
        stages=tuple(stages_of(plan, views)),
        criteria=tuple(criteria_of(steps, views)),
        burn_up=burn_up(row.start_on, [each.accepted_on for each in views], baselines),
    )


def milestone(
    connection: Connection,
    programme: str,
    milestone: str,
    *,
    today: date,
    opening: Opening,
    register: BoardReading | None = None,
) -> MilestoneDetail | None:
    """One milestone with its gates and guidance, or None when the plan has none of this id.

    `register` is the board as the reader may know it, when that is not as it is.
    """
    found = _found(connection, programme)
    if found is None or milestone not in found[3]:
        return None
    row, plan, steps, rows = found
    step = next(each for each in steps if each.milestone == milestone)
    work = rows[milestone]
    called = _named(opening, [work.assignee] if work.assignee else [])
    return MilestoneDetail(
        milestone=_milestone(row, step, work, today, opening, called),
        what=opening.title(step.what),
        easy_what=step.easy_what,
        evidence_wanted=tuple(step.evidence),
        criteria=tuple(step.criteria),
        basis=step.basis,
        gates=tuple(gates(row, plan, step, rows, register)),
        waits_for=tuple(each for each in step.depends_on if each in rows and rows[each].status not in SETTLED),
    )


def percent(part: int, whole: int) -> int:
    """A part of a whole, in per cent, rounded down so that 100 means all of it."""
    return floor(part * WHOLE / whole) if whole else 0


Found = tuple[ProgrammeRow, PlanRow, Sequence[StepRow], Mapping[str, MilestoneRow]]
"""One programme's rows: its own, its plan, its steps in the plan's order, and its milestones by name."""


def _found(connection: Connection, programme: str) -> Found | None:
    with connection.cursor() as cursor:
        row = PROGRAMME.load(cursor, [(programme,)]).get((programme,))
        plan = PLAN.load(cursor, [(programme,)]).get((programme,))
        if row is None or plan is None:
            return None
        steps = STEP.load_where(cursor, "programme", [programme]).rows.values()
        rows = MILESTONE.load_where(cursor, "programme", [programme]).rows.values()
    return row, plan, sorted(steps, key=lambda step: step.place), {each.milestone: each for each in rows}


def _named(opening: Opening, people: Iterable[str]) -> Called:
    names = opening.names(dict.fromkeys(people))
    return lambda ref: Person(ref=ref, name=names[ref])


def _milestone(
    row: ProgrammeRow, step: StepRow, work: MilestoneRow, today: date, opening: Opening, called: Called
) -> MilestoneView:
    goes_on = row.phase not in {"paused", "closed"}
    blocked = None
    if work.blocked_kind is not None and work.blocked_since is not None:
        blocked = BlockedView(kind=work.blocked_kind, since=work.blocked_since)
    return MilestoneView(
        id=step.milestone,
        stage=step.stage,
        title=opening.title(step.title),
        easy_title=step.easy_title,
        status=work.status,
        round=work.round,
        opened_on=work.opened_on,
        due=work.due,
        submitted_on=work.submitted_on,
        waiting_for_decision_since=work.asked_on if work.status == SUBMITTED else None,
        accepted_on=work.accepted_on,
        blocked=blocked,
        assignee=called(work.assignee) if work.assignee else None,
        evidence=work.evidence,
        changed=work.changed,
        overdue=goes_on and work.status == OPEN and work.due is not None and work.due < today,
        who=tuple(step.who),
        depends_on=tuple(step.depends_on),
        gates=tuple(step.gates),
        earliest_weeks=step.earliest,
        typical_weeks=step.typical,
        latest_weeks=step.latest,
    )


def _plan(row: ProgrammeRow, plan: PlanRow) -> PlanView:
    return PlanView(
        title=plan.title,
        summary=plan.summary,
        template=plan.template,
        template_version=plan.template_version,
        number=row.plan_number,
        typical_weeks=row.typical_weeks,
        ends_typically_on=row.start_on + timedelta(weeks=row.typical_weeks),
        floor_months=plan.floor_months,
        floor_why=plan.floor_why,
    )


def _ending(row: ProgrammeRow) -> EndingView | None:
    if row.closed_on is None or row.ending is None:
        return None
    return EndingView(ending=row.ending, closed_on=row.closed_on, still_running=row.still_running)
