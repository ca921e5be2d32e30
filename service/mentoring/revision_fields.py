"""What is asked about each kind of change, and the change that the answers make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from domain.milestone_commands import AddMilestone
from domain.plan import Weeks
from domain.plan_events import ReorderedMilestone, RetimedMilestone
from domain.programme import Programme
from service.forms.fields import Field
from service.language.language import N_
from service.language.language import gettext as _
from service.mentoring.revision import Changes, Planned, left_out, next_id, weeks_in_words
from service.page_words import PARTIES

_MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: what it is called, what it asks, and what is said beside it."""

    title: str
    lead: str
    fields: Callable[[Programme, Mapping[str, Planned]], Sequence[Field]]


def _milestone(plan: Mapping[str, Planned], *, lengths: bool = False) -> Field:
    choices = tuple(
        (key, f"{key} {each.title}" + (f" ({weeks_in_words(each.weeks)})" if lengths else ""))
        for key, each in plan.items()
        if not each.settled
    )
    return Field("milestone", N_("Which milestone?"), "", "milestone", required=True, choices=choices, written=False)


def _weeks() -> tuple[Field, ...]:
    return (
        Field("typical", N_("How many weeks does it usually take?"), "", "number", required=True),
        Field("earliest", N_("And if everything goes well?"), N_("In weeks."), "number", required=True),
        Field("latest", N_("And if everything goes badly?"), N_("In weeks."), "number", required=True),
    )


def _depends_on(programme: Programme, plan: Mapping[str, Planned]) -> Field:
    parts = tuple(
        (stage.title, tuple((key, f"{key} {each.title}") for key, each in plan.items() if each.stage == stage.id))
        for stage in programme.stages
    )
    return Field(
        "depends_on",
        N_("What does it wait for?"),
        N_("Open a stage, and tick each milestone that must be reached before. Tick nothing if it may begin at once."),
        "several",
        required=False,
        choices=tuple(choice for _title, inside in parts for choice in inside),
        written=False,
        parts=tuple(part for part in parts if part[1]),
    )


def _of_new(programme: Programme, plan: Mapping[str, Planned]) -> Sequence[Field]:
    stages = tuple((each.id, each.title) for each in programme.stages)
    return (
        Field("title", N_("What is to be reached?"), N_("One short sentence."), "line", required=True),
        Field("what", N_("What is it about, and why?"), "", "words", required=True),
        Field(
            "stage", N_("To which stage does it belong?"), "", "choice", required=True, choices=stages, written=False
        ),
        Field("who", N_("Who does it?"), "", "several", required=True, choices=tuple(PARTIES.items())),
        *_weeks(),
        _depends_on(programme, plan),
    )


KINDS: Mapping[str, Kind] = {
    "retime": Kind(
        N_("Give another length"),
        N_("The dates of everything that waits for it move along."),
        lambda _programme, plan: (_milestone(plan, lengths=True), *_weeks()),
    ),
    "drop": Kind(
        N_("Leave a milestone out"),
        N_("What waited for it then waits for what comes before it. What was begun stays: set it aside instead."),
        lambda _programme, plan: (_milestone(plan),),
    ),
    "add": Kind(N_("Add a milestone"), N_("The group’s own words are best."), _of_new),
    "reorder": Kind(
        N_("Let it wait for others"),
        "",
        lambda programme, plan: (_milestone(plan), _depends_on(programme, plan)),
    ),
}


def wrong(fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the names of the fields."""
    return {field.name: said for field in fields if (said := _wrong(field, typed.get(field.name, "").strip()))}


def change_of(kind: str, typed: Mapping[str, str], programme: Programme, plan: Mapping[str, Planned]) -> Changes:
    """The change that the answers make. Raises ValidationError for a text that cannot be stored."""
    match kind:
        case "retime":
            return (RetimedMilestone(milestone=typed["milestone"], weeks=_three(typed)),)
        case "drop":
            return left_out(plan, typed["milestone"])
        case "reorder":
            return (ReorderedMilestone(milestone=typed["milestone"], depends_on=_lines(typed, "depends_on")),)
        case _:
            new = {
                "id": next_id(plan, programme, typed["stage"]),
                "stage": typed["stage"],
                "title": typed["title"],
                "what": typed["what"],
                "who": _lines(typed, "who"),
                "depends_on": _lines(typed, "depends_on"),
                "weeks": _three(typed),
            }
            return (AddMilestone.model_validate(new),)


def text_mistakes(fault: ValidationError) -> dict[str, str]:
    """The fields whose text cannot be stored."""
    said = _("Write less, and use only letters that can be shown.")
    return {str(each["loc"][0]): said for each in fault.errors() if each["loc"]}


def _wrong(field: Field, text: str) -> str:
    values = dict(field.choices)
    match field.kind:
        case _ if not text:
            return _empty(field) if field.required else ""
        case "number" if not text.isdecimal() or int(text[:9]) > _MOST_WEEKS:
            return _("Give a whole number of weeks, such as 6.")
        case "milestone" | "choice" if text not in values:
            return _("Please choose one of these.")
        case "several" if not set(text.splitlines()) <= set(values):
            return _("Please choose among these.")
        case _:
            return ""


def _empty(field: Field) -> str:
    match field.kind:
        case "number":
            return _("Please give a number.")
        case "milestone" | "choice":
            return _("Please choose one of these.")
        case "several":
            return _("Please choose at least one of these.")
        case _:
            return _("Please write something here.")


def _three(typed: Mapping[str, str]) -> Weeks:
    return Weeks.model_validate({name: int(typed[name].strip()) for name in Weeks.model_fields})


def _lines(typed: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.get(name, "").splitlines() if line.strip())
