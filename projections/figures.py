"""Every figure of progress that has a name, and the fields it is made of. What is not here is shown nowhere."""

from collections.abc import Callable, Iterable, Mapping

from domain.journal_events import (
    CelebrationRecorded,
    FigureCorrected,
    LessonRecorded,
    MentoringSessionHeld,
    PeopleCounted,
    ReviewHeld,
)
from domain.milestone_events import TasksHandedOver
from domain.organisation_events import ThresholdSet
from domain.plan_events import GateWaived
from domain.programme_events import ProgrammeResumed, ProgrammeStarted
from projections.figure_families import (
    EVERY,
    EVIDENCE,
    MOVES,
    OF_ONE,
    PHASES,
    PLAN_TOPICS,
    Family,
    Figure,
    topics_of,
)
from projections.milestone_work import ACTIVE
from projections.past_events import BOARD_TOPICS
from projections.progress_burn_up import week_of
from projections.progress_past import BASELINES, BOARD, PLAN, Cell
from projections.progress_views import MilestoneView, ProgressView
from projections.speech import N_, Phrase

PHASE: Cell = ("", "phase")
ADDED_UP = frozenset(
    {"evidence", "celebrations", "lessons", "mentoring_sessions", "mentoring_minutes", "plan", "board", "baselines"}
)
"""Fields to which every event adds. Of all others only the last event that wrote them counts."""


def figures(view: ProgressView) -> dict[str, Figure]:
    """Every figure of a programme, by its name."""
    return {figure.name: figure for family in FAMILIES for figure in family.make(view)}


def family_of(name: str) -> Family | None:
    """The family a name belongs to, or None."""
    return next((family for family in FAMILIES if family.has(name)), None)


def _milestones(view: ProgressView) -> list[MilestoneView]:
    return [milestone for stage in view.stages for milestone in stage.milestones]


_COUNTS: Mapping[str, str] = {
    "total": N_("milestones in the plan"),
    "waiting": N_("milestones that are not begun"),
    "open": N_("milestones that are open"),
    "submitted": N_("milestones that wait for a decision"),
    "accepted": N_("milestones that are reached"),
    "set_aside": N_("milestones that are set aside"),
    "overdue": N_("milestones that are late"),
    "blocked": N_("milestones that are held up"),
}


def _counts(view: ProgressView) -> Iterable[Figure]:
    milestones, counts = _milestones(view), view.counts.model_dump()
    for name, label in _COUNTS.items():
        match name:
            case "total":
                cells = set[Cell]()
            case "waiting":
                cells = {(each.id, "status") for each in milestones if each.status != "waiting"}
            case "overdue":
                late = [each.id for each in milestones if each.overdue]
                cells = {PHASE} | {(each, field) for each in late for field in ("status", "due")}
            case "blocked":
                held = [each.id for each in milestones if each.blocked is not None and each.status in ACTIVE]
                cells = {(each, field) for each in held for field in ("status", "blocked_kind")}
            case _:
                cells = {(each.id, "status") for each in milestones if each.status == name.replace("_", "-")}
        yield Figure(f"counts.{name}", Phrase(label), counts[name], frozenset({PLAN, *cells}))


def _percent(view: ProgressView) -> Iterable[Figure]:
    settled = {(each.id, "status") for each in _milestones(view) if each.status in {"accepted", "set-aside"}}
    label = N_("how much of the way is reached, in per cent of what is not set aside")
    yield Figure("percent", Phrase(label), view.percent, frozenset({PLAN, *settled}))


def _stages(view: ProgressView) -> Iterable[Figure]:
    for stage in view.stages:
        for name, label in (
            ("total", N_("milestones in “%(stage)s”")),
            ("accepted", N_("milestones that are reached in “%(stage)s”")),
            ("set_aside", N_("milestones that are set aside in “%(stage)s”")),
        ):
            status = name.replace("_", "-")
            cells = {(each.id, "status") for each in stage.milestones if each.status == status}
            called, value = Phrase(label, {"stage": stage.title}), getattr(stage, name)
            yield Figure(f"stages.{stage.id}.{name}", called, value, frozenset({PLAN, *cells}))


def _criteria(view: ProgressView, field: str) -> Iterable[Figure]:
    label, cell = _OF_CRITERION[field]
    for each in view.criteria:
        cells = set[Cell]()
        if cell == "evidence":
            cells = {(milestone, cell) for milestone in each.milestones}
        elif cell == "status":
            reached = {one.id for one in _milestones(view) if one.status == "accepted"}
            cells = {(milestone, cell) for milestone in each.milestones if milestone in reached}
        name, called = f"criteria.{each.criterion}.{field}", Phrase(label, {"number": each.criterion})
        yield Figure(name, called, getattr(each, field), frozenset({PLAN, *cells}))


_OF_CRITERION = {
    "total": (N_("milestones that serve criterion %(number)s"), ""),
    "accepted": (N_("milestones reached that serve criterion %(number)s"), "status"),
    "evidence": (N_("pieces of evidence for criterion %(number)s"), "evidence"),
}
_WORK = {
    "round": N_("how many times work began on “%(milestone)s”"),
    "evidence": N_("pieces of evidence for “%(milestone)s”"),
    "changed": N_("the number of the last change that a person made to “%(milestone)s”"),
}
_WEEKS = {
    "earliest_weeks": N_("weeks at the earliest for “%(milestone)s”"),
    "typical_weeks": N_("weeks, typically, for “%(milestone)s”"),
    "latest_weeks": N_("weeks at the latest for “%(milestone)s”"),
}


_BASELINE = {
    "plan_number": N_("the number of the plan in plan %(plan)s that progress was measured against"),
    "typical_weeks": N_("weeks, typically, in plan %(plan)s that progress was measured against"),
    "planned": N_(
        "milestones to be reached by the end of week %(week)s in plan %(plan)s that progress was measured against"
    ),
}


def _work(view: ProgressView, field: str) -> Iterable[Figure]:
    for each in _milestones(view):
        label, cells = Phrase(_WORK[field], {"milestone": each.title}), frozenset({PLAN, (each.id, field)})
        yield Figure(f"milestones.{each.id}.{field}", label, getattr(each, field), cells)


def _weeks(view: ProgressView) -> Iterable[Figure]:
    for each in _milestones(view):
        for field, label in _WEEKS.items():
            name, called = f"milestones.{each.id}.{field}", Phrase(label, {"milestone": each.title})
            yield Figure(name, called, getattr(each, field), frozenset({PLAN}))


def _burn_up(view: ProgressView) -> Iterable[Figure]:
    dated = [(each.id, week_of(view.start_on, each.accepted_on)) for each in _milestones(view) if each.accepted_on]
    for point in view.burn_up.reached:
        cells = {(name, "accepted_on") for name, week in dated if week <= point.week}
        label = Phrase(N_("milestones reached by the end of week %(week)s"), {"week": point.week})
        yield Figure(f"burn_up.reached.{point.week}", label, point.total, frozenset({PLAN, *cells}))


def _baselines(view: ProgressView) -> Iterable[Figure]:
    cells = frozenset({PLAN, BASELINES})
    for number, each in enumerate(view.burn_up.baselines, start=1):
        name, which = f"burn_up.baselines.{number}", {"plan": number}
        yield Figure(f"{name}.plan_number", Phrase(_BASELINE["plan_number"], which), each.plan_number, cells)
        yield Figure(f"{name}.typical_weeks", Phrase(_BASELINE["typical_weeks"], which), each.typical_weeks, cells)
        for point in each.planned:
            label = Phrase(_BASELINE["planned"], {"week": point.week, **which})
            yield Figure(f"{name}.planned.{point.week}", label, point.total, cells)


def _one(name: str, label: str, *cells: Cell) -> Callable[[ProgressView], Iterable[Figure]]:
    def make(view: ProgressView) -> Iterable[Figure]:
        value: object = view
        for part in name.split("."):
            value = getattr(value, part)
        if not isinstance(value, int):
            raise TypeError(name)
        yield Figure(name, Phrase(label), value, frozenset(cells))

    return make


def _simple(name: str, label: str, topics: frozenset[str], *cells: Cell) -> Family:
    return Family(name, topics | topics_of(ProgrammeStarted), _one(name, label, *cells))


def _people(figure: str, label: str) -> Family:
    return _simple(f"people.{figure}", label, topics_of(PeopleCounted, FigureCorrected), ("", f"people.{figure}"))


FAMILIES: tuple[Family, ...] = (
    Family("percent", MOVES, _percent),
    Family("counts.<count>", MOVES | PHASES, _counts),
    Family("stages.<stage>.<count>", MOVES, _stages),
    Family("criteria.<criterion>.total", PLAN_TOPICS, lambda view: _criteria(view, "total")),
    Family("criteria.<criterion>.accepted", MOVES, lambda view: _criteria(view, "accepted")),
    Family("criteria.<criterion>.evidence", EVIDENCE | PLAN_TOPICS, lambda view: _criteria(view, "evidence")),
    Family("milestones.<milestone>.round", MOVES, lambda view: _work(view, "round")),
    Family("milestones.<milestone>.evidence", EVIDENCE | PLAN_TOPICS, lambda view: _work(view, "evidence")),
    Family(
        "milestones.<milestone>.changed",
        OF_ONE | PLAN_TOPICS | topics_of(TasksHandedOver, ProgrammeResumed, GateWaived),
        lambda view: _work(view, "changed"),
    ),
    Family("milestones.<milestone>.<length>", PLAN_TOPICS, _weeks),
    Family("burn_up.reached.<week>", MOVES, _burn_up),
    Family("burn_up.baselines.<number>.<figure>", PLAN_TOPICS, _baselines),
    Family("burn_up.baselines.<number>.planned.<week>", PLAN_TOPICS, lambda _: ()),
    _simple("plan.template_version", N_("the version of the template"), frozenset(), PLAN),
    _simple("plan.floor_months", N_("the months that a programme is advised to take"), frozenset(), PLAN),
    _simple("plan.number", N_("the number of the plan, which grows with each change of it"), PLAN_TOPICS, PLAN),
    _simple("plan.typical_weeks", N_("weeks that the plan takes, typically"), PLAN_TOPICS, PLAN, ("", "typical_weeks")),
    _simple("mentor.sessions", N_("mentoring sessions"), topics_of(MentoringSessionHeld), ("", "mentoring_sessions")),
    _simple("mentor.minutes", N_("minutes of mentoring"), topics_of(MentoringSessionHeld), ("", "mentoring_minutes")),
    _simple("reviews_held", N_("quarterly reviews that were held"), topics_of(ReviewHeld), ("", "reviews_held")),
    _people("engaged", N_("people engaged")),
    _people("trained", N_("people trained")),
    _people("supported", N_("people supported")),
    _people("different", N_("different people who took part")),
    _simple("celebrations", N_("celebrations"), topics_of(CelebrationRecorded), ("", "celebrations")),
    _simple("lessons", N_("lessons written down"), topics_of(LessonRecorded), ("", "lessons")),
    # All three of the board name the same events: which of them moved the second figure would say who is disabled.
    _simple("board.voting", N_("voting members of the board"), BOARD_TOPICS, BOARD),
    _simple("board.from_constituency", N_("voting members from the constituency"), BOARD_TOPICS, BOARD),
    _simple(
        "board.threshold",
        N_("per cent of the voting members who must come from the constituency"),
        topics_of(ThresholdSet),
        ("", "threshold"),
    ),
    Family(
        "version",
        EVERY,
        _one("version", N_("the number of the newest event in the programme’s own stream")),
        newest=True,
    ),
    Family(
        "last_position", frozenset(), _one("last_position", N_("the place of the newest event in the log")), newest=True
    ),
)
"""The closed list. A new figure of progress needs a family here; a test goes over every number that is shown."""
