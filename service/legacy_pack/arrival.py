"""Brings a legacy pack into this Waymark's library: under the names it has everywhere, and with where it came from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import uuid4

from domain.calendar import day_in_london
from domain.event import Fact, Meta, Recorded
from domain.legacy import Legacy
from domain.passage import Words
from domain.refusals import SomebodyElseWasFirst
from domain.resource_events import (
    Owner,
    OwnerLeft,
    OwnerNamed,
    PackImported,
    ResourcePublished,
    ResourceReviewed,
    ResourceWithdrawn,
    RunningAnswered,
)
from domain.roles import Role
from service.assembly import Waymark
from service.event_store import ClockBehind, CommandAnswer, VersionTaken
from service.group import resources_of
from service.legacy_pack.contents import PackContents, PackedResource
from service.legacy_pack.opened_pack import OpenedPack, PackRefused

IMPORTER = "legacy-import"
LEDGER = "service"
TRIES = 12
NOT_IN_THE_PACK = "The newer pack no longer holds it."


class OwnPack(PackRefused):
    """The pack's programme is here itself."""


class OlderPack(PackRefused):
    """A newer pack of the same programme came in before."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in. `events` is 0 when the same pack came in before; `position` is what a reader waits for."""

    organisation: str
    resources: int
    events: int
    position: int


def take_in(waymark: Waymark, pack: OpenedPack) -> Arrived:
    """Record what a pack brings that is not known yet, all of it or nothing.

    Raises OwnPack, OlderPack, SomebodyElseWasFirst.
    """
    contents, stream = pack.contents, resources_of(pack.contents.programme)
    answer = CommandAnswer(stream, f"{IMPORTER}/{pack.digest}", sha256(pack.digest.encode()).digest(), {})
    at = waymark.clock()
    for _ in range(TRIES):
        group = waymark.front_door.group(contents.programme)
        if group.programme is not None:
            raise OwnPack(
                "This programme is in this Waymark itself, so its library is here already. Nothing was taken in."
            )
        before = waymark.store.answer(stream, answer.command_id)
        if before is not None:
            return Arrived(contents.organisation, len(contents.resources), 0, before.position)
        facts = list(_news(group.legacy, contents, pack.digest))
        events = _events(facts, stream, group.version_of(stream), at, answer.command_id)
        try:
            appended = waymark.store.append(events, answer)
        except ClockBehind as behind:
            at = behind.latest or at
        except VersionTaken:
            continue
        else:
            return Arrived(contents.organisation, len(contents.resources), len(events), appended.answer.position)
    raise SomebodyElseWasFirst("Others wrote to the library at the same moment, again and again. Try once more.")


def _events(
    facts: Sequence[tuple[Fact, date]], stream: str, version: int, at: datetime, command_id: str
) -> list[Recorded[Fact]]:
    return [
        Recorded(
            stream,
            version + number,
            Meta(
                id=uuid4(),
                ledger=LEDGER,
                actor=IMPORTER,
                role=Role.ENGINE,
                recorded_at=at,
                occurred_on=min(on, day_in_london(at)),
                command_id=command_id,
            ),
            fact,
        )
        for number, (fact, on) in enumerate(facts, start=1)
    ]


def _news(known: Legacy | None, contents: PackContents, digest: str) -> Iterator[tuple[Fact, date]]:
    """What the pack says and the library does not, each with the day it was true."""
    resources = known.resources if known else {}
    for packed in contents.resources:
        here = resources.get(packed.published.resource)
        if here is not None and here.edition > packed.published.edition:
            raise OlderPack("A newer pack of this programme came in before. Nothing was taken in, so nothing is lost.")
    yield (
        PackImported(
            pack=digest,
            organisation=contents.organisation,
            template=contents.template,
            template_version=contents.template_version,
            ended_on=contents.ended_on,
            checkpoint=contents.checkpoint,
            course=contents.course,
        ),
        contents.made_on,
    )
    for packed in contents.resources:
        yield from _of_one(known, packed)
    kept = {packed.published.resource for packed in contents.resources}
    for number, here in resources.items():
        if here.offered is not None and number not in kept:
            reason = Words(about=contents.programme, text=NOT_IN_THE_PACK)
            yield ResourceWithdrawn(resource=number, reason=reason), contents.made_on


def _of_one(known: Legacy | None, packed: PackedResource) -> Iterator[tuple[Fact, date]]:
    published: ResourcePublished = packed.published
    number = published.resource
    here = known.resources.get(number) if known else None
    review_here = here.review_on if here is not None else None
    if here is None or here.offered != published:
        yield published, packed.published_on
        review_here = published.review_on
    if packed.review_on not in {None, review_here}:
        on = packed.reviewed_on or packed.published_on
        yield ResourceReviewed(resource=number, review_on=packed.review_on or published.review_on, note=None), on
    owner_here = here.owner.organisation if here is not None and here.owner is not None else None
    if packed.owner is not None and packed.owner != owner_here:
        agreed = packed.owner_agreed_on or packed.published_on
        yield OwnerNamed(resource=number, owner=Owner(organisation=packed.owner, agreed_on=agreed)), agreed
    elif packed.owner is None and owner_here is not None:
        yield OwnerLeft(resource=number, reason=None), packed.published_on
    answered = here.answers[-1].answered_on if here is not None and here.answers else None
    if packed.running is not None and packed.running_answered_on not in {None, answered}:
        on = packed.running_answered_on or packed.published_on
        yield RunningAnswered(resource=number, running=packed.running, note=None), on
