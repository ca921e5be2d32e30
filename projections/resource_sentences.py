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
from projections.telling import Teller

KINDS: dict[ResourceKind, str] = {
    "lesson": "a lesson",
    "toolkit": "a toolkit",
    "network-link": "a link to others",
    "facility": "a place or a thing to use",
}
AUDIENCES: dict[Audience, str] = {
    "everybody": "everybody",
    "waymark": "everybody with an account here",
    "programme": "the people of this programme",
}


def resource_sentence(event: Recorded[Happening], fact: ResourceEvent, teller: Teller) -> str:
    """One fact about what a group leaves behind."""
    who, say = teller.who(event.meta), teller.speech.say
    if isinstance(fact, PackImported):
        return say("%(who)s brought in what %(other)s left behind.", who=who, other=fact.organisation)
    it = teller.resource(fact.resource)
    match fact:
        case ResourceDrafted():
            kind = teller.speech.word(KINDS[fact.kind])
            if fact.milestone is None:
                return say("%(who)s wrote down %(kind)s for others: %(it)s.", who=who, kind=kind, it=it)
            title = teller.milestone(fact.milestone)
            return say(
                "%(who)s wrote down %(kind)s from %(title)s for others: %(it)s.", who=who, kind=kind, title=title, it=it
            )
        case ResourceRevised():
            return say(
                "%(who)s gave %(it)s other words. Others of the group check it again before it is published.",
                who=who,
                it=it,
            )
        case ResourceChecked():
            if fact.agreed:
                return say("%(who)s checked %(it)s and found it right.", who=who, it=it)
            return say("%(who)s checked %(it)s and found that it is not right yet.", who=who, it=it)
        case ResourcePublished():
            audience = teller.speech.word(AUDIENCES[fact.audience])
            said = say("%(who)s published “%(title)s” for %(audience)s.", who=who, title=fact.title, audience=audience)
            return said + (" " + say("This is edition %(number)s.", number=fact.edition) if fact.edition > 1 else "")
        case ResourceWithdrawn():
            return say("%(who)s withdrew %(it)s. It is no longer offered.", who=who, it=it)
        case OwnerNamed():
            owner = fact.owner.organisation
            if fact.owner.person is None:
                return say("%(who)s recorded that %(owner)s looks after %(it)s.", who=who, owner=owner, it=it)
            return say(
                "%(who)s recorded that %(owner)s looks after %(it)s, with %(person)s to ask.",
                who=who,
                owner=owner,
                it=it,
                person=teller.name(fact.owner.person),
            )
        case OwnerLeft():
            return say("%(who)s recorded that nobody looks after %(it)s any more.", who=who, it=it)
        case ResourceReviewed():
            return say(
                "%(who)s looked at %(it)s. The next look is on %(day)s.",
                who=who,
                it=it,
                day=teller.speech.day(fact.review_on),
            )
        case RunningAnswered():
            if fact.running:
                return say("%(who)s said that %(it)s is still running.", who=who, it=it)
            return say("%(who)s said that %(it)s is no longer running.", who=who, it=it)
        case _:
            assert_never(fact)
