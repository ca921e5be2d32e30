"""Lessons at the moment of need: what others left behind for this milestone, or for one of its kind."""

from psycopg import Connection

from projections.legacy_rows import PROGRAMME
from projections.legacy_shelf import HELPED, VISIBLE, LibraryReader, Shelved, taken
from projections.legacy_views import LessonLine
from projections.progress_rows import PLAN, STEP, PlanRow, StepRow

_SAME = "(row.milestone = %(milestone)s AND row.template = %(template)s)"


def lessons_for(
    connection: Connection, programme: str, milestone: str, reader: LibraryReader, limit: int = 10
) -> tuple[LessonLine, ...]:
    """What other organisations left for the same milestone of the same template, then for milestones of its kind.

    Of its kind: the same stage, or a criterion in common. What helped most others comes first, then the newest. The
    programme's own things are left out. None for a milestone that its plan has not.
    """
    with connection.cursor() as cursor:
        own = PROGRAMME.load(cursor, [(programme,)]).get((programme,))
        step = STEP.load(cursor, [(programme, milestone)]).get((programme, milestone))
        plan = PLAN.load(cursor, [(programme,)]).get((programme,))
        if own is None or step is None or plan is None:
            return ()
        criteria = {f"criterion{number}": each for number, each in enumerate(step.criteria)}
        kind = " OR ".join(
            [_SAME, "row.stage = ANY(%(stages)s)", *(f"row.criteria @> to_jsonb(%({name})s::int)" for name in criteria)]
        )
        asked: dict[str, object] = {
            **reader.asked,
            **criteria,
            "programme": programme,
            "milestone": milestone,
            "template": own.template,
            "stages": _stages(step, plan),
            "most": limit,
        }
        found = taken(
            cursor,
            f"row.offered AND {VISIBLE} AND row.programme <> %(programme)s AND ({kind})",
            asked,
            f"{_SAME} IS TRUE DESC, {HELPED} DESC, row.published_on DESC, row.resource LIMIT %(most)s",
        )
    return tuple(_lesson(each, step, plan, own.template) for each in found)


def _stages(step: StepRow, plan: PlanRow) -> list[str]:
    """A stage by its id and by its titles: what others left says it in either way."""
    names = [step.stage]
    for stage in plan.stages:
        if stage["id"] == step.stage:
            names += [str(stage["title"]), str(stage["easy_title"])]
    return names


def _lesson(found: Shelved, step: StepRow, plan: PlanRow, template: str) -> LessonLine:
    row = found.row
    if (row.milestone, row.template) == (step.milestone, template):
        return LessonLine(why="same milestone", line=found.line)
    return LessonLine(why="same stage" if row.stage in _stages(step, plan) else "same criteria", line=found.line)
