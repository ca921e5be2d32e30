"""A group that was on its way before: which milestones it reached or works on, and on about which days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.calendar import Day
from domain.plan import Milestone, Plan
from domain.programme_commands import DoneBefore, OpenBefore
from domain.programme_events import Vocabulary
from service.forms.fields import Field
from service.language.language import N_
from service.language.language import gettext as _
from service.language.plan_words import in_own_words
from service.language.written import day
from service.mentoring.start_draft import StartDraft
from service.plan_file import load_plan

NOT_BEGUN, OPEN, REACHED = "not-begun", "open", "reached"
CHOICES: tuple[tuple[str, str], ...] = (
    (NOT_BEGUN, N_("not begun yet")),
    (OPEN, N_("being worked on")),
    (REACHED, N_("reached")),
)
AGREED_ON = "agreed_on"
_STATE, _DAY_OF = "state.", "day."
_DAY: TypeAdapter[Any] = TypeAdapter(Day)


@dataclass(frozen=True, slots=True)
class StageAsked:
    """One stage of the plan, with a question about each of its milestones."""

    title: str
    fields: tuple[Field, ...]


def stages_asked(draft: StartDraft) -> tuple[StageAsked, ...]:
    """How far each milestone is, stage by stage."""
    plan = _plan(draft)
    return tuple(
        StageAsked(
            stage.title,
            tuple(
                Field(_STATE + each.id, _words(draft, each), "", "choice", required=False, choices=CHOICES)
                for each in plan.milestones
                if each.stage == stage.id
            ),
        )
        for stage in plan.stages
    )


def reached_answered(draft: StartDraft, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The answers to the first question, and what is wrong with them."""
    known = {value for value, _words in CHOICES}
    said = {_STATE + each.id: typed.get(_STATE + each.id, NOT_BEGUN) for each in _plan(draft).milestones}
    wrong = {name: _("Please choose one of these.") for name, value in said.items() if value not in known}
    if all(value == NOT_BEGUN for value in said.values()):
        wrong[next(iter(said))] = _("Choose for at least one milestone that it is reached, or being worked on.")
    return said, wrong


def days_asked(draft: StartDraft) -> tuple[Field, ...]:
    """On which day the plan was agreed, and each of these milestones reached or begun."""
    reached, begun = N_("Reached on about which day?"), N_("Begun on about which day?")
    agreed = Field(
        AGREED_ON,
        N_("On which day did the group agree its plan?"),
        N_("Leave it empty if it has not agreed one yet. Then it is asked to."),
        "day",
        required=False,
    )
    return (
        agreed,
        *(
            Field(_DAY_OF + each.id, _words(draft, each), reached if state == REACHED else begun, "day", required=True)
            for each, state in _chosen(draft)
        ),
    )


def days_answered(draft: StartDraft, typed: Mapping[str, str], today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The answers to the second question, and what is wrong with them."""
    fields, first = days_asked(draft), date.fromisoformat(draft.value("start_on"))
    said = {field.name: typed.get(field.name, "").strip() for field in fields}
    found = {field.name: _wrong(said[field.name], field, first, today) for field in fields}
    return said, {name: wrong for name, wrong in found.items() if wrong}


def done_before(draft: StartDraft) -> tuple[DoneBefore, ...]:
    """What was reached, as the command says it."""
    chosen = [each for each, how in _chosen(draft) if how == REACHED]
    return tuple(DoneBefore(milestone=each.id, accepted_on=_on(draft, each)) for each in chosen)


def open_before(draft: StartDraft) -> tuple[OpenBefore, ...]:
    """What is being worked on, as the command says it."""
    return tuple(
        OpenBefore(milestone=each.id, opened_on=_on(draft, each)) for each, how in _chosen(draft) if how == OPEN
    )


def told(draft: StartDraft, state: str) -> tuple[tuple[str, date], ...]:
    """Milestones in words with their days, the earliest first, for the page on which answers are checked."""
    found = ((_words(draft, each), _on(draft, each)) for each, how in _chosen(draft) if how == state)
    return tuple(sorted(found, key=lambda each: each[1]))


def _chosen(draft: StartDraft) -> Iterator[tuple[Milestone, str]]:
    for each in _plan(draft).milestones:
        state = draft.value(_STATE + each.id)
        if state in {OPEN, REACHED}:
            yield each, state


def _wrong(said: str, field: Field, first: date, today: date) -> str:
    if not said:
        return _("Please give a day. One that is about right is enough.") if field.required else ""
    try:
        found: date = _DAY.validate_python(said)
    except ValidationError:
        return _("Give a day, month and year that there is.")
    if found > today:
        return _("This day is still to come. Give one that has passed.")
    if found < first:
        return _("This is before the first day, %(first)s. Change one of the two.", first=day(first))
    return ""


def _on(draft: StartDraft, milestone: Milestone) -> date:
    return date.fromisoformat(draft.value(_DAY_OF + milestone.id))


def _words(draft: StartDraft, milestone: Milestone) -> str:
    own = Vocabulary(organisation=draft.value("kind"), short=draft.value("short"), member=draft.value("member"))
    return f"{milestone.id}: {in_own_words(milestone.title, own)}"


def _plan(draft: StartDraft) -> Plan:
    return load_plan(draft.value("template"))
