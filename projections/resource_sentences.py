"""What happened to the things a group leaves behind, in plain sentences."""

from typing import assert_never

from domain.event import Recorded
from domain.resource_events import (
    Audience,
    OwnerLeft,
    OwnerNamed,
    PackImported,
    ResourceChecked,
    ResourceDrafted,
    ResourceEvent,
    ResourceKind,
    ResourcePublished,
    ResourceReviewed,
    ResourceRevised,
    ResourceWithdrawn,
    RunningAnswered,
)
from projections.facts import Happening
from projections.telling import Teller, day

KINDS: dict[ResourceKind, str] = {
    "lesson": "a lesson",
    "toolkit": "a toolkit",
    "network-link": "a link to others",
    "facility": "a place or a thing to use",
}
_AUDIENCES: dict[Audience, str] = {
    "everybody": "everybody",
    "waymark": "everybody with an account here",
    "programme": "the people of this programme",
}


def resource_sentence(event: Recorded[Happening], fact: ResourceEvent, teller: Teller) -> str:
    """One fact about what a group leaves behind."""
    if isinstance(fact, PackImported):
        return f"{teller.who(event.meta)} brought in what {fact.organisation} left behind."
    who, it = teller.who(event.meta), teller.resource(fact.resource)
    match fact:
        case ResourceDrafted():
            source = f" from {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} wrote down {KINDS[fact.kind]}{source} for others: {it}."
        case ResourceRevised():
            return f"{who} gave {it} other words. Members check it again before it is published."
        case ResourceChecked():
            found = "found it right" if fact.agreed else "found that it is not right yet"
            return f"{who} checked {it} and {found}."
        case ResourcePublished():
            edition = f" This is edition {fact.edition}." if fact.edition > 1 else ""
            return f"{who} published “{fact.title}” for {_AUDIENCES[fact.audience]}.{edition}"
        case ResourceWithdrawn():
            return f"{who} withdrew {it}. It is no longer offered."
        case OwnerNamed():
            asked = f", with {teller.name(fact.owner.person)} to ask" if fact.owner.person else ""
            return f"{who} recorded that {fact.owner.organisation} looks after {it}{asked}."
        case OwnerLeft():
            return f"{who} recorded that nobody looks after {it} any more."
        case ResourceReviewed():
            return f"{who} looked at {it}. The next look is on {day(fact.review_on)}."
        case RunningAnswered():
            return f"{who} said that {it} is {'still' if fact.running else 'no longer'} running."
        case _:
            assert_never(fact)
