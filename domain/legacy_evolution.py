"""How each event changes what a group leaves behind. Fields only, no rules: what was stored always loads."""

from typing import assert_never

from domain.calendar import day_in_london
from domain.event import Recorded
from domain.legacy import Draft, Legacy, Resource, RunningAnswer
from domain.resource_events import (
    OwnerLeft,
    OwnerNamed,
    PackImported,
    ResourceChecked,
    ResourceDrafted,
    ResourceEvent,
    ResourcePublished,
    ResourceReviewed,
    ResourceRevised,
    ResourceWithdrawn,
    RunningAnswered,
)


def evolve(legacy: Legacy | None, event: Recorded[ResourceEvent]) -> Legacy:
    """The legacy after this event."""
    legacy = legacy or Legacy()
    fact = event.fact
    match fact:
        case PackImported():
            return legacy.model_copy(update={"version": event.version, "pack": fact})
        case ResourceDrafted():
            resource = _drafted(event, fact)
        case ResourcePublished():
            # What came from another Waymark was never drafted here.
            known = legacy.resources.get(fact.resource, Resource(number=fact.resource, kind=fact.kind))
            resource = _published(known, event, fact)
        case (
            ResourceRevised()
            | ResourceChecked()
            | ResourceWithdrawn()
            | OwnerNamed()
            | OwnerLeft()
            | ResourceReviewed()
            | RunningAnswered()
        ):
            resource = _changed(legacy.resources[fact.resource], event, fact)
        case _:
            assert_never(fact)
    return legacy.model_copy(
        update={"version": event.version, "resources": {**legacy.resources, resource.number: resource}}
    )


def _drafted(event: Recorded[ResourceEvent], fact: ResourceDrafted) -> Resource:
    return Resource(
        number=fact.resource,
        kind=fact.kind,
        drafted=event.version,
        milestone=fact.milestone,
        lesson=fact.lesson,
        evidence=fact.evidence,
        draft=Draft(
            number=1,
            title=fact.title,
            text=fact.text,
            easy_read=fact.easy_read,
            written_on=event.meta.occurred_on,
        ),
        writers=frozenset({event.meta.actor}),
    )


def _published(resource: Resource, event: Recorded[ResourceEvent], fact: ResourcePublished) -> Resource:
    return resource.model_copy(
        update={
            "edition": fact.edition,
            "offered": fact,
            "published_on": event.meta.occurred_on,
            "withdrawn_on": None,
            "review_on": fact.review_on,
        }
    )


def _changed(
    resource: Resource,
    event: Recorded[ResourceEvent],
    fact: ResourceRevised
    | ResourceChecked
    | ResourceWithdrawn
    | OwnerNamed
    | OwnerLeft
    | ResourceReviewed
    | RunningAnswered,
) -> Resource:
    on = event.meta.occurred_on
    match fact:
        case ResourceRevised():
            draft = Draft(number=fact.draft, title=fact.title, text=fact.text, easy_read=fact.easy_read, written_on=on)
            return resource.model_copy(update={"draft": draft, "writers": resource.writers | {event.meta.actor}})
        case ResourceChecked():
            if resource.draft is None or resource.draft.number != fact.draft:
                return resource
            checked = resource.draft.model_copy(update={"agreed": fact.agreed, "checked_on": on})
            return resource.model_copy(update={"draft": checked})
        case ResourceWithdrawn():
            return resource.model_copy(update={"offered": None, "withdrawn_on": on})
        case OwnerNamed():
            # A new owner was never asked: what the one before said no longer counts.
            return resource.model_copy(update={"owner": fact.owner, "owner_left_on": None, "answers": ()})
        case OwnerLeft():
            # What has stopped does not begin again because somebody leaves.
            answers = resource.answers if resource.has_stopped else ()
            left_on = day_in_london(event.meta.recorded_at)
            return resource.model_copy(update={"owner": None, "owner_left_on": left_on, "answers": answers})
        case ResourceReviewed():
            return resource.model_copy(update={"review_on": fact.review_on})
        case RunningAnswered():
            answer = RunningAnswer(running=fact.running, answered_on=on)
            return resource.model_copy(update={"answers": (*resource.answers, answer)})
        case _:
            assert_never(fact)
