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
    """One fact about what a group leaves behind. A resource is called by its number; a published one by its title."""
    who = teller.who(event.meta)
    match fact:
        case ResourceDrafted():
            source = f" from {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} wrote down {KINDS[fact.kind]}{source} for others, as resource {fact.resource}."
        case ResourceRevised():
            return f"{who} gave resource {fact.resource} other words. Members check it again before it is published."
        case ResourceChecked():
            found = "found it right" if fact.agreed else "found that it is not right yet"
            return f"{who} checked resource {fact.resource} and {found}."
        case ResourcePublished():
            edition = f" This is edition {fact.edition}." if fact.edition > 1 else ""
            return f"{who} published “{fact.title}” for {_AUDIENCES[fact.audience]}.{edition}"
        case ResourceWithdrawn():
            return f"{who} withdrew resource {fact.resource}. It is no longer offered."
        case OwnerNamed():
            asked = f", with {teller.name(fact.owner.person)} to ask" if fact.owner.person else ""
            return f"{who} recorded that {fact.owner.organisation} looks after resource {fact.resource}{asked}."
        case OwnerLeft():
            return f"{who} recorded that nobody looks after resource {fact.resource} any more."
        case ResourceReviewed():
            return f"{who} looked at resource {fact.resource}. The next look is on {day(fact.review_on)}."
        case RunningAnswered():
            return f"{who} said that resource {fact.resource} is {'still' if fact.running else 'no longer'} running."
        case PackImported():
            return f"{who} brought in what {fact.organisation} left behind."
        case _:
            assert_never(fact)
