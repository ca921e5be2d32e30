"""Where each task is done: the page of a milestone, a form, or the programme it belongs to."""

from collections.abc import Mapping
from urllib.parse import urlencode

from domain.access import authorize
from domain.journal_commands import HoldReview, MeetDuty
from domain.learning_commands import AnswerInformationNeed
from domain.milestone_commands import AgreePlan
from domain.programme_commands import Command
from projections.agenda_reading import AgendaItem
from service.visibility import Sight

_FORMS: Mapping[str, tuple[type[Command], str]] = {
    "plan": (AgreePlan, ""),
    "review": (HoldReview, ""),
    "duty": (MeetDuty, "duty"),
    "question": (AnswerInformationNeed, "need"),
}


def place_of(item: AgendaItem, sight: Sight) -> str:
    """The address at which this reader goes on with a task."""
    page = f"/programmes/{item.programme.removeprefix('programme:')}"
    if item.kind in {"milestone", "decision"}:
        return f"{page}/milestones/{item.key}"
    if item.kind not in _FORMS:
        return page
    command, field = _FORMS[item.kind]
    if not authorize(sight.actor, command, sight.resource).allowed:
        return page
    given = f"?{urlencode({field: item.key})}" if field else ""
    return f"{page}/do/{command.NAME}{given}"
