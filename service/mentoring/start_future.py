"""What to expect of a programme that is not started yet: from its first day, or from where the group is already."""

from datetime import date, datetime
from uuid import UUID

from domain import decisions
from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.programme import Programme
from domain.programme_commands import StartProgramme
from domain.roles import Role
from service.assembly import Waymark
from service.group import Group
from service.mentoring.start_draft import StartDraft
from service.mentoring.start_sending import command_of
from service.outlook.questions import ForecastQuestion
from service.outlook.reckoning import told
from service.outlook.room import OutlookRoom
from service.outlook.views import ForecastView
from service.plan_file import load_plan
from service.visit import Visit

RUNS = 2_000
"""A fifth of a forecast's runs: enough to say whether dates are realistic."""
_NOT_YET = UUID(int=0)


def future_of(draft: StartDraft, waymark: Waymark, ahead: OutlookRoom, coordinator: PersonRef) -> ForecastView:
    """The forecast. Raises the refusal with which the start itself would be refused, of a group that is part-way."""
    end = draft.value("funding_end")
    question = ForecastQuestion(runs=RUNS, by=date.fromisoformat(end) if end else None)
    if not draft.part_way:
        return ahead.plan(draft.value("template"), question, date.fromisoformat(draft.value("start_on")))
    now = waymark.clock()
    today = day_in_london(now)
    begun = as_if_started(command_of(draft, coordinator), coordinator, now)
    return told(begun, today, question, waymark.experiences.of_programme(begun, today))


def as_if_started(command: StartProgramme, coordinator: PersonRef, now: datetime) -> Programme:
    """The programme as it would be if it were started at this moment. Nothing is recorded."""
    visit = Visit(f"programme:{_NOT_YET}", command, coordinator, "as-if", load_plan(command.template))
    occasion = visit.occasion(now, Group(), lambda _sealed: "")
    facts = decisions.start(None, command, occasion)
    begun = Group().after(visit.events(facts, occasion, Role.MENTOR, 0, None, lambda: _NOT_YET)).programme
    if begun is None:
        msg = "A programme that was started is there."
        raise AssertionError(msg)
    return begun
