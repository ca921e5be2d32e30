"""The steps of starting a programme: what each asks, and what is wrong with an answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.calendar import Day
from domain.moments import ONE_YEAR
from domain.passage import Name
from domain.programme_events import Vocabulary
from service.forms.fields import Field
from service.language.language import N_
from service.language.language import gettext as _
from service.mentoring.start_draft import StartDraft
from service.plan_file import plan_names

NATIONS: Mapping[str, str] = {
    "england": N_("England"),
    "wales": N_("Wales"),
    "scotland": N_("Scotland"),
    "northern-ireland": N_("Northern Ireland"),
}
WAYS: Mapping[str, str] = {
    "beginning": N_("It is just beginning"),
    "part-way": N_("It is on its way already"),
}
FUNDERS = 20
FARTHEST = timedelta(days=20 * 365)
"""A first day farther away than this is a slip of the pen."""
_NAME: TypeAdapter[Any] = TypeAdapter(Name)
_DAY: TypeAdapter[Any] = TypeAdapter(Day)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions. `again` are later steps whose answer hangs on these."""

    name: str
    title: str
    fields: Callable[[], Sequence[Field]] = tuple
    again: frozenset[str] = frozenset()
    part_way: bool = False
    """Whether only a group that is on its way already is asked this."""


def _template() -> Sequence[Field]:
    names = tuple((name, name) for name in plan_names())
    return (Field("template", N_("Which plan do you want to begin with?"), "", "choice", required=True, choices=names),)


def _organisation() -> Sequence[Field]:
    nations = tuple((value, words) for value, words in NATIONS.items())
    return (
        Field(
            "organisation",
            N_("What is the group called?"),
            N_("A working name is enough. It may change."),
            "line",
            required=True,
        ),
        Field("locality", N_("Where is it?"), N_("A town or an area, such as Tamworth."), "line", required=True),
        Field(
            "nation",
            N_("In which nation?"),
            N_("Its bank holidays count, and its rules for charities."),
            "choice",
            required=True,
            choices=nations,
        ),
        Field(
            "kind",
            N_("What kind of organisation does the group say it is?"),
            N_("Use the group’s own words. Some prefer disabled people’s organisation, or self-help group."),
            "line",
            required=True,
        ),
        Field("short", N_("In short?"), N_("Such as ULO or DPO. Or the same words again."), "line", required=True),
        Field("member", N_("What is one of its people called?"), N_("Such as member."), "line", required=True),
    )


def _partners() -> Sequence[Field]:
    return (
        Field(
            "mentor",
            N_("What is your own organisation called?"),
            N_("The one that goes with the group as its mentor."),
            "line",
            required=True,
        ),
        Field(
            "commissioner",
            N_("Which commissioner opens doors?"),
            N_("Such as the county council. Leave it empty if there is none yet."),
            "line",
            required=False,
        ),
        Field(
            "funders",
            N_("Who gives money?"),
            N_("One name on each line. Leave it empty if nobody does yet."),
            "words",
            required=False,
        ),
    )


def _dates() -> Sequence[Field]:
    return (
        Field(
            "way",
            N_("Is the group just beginning, or on its way already?"),
            N_("If it is on its way, you say next what it has reached."),
            "choice",
            required=False,
            choices=tuple(WAYS.items()),
        ),
        Field(
            "start_on",
            N_("On which day does it begin, or did it?"),
            N_("Usually the day of the first meeting. If the group is just beginning, it may be a day to come."),
            "day",
            required=True,
        ),
        Field(
            "funding_end",
            N_("On which day does the funding end?"),
            N_("Then Waymark watches that date. Leave it empty if you do not know it."),
            "day",
            required=False,
        ),
    )


STEPS: tuple[Step, ...] = (
    Step("template", N_("The plan"), _template, frozenset({"reached", "when", "realism"})),
    Step("organisation", N_("The group"), _organisation),
    Step("partners", N_("Who goes with it"), _partners),
    Step("people", N_("People and their parts")),
    Step("dates", N_("First day and funding"), _dates, frozenset({"when", "realism"})),
    Step("reached", N_("How far it is"), again=frozenset({"when", "realism"}), part_way=True),
    Step("when", N_("On which days"), again=frozenset({"realism"}), part_way=True),
    Step("realism", N_("Is it realistic?")),
    Step("check", N_("Check your answers")),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
USUAL: Mapping[str, str] = {
    "nation": "england",
    "way": "beginning",
    "kind": Vocabulary().organisation,
    "short": Vocabulary().short,
    "member": Vocabulary().member,
}
"""Answers that stand there from the beginning."""


def steps_of(draft: StartDraft) -> tuple[Step, ...]:
    """The steps for this group: one that is just beginning is not asked about its past."""
    return tuple(step for step in STEPS if draft.part_way or not step.part_way)


def next_step(draft: StartDraft) -> str:
    """The first step that is not finished."""
    return next(step.name for step in steps_of(draft) if step.name == "check" or step.name not in draft.answered)


def reached(draft: StartDraft, name: str) -> bool:
    """Whether everything before this step is answered. People change their mind about any step before."""
    steps = [step.name for step in steps_of(draft)]
    return name in steps and all(each in draft.answered for each in steps[: steps.index(name)])


def wrong(step: Step, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the names of the fields."""
    found = {field.name: said for field in step.fields() if (said := _wrong(field, typed.get(field.name, "")))}
    start, end = _day(typed.get("start_on", "")), _day(typed.get("funding_end", ""))
    if not found and start and end and end <= start:
        found["funding_end"] = _("The funding must end after the first day. Check both days.")
    return found


def not_on_these_days(said: Mapping[str, str], today: date) -> dict[str, str]:
    """What is wrong with the days of the programme as seen from today, by the names of the fields."""
    start, end = _day(said["start_on"]), _day(said["funding_end"])
    found = {}
    if start and abs(start - today) > FARTHEST:
        found["start_on"] = _("This is more than twenty years away from today. Check the year.")
    elif said["way"] != "part-way" and start and start + ONE_YEAR < today:
        found["start_on"] = _(
            "This is more than a year ago. Check the year. If the group is on its way already, say so above."
        )
    if said["way"] == "part-way" and start and start > today:
        found["start_on"] = _("This day is still to come. If the group is on its way, give the day on which it began.")
    if end and end <= today:
        found["funding_end"] = _("This day has passed. Give a day that is still to come, or leave it empty.")
    return found


def funders(typed: str) -> tuple[str, ...]:
    """One name on each line."""
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def _wrong(field: Field, text: str) -> str:
    if not text.strip():
        return _EMPTY[field.kind]() if field.required else ""
    match field.kind:
        case "choice":
            return "" if text in dict(field.choices) else _("Please choose one of these.")
        case "day":
            return "" if _day(text) else _("Give a day, month and year that there is.")
        case "words":
            names = funders(text)
            if len(names) > FUNDERS:
                return _("Give twenty names at most.")
            return next((said for name in names if (said := _wrong_name(name))), "")
        case _:
            return _wrong_name(text)


def _wrong_name(text: str) -> str:
    try:
        _NAME.validate_python(text)
    except ValidationError:
        return _("Use 200 letters at most, and only letters that can be shown.")
    return ""


def _day(text: str) -> date | None:
    try:
        found: date = _DAY.validate_python(text.strip())
    except ValidationError:
        return None
    return found


_EMPTY: Mapping[str, Callable[[], str]] = {
    "line": lambda: _("Please write something here."),
    "words": lambda: _("Please write something here."),
    "day": lambda: _("Please give a day."),
    "choice": lambda: _("Please choose one of these."),
}
