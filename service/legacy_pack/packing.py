"""Gathers what goes into a legacy pack, from a programme's own events."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Literal

from domain.as_it_went import lasted
from domain.calendar import day_in_london
from domain.event import Fact, Recorded
from domain.learning_events import BuddyAgreed
from domain.legacy import Legacy
from domain.plan_events import AddedMilestone, PlanRevised
from domain.programme_events import MentorReplaced, ProgrammeClosed, ProgrammeStarted
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.resource_events import ResourcePublished, ResourceReviewed
from service.assembly import Waymark
from service.group import resources_of
from service.legacy_pack.contents import Neighbour, PackContents, PackedResource

PackAudience = Literal["everybody", "waymark"]


def packed(
    waymark: Waymark, programme: str, audience: PackAudience = "everybody", *, with_contacts: bool = False
) -> PackContents:
    """What a programme leaves behind, as it is now. Raises UnknownProgramme.

    Only what is published for this audience goes in, and no person's name unless `with_contacts` is asked for: then
    the names of those who said that they may be asked.
    """
    events = waymark.store.load(programme)
    if not events or not isinstance(events[0].fact, ProgrammeStarted):
        raise UnknownProgramme(NO_SUCH_PROGRAMME)
    today = day_in_london(waymark.clock())
    started = events[0].fact
    closed = next((event for event in reversed(events) if isinstance(event.fact, ProgrammeClosed)), None)
    course = lasted(events, today)
    left = waymark.store.load(resources_of(programme))
    reviewed = {each.fact.resource: each for each in left if isinstance(each.fact, ResourceReviewed)}
    offered = list(_offered(waymark.front_door.group(programme).legacy, reviewed))
    shown = [each for each in offered if _is_for(each.published, audience)]
    resources = [_with_contact(each, waymark) if with_contacts else _without_contact(each) for each in shown]
    return PackContents(
        programme=programme,
        organisation=started.organisation,
        locality=started.locality,
        mentor=_mentor(events, started),
        vocabulary=started.vocabulary,
        template=started.plan.template,
        template_version=started.plan.version,
        started_on=started.start_on,
        ended_on=closed.meta.occurred_on if closed else None,
        ending=closed.fact.ending if closed and isinstance(closed.fact, ProgrammeClosed) else None,
        made_on=today,
        audience=audience,
        resources=tuple(resources),
        withheld=len(offered) - len(shown),
        neighbours=tuple(_neighbours(events)),
        plan=started.plan,
        course=tuple(each for each in course if started.plan.milestone(each.milestone) is not None),
        left_out=sum(_added(event.fact) for event in events),
    )


def _offered(legacy: Legacy | None, reviewed: Mapping[int, Recorded[Fact]]) -> Iterator[PackedResource]:
    """What is published and was not withdrawn, in the order of the numbers."""
    for resource in sorted(legacy.resources.values(), key=attrgetter("number")) if legacy else ():
        if resource.offered is None or resource.published_on is None:
            continue
        answer = resource.answers[-1] if resource.answers else None
        looked = reviewed.get(resource.number)
        since = looked is not None and resource.review_on != resource.offered.review_on
        yield PackedResource(
            published=resource.offered,
            published_on=resource.published_on,
            owner=resource.owner.organisation if resource.owner else None,
            owner_agreed_on=resource.owner.agreed_on if resource.owner else None,
            running=answer.running if answer else None,
            running_answered_on=answer.answered_on if answer else None,
            reviewed_on=looked.meta.occurred_on if looked is not None and since else None,
            review_on=resource.review_on if since else None,
        )


def _is_for(published: ResourcePublished, audience: PackAudience) -> bool:
    return published.audience in {"everybody", audience}


def _without_contact(resource: PackedResource) -> PackedResource:
    without = resource.published.model_copy(update={"contact": None, "consented_on": None})
    return resource.model_copy(update={"published": without})


def _with_contact(resource: PackedResource, waymark: Waymark) -> PackedResource:
    """Only the person who said yes, and only as far as they want to be reached."""
    person = resource.published.contact
    card = waymark.people.get(person) if person is not None and resource.published.consented_on else None
    plain = _without_contact(resource)
    if card is None:
        return plain
    by = {"email": card.email, "phone": card.phone, "post": card.post}.get(card.channel)
    return plain.model_copy(update={"contact": card.name, "contact_by": by})


def _mentor(events: Sequence[Recorded[Fact]], started: ProgrammeStarted) -> str:
    replaced = [event.fact.mentor for event in events if isinstance(event.fact, MentorReplaced)]
    return (replaced[-1] if replaced else started.mentor).organisation


def _neighbours(events: Sequence[Recorded[Fact]]) -> Iterator[Neighbour]:
    for event in events:
        if isinstance(fact := event.fact, BuddyAgreed):
            yield Neighbour(
                organisation=fact.organisation, part=fact.part, gives=fact.gives, since=event.meta.occurred_on
            )


def _added(fact: Fact) -> int:
    changes = fact.changes if isinstance(fact, PlanRevised) else ()
    return sum(isinstance(change, AddedMilestone) for change in changes)
