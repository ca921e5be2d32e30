"""Decisions about looking after what is left behind: an owner, the next look at it, and whether it still runs."""

from domain.event import Fact
from domain.legacy import ASSETS, Resource
from domain.moments import ONE_YEAR
from domain.occasion import Occasion
from domain.programme import Phase, Programme
from domain.refusals import AlreadyDone, DayNotPossible, NotNow, UnknownPart
from domain.resource_commands import AnswerRunning, EndOwnership, NameOwner, ReviewResource
from domain.resource_events import Owner, OwnerLeft, OwnerNamed, ResourceReviewed, RunningAnswered


def name_owner(resource: Resource, command: NameOwner, occasion: Occasion) -> Fact:
    """Somebody said yes to looking after it, whether it is published yet or not. They follow any owner before."""
    if command.agreed_on > occasion.today:
        msg = f"{command.agreed_on:%d %B %Y} is still to come. Give the day on which they said yes."
        raise DayNotPossible(msg)
    owner = Owner(organisation=command.organisation, person=command.person, agreed_on=command.agreed_on)
    if resource.owner == owner:
        msg = f"{owner.organisation} looks after this already. Nothing needs doing."
        raise AlreadyDone(msg)
    return OwnerNamed(resource=resource.number, owner=owner)


def ownership_ended(resource: Resource, command: EndOwnership, occasion: Occasion) -> Fact:
    """The owner can no longer look after it. Raises UnknownPart when nobody does."""
    if resource.owner is None:
        msg = "Nobody looks after this, so nobody can stop. Name an owner, if there is one now."
        raise UnknownPart(msg)
    return OwnerLeft(resource=resource.number, reason=occasion.maybe_words(command.reason))


def reviewed(resource: Resource, command: ReviewResource, occasion: Occasion) -> Fact:
    """Somebody looked at what is offered. Raises NotNow, DayNotPossible."""
    _offered(resource)
    if command.review_on <= occasion.today:
        msg = "The next look at it must be on a day that is still to come. Choose a later day."
        raise DayNotPossible(msg)
    return ResourceReviewed(
        resource=resource.number, review_on=command.review_on, note=occasion.maybe_words(command.note)
    )


def answered(resource: Resource, command: AnswerRunning, occasion: Occasion, programme: Programme) -> Fact:
    """Say whether an asset still runs: a year after the end, or sooner when it has stopped. Raises NotNow."""
    _offered(resource)
    if resource.kind not in ASSETS:
        msg = "A lesson does not run. If it is no longer right, revise it or withdraw it."
        raise NotNow(msg)
    if programme.phase is not Phase.CLOSED or programme.closed_on is None:
        msg = "This question is for after the end of a programme. This one has not ended."
        raise NotNow(msg)
    asked_on = programme.closed_on + ONE_YEAR
    if command.running and occasion.today < asked_on:
        msg = (
            f"We look a year after the end, from {asked_on:%d %B %Y}. Answer then. "
            "If this has stopped before that, you can say so now."
        )
        raise NotNow(msg)
    return RunningAnswered(resource=resource.number, running=command.running, note=occasion.maybe_words(command.note))


def _offered(resource: Resource) -> None:
    if resource.offered is None:
        was = "was withdrawn" if resource.withdrawn_on is not None else "is not published yet"
        msg = f"This {was}, so there is nothing to look at. Publish it first."
        raise NotNow(msg)
