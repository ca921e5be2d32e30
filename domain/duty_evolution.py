"""How duties and timers change a programme."""

from typing import assert_never

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Recorded
from domain.programme import DutyState, Line, Programme
from domain.programme_events import ProgrammeEvent


def changed(
    programme: Programme, event: Recorded[ProgrammeEvent], fact: DutyOpened | DutyMet | DutyMoved | Prompted
) -> Programme:
    """The programme after something happened to a duty, or a timer ran out."""
    at = event.meta.recorded_at
    match fact:
        case DutyOpened():
            duty = DutyState(
                id=fact.duty,
                kind=fact.kind,
                series=fact.source,
                due=fact.due,
                remind_weeks=fact.remind_weeks,
                cure_weeks=fact.cure_weeks,
                legal=fact.legal,
                who=fact.who,
                limit=fact.limit,
                reach=fact.reach,
                about=fact.about,
            )
            return programme.model_copy(
                update={
                    "duties": {**programme.duties, fact.duty: duty},
                    "lines": {**programme.lines, f"duty/{fact.duty}": Line(since=at)},
                }
            )
        case DutyMet():
            met = programme.duties[fact.duty].model_copy(update={"met_on": fact.met_on})
            lines = {key: line for key, line in programme.lines.items() if key != f"duty/{fact.duty}"}
            return programme.model_copy(update={"duties": {**programme.duties, fact.duty: met}, "lines": lines})
        case DutyMoved():
            moved = programme.duties[fact.duty].model_copy(update={"due": fact.due})
            return programme.model_copy(
                update={
                    "duties": {**programme.duties, fact.duty: moved},
                    "lines": {**programme.lines, f"duty/{fact.duty}": Line(since=at)},
                }
            )
        case Prompted():
            line = programme.lines.get(fact.about, Line(since=at))
            said = line.model_copy(update={"last": fact.planned_for})
            return programme.model_copy(update={"lines": {**programme.lines, fact.about: said}})
        case _:
            assert_never(fact)
