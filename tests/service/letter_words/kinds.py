"""Every kind of letter there is, in a group with a question, a duty, and a thing that is left behind."""

from datetime import date, timedelta
from typing import get_args
from uuid import uuid4

from domain.access_needs import AccessNeeds, Format, Involvement
from domain.duty_events import PromptKind
from domain.journal_commands import RaiseDuty
from domain.learning_commands import RaiseInformationNeed
from domain.resource_commands import CheckResource, DraftResource, NameOwner, PublishResource
from service.letter_words.item import Item, Letter
from service.letter_words.writing import text_of
from service.people import PersonCard
from service.privacy.needs import NeedsBook
from tests.service.group import FIRST, MENTOR, WORKER, Group

OWNER = "person:9b4e28ba-2fa1-41d2-883f-0016d3cca427"
WORDS = "How do we pay for Ann's interpreter?"
KINDS: tuple[tuple[str, PromptKind], ...] = (
    *((f"milestone/{FIRST}", kind) for kind in ("reminder", "due", "overdue", "escalation")),
    *((f"milestone/{FIRST}", kind) for kind in ("blocked-follow-up", "decision")),
    *(("review/1", kind) for kind in ("reminder", "due", "overdue", "escalation")),
    *(("duty/end-of-lease", kind) for kind in ("reminder", "due", "overdue", "escalation")),
    *(("need/1", kind) for kind in ("question", "escalation")),
    *(("need/2", kind) for kind in ("question", "escalation")),
    *(("resource/1", kind) for kind in ("review-resource", "still-running", "owner-wanted")),
    *(("handover", kind) for kind in ("handover", "still-running")),
)
assert {kind for _, kind in KINDS} == set(get_args(PromptKind)), "A kind of letter is missing here."


def filled(ours: Group) -> Group:
    """The group, with something for each kind of letter."""
    ours.start()
    day = ours.hands.now.date()
    ours.ask(RaiseDuty(duty="end-of-lease", title="Ann's flat", due=day + timedelta(days=30)))
    ours.ask(RaiseInformationNeed(milestone=FIRST, question=WORDS), WORKER)
    ours.ask(RaiseInformationNeed(milestone=None, question=WORDS), WORKER)
    ours.ask(DraftResource(kind="toolkit", title="A toolkit", text="How to begin."), WORKER)
    ours.ask(CheckResource(resource=1, agreed=True))
    ours.ask(PublishResource(resource=1, review_on=day + timedelta(weeks=70)))
    ours.ask(NameOwner(resource=1, organisation="Helping Hands", person=OWNER, agreed_on=day))
    ours.waymark.people.add(PersonCard(name="Olu Owner"), OWNER)
    return ours


def reads(ours: Group, person: str, *formats: Format, involvement: Involvement = "involve-me") -> None:
    """Say how somebody reads best."""
    needs = AccessNeeds(formats=frozenset(formats), involvement=involvement)
    assert NeedsBook(ours.waymark.pool, ours.hands).keep(person, needs)


def letter(
    ours: Group, about: str, kind: PromptKind, person: str = MENTOR, channel: str = "email", due: date | None = None
) -> str:
    """What somebody is told."""
    item = Item(ours.id, 9, about, kind, 1, due or ours.hands.now.date() + timedelta(days=14))
    card = ours.waymark.people.get(person)
    assert card is not None
    return text_of(ours.waymark, Letter(uuid4(), person, channel, (item,)), card.name, ours.hands.now)
