"""What a form is about, in the words of the group, and what is in it before anybody types."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from domain.event import PersonRef
from domain.milestone_commands import Assign, HandOver
from domain.passage import Passage
from domain.programme import Programme, Status
from domain.resource_commands import PublishResource, ReviseResource
from domain.resource_events import ResourcePublished
from projections.agenda_reading import AgendaView
from service.forms.asking import FormWords
from service.forms.fields import Field, Lists
from service.group import Group
from service.page_words import called
from service.seals import Seals

_OPEN = frozenset({Status.OPEN, Status.SUBMITTED})
_SETTLED = frozenset({Status.ACCEPTED, Status.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form is about: its id, its title, and the page it has in the programme. All may be empty.

    `words` are what somebody once wrote, for the page alone and never for its title.
    """

    id: str = ""
    title: str = ""
    page: str = ""
    words: str = ""


def subject_of(group: Group, given: Mapping[str, str], seals: Seals, agenda: AgendaView | None) -> Subject:
    """What the page that led here means. `agenda` knows what duties and questions are called."""
    programme, milestone = group.programme, given.get("milestone", "")
    if programme is not None and milestone in programme.milestones:
        page = f"/milestones/{quote(milestone, safe='')}" + ("/evidence" if "evidence" in given else "")
        return Subject(milestone, opened(programme.milestones[milestone].step.title, seals), page)
    if milestone:
        return Subject(milestone, "", f"/milestones/{quote(milestone, safe='')}")
    if given.get("resource", "").isdecimal():
        return Subject("", title_of(group, int(given["resource"]), seals), "/do")
    key = given.get("duty") or given.get("need")
    items = (*agenda.late, *agenda.to_do, *agenda.waiting) if agenda and key else ()
    return Subject(
        "", next((called(each) for each in items if each.kind in {"duty", "question"} and each.key == key), "")
    )


def title_of(group: Group, number: int, seals: Seals) -> str:
    """What something that is left behind is called now."""
    found = group.legacy.resources.get(number) if group.legacy else None
    if found is None:
        return ""
    if found.draft is not None:
        return opened(found.draft.title, seals)
    return found.offered.title if found.offered else ""


def lists_of(programme: Programme | None, seals: Seals) -> Lists:
    """The milestones that can be chosen in a form."""
    every = programme.milestones if programme else {}
    named = {key: f"{key} {opened(each.step.title, seals)}" for key, each in every.items()}
    return {
        "milestone": {key: named[key] for key, each in every.items() if each.status not in _SETTLED},
        "several": {key: named[key] for key, each in every.items() if each.status in _OPEN},
    }


def begun(
    words: FormWords, group: Group, given: Mapping[str, str], fields: tuple[Field, ...], seals: Seals, person: PersonRef
) -> dict[str, str]:
    """What is in the fields at first: what is usual, and what is known already, so that nobody types it twice."""
    usual = {field.name: field.usual for field in fields if field.usual and field.name != "on_behalf_of.votes_against"}
    return usual | _known(words, group, given, seals, person)


def holder_of(words: FormWords, group: Group, given: Mapping[str, str]) -> dict[str, str]:
    """Who hands a milestone over, when the record says who looks after it: then nobody is asked."""
    milestone = group.programme.milestones.get(given.get("milestone", "")) if group.programme else None
    holder = milestone.assignee if milestone else None
    return {"giver": holder} if words.command is HandOver and holder else {}


def opened(text: str | Passage, seals: Seals) -> str:
    """Words as they can be read."""
    return text if isinstance(text, str) else seals.open(text)


def _known(words: FormWords, group: Group, given: Mapping[str, str], seals: Seals, person: PersonRef) -> dict[str, str]:
    milestone = group.programme.milestones.get(given.get("milestone", "")) if group.programme else None
    holder = milestone.assignee if milestone else None
    if words.command is Assign and milestone is not None and holder is None:
        return {"to": person}
    number = given.get("resource", "")
    resource = group.legacy.resources.get(int(number)) if group.legacy and number.isdecimal() else None
    if words.command is ReviseResource and resource is not None and resource.draft is not None:
        draft = resource.draft
        easy = seals.open(draft.easy_read) if draft.easy_read else ""
        return {"title": seals.open(draft.title), "text": seals.open(draft.text), "easy_read": easy}
    if words.command is PublishResource and resource is not None and resource.offered is not None:
        return _as_offered(resource.offered)
    return {}


def _as_offered(offered: ResourcePublished) -> dict[str, str]:
    """As it is offered now: new words open it to nobody else, and lose nothing, unless somebody says so."""
    return {
        "audience": offered.audience,
        "licence": offered.licence,
        "language": offered.language,
        # Whether there is Easy Read now is for the words to say.
        "formats": "\n".join(each for each in offered.formats if each != "easy-read" or offered.easy_read is None),
        "link": offered.link or "",
        "constituencies": "\n".join(offered.constituencies),
        "contact": offered.contact or "",
        "consented_on": offered.consented_on.isoformat() if offered.consented_on else "",
    }
