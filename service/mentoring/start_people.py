"""The step about people: one is added at a time, and each can be taken off again."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from domain.event import PersonRef
from domain.roles import APPOINTED, HELPERS, STEERING, Role
from projections.telling import ROLES
from service.forms.fields import Field
from service.language.language import N_
from service.language.language import gettext as _
from service.mentoring.desk import MentorDesk
from service.mentoring.start_draft import Participant, StartDraft
from service.people import PersonCard
from service.sign_in.door import SignedIn

MOST = 30
PARTS: tuple[Role, ...] = tuple(role for role in Role if role in APPOINTED and role is not Role.BOARD)
"""A board sits on the register of the organisation, and there is none on the first day."""


def known_people(desk: MentorDesk, acting: SignedIn) -> Mapping[PersonRef, str]:
    """The people whom the mentor helps already, by name."""
    visibility, found = desk.visibility.for_presence(acting.presence), set[PersonRef]()
    programmes = desk.reading(acting).portfolio(acting.person, None, 100).found.programmes
    for sight in visibility.sights([line.programme for line in programmes], acting.person):
        if visibility.roles(sight.group, acting.person) & HELPERS:
            found |= visibility.people(sight.group)
    names = desk.waymark.people.names(found - {acting.person})
    return dict(sorted(names.items(), key=lambda each: each[1].casefold()))


def fields(known: Mapping[PersonRef, str]) -> Sequence[Field]:
    """What is asked about one more person."""
    parts = tuple((role.value, ROLES[role]) for role in PARTS)
    asked = [
        Field("name", N_("Their name"), "", "line", required=False),
        Field(
            "email",
            N_("Their e-mail address"),
            N_(
                "With it they are sent an invitation when the programme begins. Without it they take part, and you "
                "write down what they say."
            ),
            "line",
            required=False,
        ),
        Field("role", N_("Their part"), "", "choice", required=True, choices=parts),
    ]
    if known:
        hint = N_("Then leave name and e-mail address empty.")
        choices = tuple(known.items())
        asked.insert(
            0,
            Field(
                "person",
                N_("Somebody you know from another programme?"),
                hint,
                "person",
                required=False,
                choices=choices,
            ),
        )
    return tuple(asked)


def added(
    draft: StartDraft, typed: Mapping[str, str], known: Mapping[PersonRef, str], coordinator: PersonRef
) -> tuple[StartDraft, dict[str, str]]:
    """The draft with one more person, or what is wrong with them."""
    said = {key: typed.get(key, "").strip() for key in ("person", "name", "email", "role")}
    wrong: dict[str, str] = {}
    if said["role"] not in {role.value for role in PARTS}:
        wrong["role"] = _("Please choose their part.")
    if said["person"] and said["person"] not in known:
        wrong["person"] = _("Please choose one of these.")
    elif said["person"] and (said["name"] or said["email"]):
        wrong["person"] = _("Choose a person here, or write a name and an e-mail address below. Not both.")
    if not said["person"] and not said["name"]:
        wrong["name"] = _("Please write their name.")
    if said["email"] and (not said["person"]) and _card(said["name"] or "…", said["email"]) is None:
        wrong["email"] = _("This does not look like an e-mail address. It is written like ann@example.org.")
    if len(draft.people) >= MOST:
        wrong[""] = _("That is enough to begin with. You can invite more people when the programme has begun.")
    if wrong:
        return draft, wrong
    role = Role(said["role"])
    if said["person"]:
        new = Participant(name=known[said["person"]], role=role, person=said["person"])
    else:
        card = _card(said["name"], said["email"])
        if card is None:
            return draft, {"name": _("Use 200 letters at most, and only letters that can be shown.")}
        new = Participant(name=card.name, role=role, email=card.email)
    if new.person == coordinator and role in STEERING:
        return draft, {"role": _("Who coordinates does not decide for the group. Choose another part.")}
    people = (*(each for each in draft.people if each != new), new)
    return draft.model_copy(update={"people": people}), {}


def removed(draft: StartDraft, number: str) -> StartDraft:
    """The draft without one of its people, counted from 1."""
    kept = tuple(each for place, each in enumerate(draft.people, 1) if str(place) != number)
    return draft.model_copy(update={"people": kept})


def _card(name: str, email: str) -> PersonCard | None:
    try:
        return PersonCard(name=name, email=email or None, channel="email" if email else "none")
    except ValidationError:
        return None
