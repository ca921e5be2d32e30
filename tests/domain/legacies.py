"""Resources in every state, for tests: drafted, checked, published, owned."""

import hashlib
from datetime import date

from domain.legacy import Resource
from domain.passage import Words
from domain.resource_commands import AddFile, CheckResource, DraftResource, LeaveOutFile, NameOwner, PublishResource
from domain.resource_events import PublishedFile, ResourceKind, ResourcePublished
from tests.domain.people import FOUNDER, SECOND_FOUNDER, STRANGER, WORKER
from tests.domain.programmes import GROUP, Walk, a_running_programme

TITLE, TEXT = "Our toolkit", "How we did it."


def a_file(name: str = "guide.pdf", media_type: str = "application/pdf") -> PublishedFile:
    """A file, known by its name."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return PublishedFile(sha256=sha256, size=100, media_type=media_type, name=name)


A_FILE = a_file()


def draft(kind: ResourceKind = "toolkit", **changes: object) -> DraftResource:
    given: dict[str, object] = {"kind": kind, "title": TITLE, "text": TEXT}
    return DraftResource.model_validate(given | changes)


def publish(resource: int = 1, **changes: object) -> PublishResource:
    return PublishResource.model_validate({"resource": resource, **changes})


def published(walk: Walk, command: PublishResource | AddFile | LeaveOutFile) -> ResourcePublished:
    """The edition that this makes."""
    (fact,) = walk.ask(command, FOUNDER)
    assert isinstance(fact, ResourcePublished)
    return fact


def owner(agreed_on: date, resource: int = 1, organisation: str = "Our Own Voice") -> NameOwner:
    return NameOwner(resource=resource, organisation=organisation, person=STRANGER, agreed_on=agreed_on)


def words(text: str) -> Words:
    """The group's own words, as a decision records them."""
    return Words(about=GROUP, text=text)


def of(walk: Walk, number: int = 1) -> Resource:
    assert walk.legacy is not None
    return walk.legacy.resources[number]


def a_draft_resource(kind: ResourceKind = "toolkit", walk: Walk | None = None) -> Walk:
    walk = walk or a_running_programme()
    walk.ask(draft(kind), WORKER)
    return walk


def a_checked_resource(kind: ResourceKind = "toolkit", walk: Walk | None = None) -> Walk:
    walk = a_draft_resource(kind, walk)
    walk.ask(CheckResource(resource=len(walk.legacy.resources if walk.legacy else ()), agreed=True), SECOND_FOUNDER)
    return walk


def a_published_resource(kind: ResourceKind = "toolkit", walk: Walk | None = None) -> Walk:
    walk = a_checked_resource(kind, walk)
    walk.ask(publish(len(walk.legacy.resources if walk.legacy else ())), FOUNDER)
    return walk


def an_owned_asset(kind: ResourceKind = "toolkit", walk: Walk | None = None) -> Walk:
    walk = a_published_resource(kind, walk)
    walk.ask(owner(walk.today, len(walk.legacy.resources if walk.legacy else ())), WORKER)
    return walk
