"""Plan check: every fault of a plan at once, each with what to do about it."""

from collections.abc import Iterator

from domain.plan import Foundation, Milestone, Plan
from domain.plan_faults import FOUNDATIONS, Fault, Place
from domain.schedule import find_loop, loop_in_words, schedule

MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 52


def check_plan(plan: Plan) -> tuple[Fault, ...]:
    """Every fault and warning of a plan, in the order a reader of the plan meets them."""
    return (
        *_ids(plan),
        *_stages(plan),
        *_milestones(plan),
        *_order(plan),
        *_gates(plan),
        *_duties(plan),
        *_foundations(plan),
        *_ending(plan),
        *_length(plan),
    )


def under_floor(plan: Plan) -> str | None:
    """Why a plan is too short to be honest, with the numbers and the source's reason; None when it is long enough.

    Compares the typical length with the floor, 12 months being 52 weeks. Agreeing such a plan is refused elsewhere.
    Raises PlanGoesInCircles.
    """
    typical = schedule(plan.milestones).length
    if typical * MONTHS_A_YEAR >= plan.floor.months * WEEKS_A_YEAR:
        return None
    return (
        f"This plan takes {typical} weeks ({months(typical):.1f} months) when every milestone takes its typical "
        f"time. The shortest honest length is {plan.floor.months} months "
        f"({-(-plan.floor.months * WEEKS_A_YEAR // MONTHS_A_YEAR)} weeks). {plan.floor.why}"
    )


def months(weeks: int) -> float:
    """Weeks as months of a year that has 52 weeks, so that 104 weeks are 24 months."""
    return weeks * MONTHS_A_YEAR / WEEKS_A_YEAR


def _ids(plan: Plan) -> Iterator[Fault]:
    kinds = {
        "stages": [s.id for s in plan.stages],
        "milestones": [m.id for m in plan.milestones],
        "gates": [g.id for g in plan.gates],
        "duties": [d.id for d in plan.duties],
    }
    for kind, ids in kinds.items():
        for index, each in enumerate(ids):
            if each in ids[:index]:
                sentence = f"Two {kind} are called {each}. Give one of them another id."
                yield Fault(code="duplicate-id", subject=each, at=(kind, index, "id"), sentence=sentence)
    if not plan.milestones:
        sentence = "The plan has no milestones. Write at least one, or start from a template."
        yield Fault(code="no-milestones", at=("milestones",), sentence=sentence)


def _stages(plan: Plan) -> Iterator[Fault]:
    known = {s.id for s in plan.stages}
    for index, stage in enumerate(plan.stages):
        if not any(m.stage == stage.id for m in plan.milestones):
            sentence = f"Stage {stage.id} has no milestones. Give it one, or take the stage out."
            yield Fault(
                code="empty-stage", severity="warning", subject=stage.id, at=("stages", index), sentence=sentence
            )
    if plan.draft_stage not in known:
        sentence = (
            f"draft_stage names {plan.draft_stage}, which is not a stage. Name one of: {', '.join(sorted(known))}."
        )
        yield Fault(code="unknown-draft-stage", at=("draft_stage",), sentence=sentence)
    elif not any(m.stage == plan.draft_stage for m in plan.milestones):
        sentence = (
            f"draft_stage names {plan.draft_stage}, which has no milestones, so nothing could open before the plan is "
            "agreed. Name the stage the work begins with."
        )
        yield Fault(code="empty-draft-stage", at=("draft_stage",), sentence=sentence)


def _milestones(plan: Plan) -> Iterator[Fault]:
    stages = {s.id for s in plan.stages}
    for index, m in enumerate(plan.milestones):
        if m.stage not in stages:
            sentence = f"{m.id} belongs to stage {m.stage}, which the plan does not have. Add the stage or correct it."
            yield Fault(code="unknown-stage", subject=m.id, at=("milestones", index, "stage"), sentence=sentence)
        if not m.who:
            sentence = f"{m.id} names nobody to do it. Say who does it."
            yield Fault(code="nobody-named", subject=m.id, at=("milestones", index, "who"), sentence=sentence)
        if trouble := _impossible(m):
            yield Fault(code="impossible-weeks", subject=m.id, at=("milestones", index, "weeks"), sentence=trouble)


def _impossible(m: Milestone) -> str | None:
    weeks = m.weeks
    if not weeks.earliest <= weeks.typical <= weeks.latest:
        return (
            f"{m.id} takes {weeks.earliest:,} weeks at the earliest, {weeks.typical} typically and {weeks.latest} at "
            "the latest. Put the three in order: earliest, then typical, then latest."
        )
    if weeks.typical == 0:
        return f"{m.id} typically takes no time at all. Give it at least one week."
    return None


def _order(plan: Plan) -> Iterator[Fault]:
    stage_of = {m.id: m.stage for m in plan.milestones}
    for index, m in enumerate(plan.milestones):
        for place, earlier in enumerate(m.depends_on):
            at = ("milestones", index, "depends_on", place)
            if earlier not in stage_of:
                sentence = f"{m.id} depends on {earlier}, which the plan does not have. Add it or take the link out."
                yield Fault(code="unknown-dependency", subject=m.id, at=at, sentence=sentence)
            elif m.stage == plan.draft_stage != stage_of[earlier]:
                sentence = (
                    f"{m.id} opens before the plan is agreed, but depends on {earlier}, which opens only afterwards. "
                    f"Move one of them to another stage, or take the link out."
                )
                yield Fault(code="draft-waits-for-plan", subject=m.id, at=at, sentence=sentence)
    for loop in _loops({m.id: set(m.depends_on) for m in plan.milestones}):
        sentence = f"These milestones wait for each other: {loop_in_words(loop)}. Take one of these links out."
        yield Fault(code="dependency-loop", subject=loop[0], at=_at(plan, loop[0], "depends_on"), sentence=sentence)


def _gates(plan: Plan) -> Iterator[Fault]:
    known = {m.id for m in plan.milestones}
    named = {g for m in plan.milestones for g in m.gates}
    for index, m in enumerate(plan.milestones):
        for place, gate in enumerate(m.gates):
            if plan.gate(gate) is None:
                sentence = (
                    f"{m.id} waits behind the gate {gate}, which the plan does not have. Add the gate or remove it."
                )
                yield Fault(
                    code="unknown-gate", subject=m.id, at=("milestones", index, "gates", place), sentence=sentence
                )
    for index, g in enumerate(plan.gates):
        at: Place = ("gates", index)
        for place, missing in enumerate(g.met_by):
            if missing not in known:
                sentence = f"Gate {g.id} is met by {missing}, which the plan does not have. Name one that it has."
                yield Fault(code="gate-cannot-be-met", subject=g.id, at=(*at, "met_by", place), sentence=sentence)
        if not g.met_by and g.rule is None:
            sentence = f"Nothing can open gate {g.id}. Name the milestones it is met by, or its rule."
            yield Fault(code="gate-cannot-be-met", subject=g.id, at=at, sentence=sentence)
        if g.id not in named:
            sentence = f"No milestone waits behind gate {g.id}. Name it under a milestone's gates, or take it out."
            yield Fault(code="unused-gate", severity="warning", subject=g.id, at=at, sentence=sentence)
    yield from _gates_that_wait_for_themselves(plan)


def _gates_that_wait_for_themselves(plan: Plan) -> Iterator[Fault]:
    """Find gates met by a milestone that comes after them, perhaps through another gate: only a waiver opens them."""
    links = {m.id: set(m.depends_on) for m in plan.milestones}
    for loop in _loops(links):
        links = _without(links, loop)
    for index, m in enumerate(plan.milestones):
        for place, gate in enumerate(m.gates):
            found = plan.gate(gate)
            with_gate = {**links, m.id: links[m.id] | set(found.met_by if found else ())}
            if loop := find_loop(with_gate):
                sentence = (
                    f"{m.id} waits behind gate {gate}, and what meets that gate waits for {m.id}: "
                    f"{loop_in_words(loop)}. Take the gate or one of these links out."
                )
                at = ("milestones", index, "gates", place)
                yield Fault(code="gate-loop", subject=m.id, at=at, sentence=sentence)
            else:
                links = with_gate


def _duties(plan: Plan) -> Iterator[Fault]:
    known = {m.id for m in plan.milestones}
    for index, duty in enumerate(plan.duties):
        if duty.after not in known:
            sentence = f"Duty {duty.id} begins after {duty.after}, which the plan does not have. Name one that it has."
            yield Fault(
                code="unknown-duty-milestone", subject=duty.id, at=("duties", index, "after"), sentence=sentence
            )
    if plan.handover is not None and plan.handover not in known:
        sentence = (
            f"handover names {plan.handover}, which the plan does not have. Name the milestone the mentor leaves with."
        )
        yield Fault(code="unknown-handover", at=("handover",), sentence=sentence)


def _foundations(plan: Plan) -> Iterator[Fault]:
    laid: set[Foundation] = {each for m in plan.milestones for each in m.covers}
    for foundation, (code, words) in FOUNDATIONS.items():
        if foundation not in laid:
            sentence = (
                f"The plan never gives the organisation {words}. Add a milestone for it, or write "
                f"'covers: [{foundation}]' under the one that does it."
            )
            yield Fault(code=code, subject=foundation, at=("milestones",), sentence=sentence)


def _ending(plan: Plan) -> Iterator[Fault]:
    followed = {d for m in plan.milestones for d in m.depends_on}
    loose = [m.id for m in plan.milestones if m.id not in followed and m.id != plan.handover]
    if plan.handover is None and len(loose) == 1:
        return
    if loose:
        sentence = f"Nothing follows from these: {', '.join(loose)}. Check that no later milestone needs them."
        yield Fault(code="nothing-follows", severity="warning", at=("milestones",), sentence=sentence)


def _length(plan: Plan) -> Iterator[Fault]:
    if plan.milestones and not find_loop({m.id: m.depends_on for m in plan.milestones}):
        sentence = under_floor(plan)
        if sentence:
            yield Fault(code="under-floor", severity="warning", at=("floor",), sentence=sentence)


def _loops(links: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Every loop that shares no link with one named before it: enough to mend them all, without naming one twice."""
    while loop := find_loop(links):
        yield loop
        links = _without(links, loop)


def _without(links: dict[str, set[str]], loop: tuple[str, ...]) -> dict[str, set[str]]:
    cut = dict(zip(loop, (*loop[1:], loop[0]), strict=True))
    return {m: earlier - {cut[m]} if m in cut else earlier for m, earlier in links.items()}


def _at(plan: Plan, milestone: str, field: str) -> Place:
    return ("milestones", next(i for i, m in enumerate(plan.milestones) if m.id == milestone), field)
