"""From a what-if to a change of the plan: the address at which a future can be looked at once more, and adopted."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from pydantic import ValidationError

from domain.milestone_commands import PlanChangeAsked
from domain.outlook import course_on
from domain.plan_events import RetimedMilestone
from domain.programme import Programme
from domain.refusals import Refusal
from domain.suppositions import FromWhatIf
from domain.whatif import BESIDE_PLAN
from service.outlook.answers import HelpView
from service.outlook.questions import Revision, WhatIfAsked
from service.outlook.reckoning import revision_of


def adoption(page: str, what_if: WhatIfAsked) -> str:
    """Where a what-if is put together as a change of the plan. `page` is the programme's."""
    return f"{page}/plan/revise?{urlencode({'what_if': what_if_written(what_if)})}"


def what_if_of(help_: HelpView, today: date) -> WhatIfAsked | None:
    """The what-if behind one line of what would help. None when nothing in it can be planned."""
    planned = [each for each in help_.changes if not isinstance(each, BESIDE_PLAN)]
    if not planned:
        return None
    name = f"{planned[0].milestone.lower()}-sooner" if isinstance(planned[0], RetimedMilestone) else "what-if"
    return WhatIfAsked(what_if=name, fork_on=today, changes=help_.changes)


def what_if_written(what_if: WhatIfAsked | None) -> str:
    """A what-if as a form or an address carries it."""
    return "" if what_if is None else what_if.model_dump_json(exclude={"against"})


def what_if_read(text: str) -> WhatIfAsked | None:
    """The same, read again. None when it is not whole."""
    try:
        return WhatIfAsked.model_validate_json(text) if text else None
    except ValidationError:
        return None


def revision_from(programme: Programme, today: date, what_if: WhatIfAsked) -> Revision | None:
    """What makes this future the plan. Raises UnknownMilestone or PlanBroken when the plan has moved on since."""
    return revision_of(course_on(programme, today), what_if)


def source_of(
    programme: Programme, today: date, changes: Sequence[PlanChangeAsked], what_if: WhatIfAsked | None
) -> FromWhatIf | None:
    """Which what-if these changes come from. None when something else was changed too: nobody looked at that."""
    try:
        revision = None if what_if is None else revision_from(programme, today, what_if)
    except Refusal:
        return None
    return revision.from_what_if if revision is not None and revision.changes == tuple(changes) else None
