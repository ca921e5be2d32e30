"""What somebody began to write and has not sent, as their tasks list it."""

from dataclasses import dataclass
from datetime import datetime

from service.assembly import Waymark
from service.drafts.drafts import Draft, Drafts
from service.drafts.places import about, has_form
from service.forms.catalogue import FORMS
from service.forms.trial import Trial
from service.language.language import N_
from service.sign_in.door import SignedIn
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


def begun_of(drafts: Drafts, waymark: Waymark, visibility: Visibility, acting: SignedIn) -> list[Begun]:
    """The drafts of a person in the programmes that they still read, the newest first.

    What cannot be sent now, whatever is typed, is left out: it would lead nowhere. It is kept, in case it can be later.
    """
    found = [each for each in drafts.of(acting.person) if has_form(each.place) and about(each.place)[0]]
    programmes = sorted({_programme(each) for each in found})
    sights = {str(each.resource.programme): each for each in visibility.sights(programmes, acting.person)}
    goes_on = [
        (each, sight)
        for each in found
        if (sight := sights.get(_programme(each))) is not None
        and _goes_on(each, Trial(waymark, sight, acting, waymark.people.names(visibility.people(sight.group))))
    ]
    return [
        _begun(each, sight.group.programme.organisation if sight.group.programme else "") for each, sight in goes_on
    ]


def _goes_on(draft: Draft, trial: Trial) -> bool:
    _, name, given = about(draft.place)
    words = FORMS.get(name)
    if words is None:
        return True
    return trial.objection(words, given, meeting=given.get("meeting") == "yes") is None


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
