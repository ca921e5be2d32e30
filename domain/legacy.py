"""What a group leaves behind, as its events leave it: what decisions look at. No rules here; see curation."""

from collections.abc import Mapping
from datetime import date

from domain.neighbours import State
from domain.occasion import AssetReading, LegacyReading
from domain.passage import Passage
from domain.resource_events import Owner, PackImported, ResourceKind, ResourcePublished

ASSETS: frozenset[ResourceKind] = frozenset({"toolkit", "network-link", "facility"})
"""What somebody must go on looking after. A lesson needs nobody."""


class Draft(State):
    """The newest words of a resource. `agreed` is what members said of exactly these words, None until they did."""

    number: int
    title: Passage
    text: Passage
    easy_read: Passage | None
    written_on: date
    agreed: bool | None = None
    checked_on: date | None = None


class RunningAnswer(State):
    """Somebody said on a day whether it is still running."""

    running: bool
    answered_on: date


class Resource(State):
    """One resource. `drafted` is the version of the event that began it, `writers` everybody whose words are in it.

    `draft` is None for one that came published from another Waymark. `offered` is what others see now: the newest
    edition, None before the first and once it is withdrawn.
    """

    number: int
    kind: ResourceKind
    drafted: int = 0
    milestone: str | None = None
    lesson: int | None = None
    evidence: tuple[int, ...] = ()
    draft: Draft | None = None
    writers: frozenset[str] = frozenset()
    edition: int = 0
    offered: ResourcePublished | None = None
    published_on: date | None = None
    withdrawn_on: date | None = None
    review_on: date | None = None
    owner: Owner | None = None
    owner_left_on: date | None = None
    answers: tuple[RunningAnswer, ...] = ()

    @property
    def has_stopped(self) -> bool:
        """Whether the last who was asked said that it no longer runs."""
        return bool(self.answers) and not self.answers[-1].running

    @property
    def is_asset(self) -> bool:
        """Whether it is offered, and somebody must look after it."""
        return self.offered is not None and self.kind in ASSETS


class Legacy(State):
    """All that one programme leaves behind, by number. `pack` is set when it came from another Waymark."""

    version: int = 0
    resources: Mapping[int, Resource] = {}
    pack: PackImported | None = None

    def reading(self) -> LegacyReading:
        """What is offered, as it is now."""
        offered = {number: _asset(each) for number, each in self.resources.items() if each.offered is not None}
        return LegacyReading(
            version=self.version,
            assets={number: each for number, each in offered.items() if each.kind in ASSETS},
            lessons={number: each for number, each in offered.items() if each.kind not in ASSETS},
        )

    def drafted_at(self, version: int) -> Resource | None:
        """The resource that began with the event of this version."""
        return next((each for each in self.resources.values() if each.drafted == version), None)


def _asset(resource: Resource) -> AssetReading:
    offered, owner = resource.offered, resource.owner
    assert offered is not None, "only what is offered is read"  # noqa: S101 - see reading
    answer = resource.answers[-1] if resource.answers else None
    return AssetReading(
        kind=resource.kind,
        title=offered.title,
        published_on=resource.published_on or offered.review_on,
        review_on=resource.review_on or offered.review_on,
        owner_organisation=owner.organisation if owner else None,
        owner_person=owner.person if owner else None,
        owner_agreed_on=owner.agreed_on if owner else None,
        owner_left_on=resource.owner_left_on,
        running=answer.running if answer else None,
        answered_on=answer.answered_on if answer else None,
    )
