"""What somebody began to write and has not sent, as their tasks list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.event import PersonRef
from service.drafts.drafts import Draft, Drafts
from service.drafts.places import about, has_form
from service.forms.catalogue import FORMS
from service.language.language import N_
from service.visibility import Visibility

_EVIDENCE = N_("Add evidence")
_PAGES = {"plan/revise": N_("Change the plan"), "invitations": N_("Invite people")}


@dataclass(frozen=True, slots=True)
class Begun:
    """One draft: what it does, about what, where, and where it goes on."""

    words: str
    about: str
    organisation: str
    address: str
    kept_at: datetime


def begun_of(drafts: Drafts, visibility: Visibility, person: PersonRef) -> list[Begun]:
    """The drafts of a person in the programmes that they still read, the newest first."""
    found = [each for each in drafts.of(person) if has_form(each.place) and about(each.place)[0]]
    names = _organisations({_programme(each) for each in found}, visibility, person)
    return [_begun(each, names[_programme(each)]) for each in found if _programme(each) in names]


def _organisations(programmes: Iterable[str], visibility: Visibility, person: PersonRef) -> dict[str, str]:
    seen = (sight.group.programme for sight in visibility.sights(sorted(programmes), person))
    return {each.id: each.organisation for each in seen if each is not None}


def _programme(draft: Draft) -> str:
    return f"programme:{about(draft.place)[0]}"


def _begun(draft: Draft, organisation: str) -> Begun:
    _, name, given = about(draft.place)
    words = FORMS.get(name)
    return Begun(
        words.link if words else _PAGES.get(name, _EVIDENCE),
        given.get("milestone", ""),
        organisation,
        draft.place,
        draft.kept_at,
    )
