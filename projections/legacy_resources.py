"""How the events of a resource stream change what the legacy keeps of it."""

from typing import assert_never, cast

from domain.event import Fact, Recorded
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
from projections.facts import Json, kept
from projections.legacy_rows import DraftRow, PackRow, ResourceRow
from projections.table import Sheet

EASY_READ = "easy-read"
OfOneResource = (
    ResourceDrafted
    | ResourceRevised
    | ResourceChecked
    | ResourcePublished
    | ResourceWithdrawn
    | OwnerNamed
    | OwnerLeft
    | ResourceReviewed
    | RunningAnswered
)


def ref(stream: str, number: int) -> str:
    """The name of one resource, wherever it is spoken of."""
    return f"{stream}/{number}"


def programme_of(stream: str) -> str:
    """The programme that left what is in this stream, whether it is here or elsewhere."""
    return f"programme:{stream.removeprefix('resource:')}"


def pack_row(event: Recorded[Fact], fact: PackImported) -> PackRow:
    """Where the things in a stream came from."""
    return PackRow(
        stream=event.stream,
        version=event.version,
        pack=fact.pack,
        organisation=fact.organisation,
        template=fact.template,
        template_version=fact.template_version,
        ended_on=fact.ended_on,
        imported_on=event.meta.occurred_on,
        checkpoint=fact.checkpoint,
        course=[each.model_dump(mode="json") for each in fact.course],
    )


def changed(
    resources: Sheet[ResourceRow], drafts: Sheet[DraftRow], event: Recorded[ResourceEvent], fact: OfOneResource
) -> None:
    """Change a resource and its draft. An event that is in them already changes nothing."""
    name = ref(event.stream, fact.resource)
    row = resources.get((name,))
    if row is None:
        row = ResourceRow(name, event.stream, programme_of(event.stream), fact.resource)
        resources.put(row)
    if event.version <= row.version:
        return
    row.version = event.version
    _resource(row, event, fact)
    _draft(drafts, name, event, fact)


def _resource(row: ResourceRow, event: Recorded[ResourceEvent], fact: OfOneResource) -> None:
    on = event.meta.occurred_on
    match fact:
        case ResourceDrafted() | ResourceRevised() | ResourceChecked():
            pass
        case ResourcePublished():
            _published(row, event, fact)
        case ResourceWithdrawn():
            row.offered, row.withdrawn_on, row.withdrawn_why = False, on, sealed(fact.reason)
        case OwnerNamed():
            row.owner_organisation, row.owner_person = fact.owner.organisation, fact.owner.person
            row.owner_agreed_on = fact.owner.agreed_on
        case OwnerLeft():
            row.owner_organisation = row.owner_person = row.owner_agreed_on = None
        case ResourceReviewed():
            row.review_on, row.reviewed_on = fact.review_on, on
        case RunningAnswered():
            row.running, row.running_on, row.running_note = fact.running, on, sealed(fact.note)
        case _:
            assert_never(fact)


def _published(row: ResourceRow, event: Recorded[ResourceEvent], fact: ResourcePublished) -> None:
    whence = fact.provenance
    row.edition, row.offered, row.withdrawn_on, row.withdrawn_why = fact.edition, True, None, None
    row.kind, row.title, row.text, row.easy_read, row.link = fact.kind, fact.title, fact.text, fact.easy_read, fact.link
    row.files = [each.model_dump(mode="json") for each in fact.files]
    formats = [*fact.formats, EASY_READ] if fact.easy_read else fact.formats
    row.formats = list(dict.fromkeys(formats))
    row.language, row.licence, row.audience = fact.language, fact.licence, fact.audience
    row.criteria, row.constituencies = list(fact.criteria), list(fact.constituencies)
    row.organisation, row.template = whence.organisation, whence.template
    row.milestone, row.stage = whence.milestone, whence.stage
    row.evidence, row.lesson = list(whence.evidence), whence.lesson
    row.contact, row.consented_on = fact.contact, fact.consented_on
    row.first_published_on = row.first_published_on or event.meta.occurred_on
    row.published_on, row.review_on = event.meta.occurred_on, fact.review_on


def _draft(drafts: Sheet[DraftRow], name: str, event: Recorded[ResourceEvent], fact: OfOneResource) -> None:
    if isinstance(fact, ResourceDrafted):
        drafts.put(_first_draft(name, event, fact))
        return
    row = drafts.get((name,))
    if row is None:
        return  # it came in with a pack, which brings no drafts
    match fact:
        case ResourceRevised():
            row.draft, row.agreed, row.checked_on, row.note = fact.draft, None, None, None
            row.title, row.text, row.easy_read = _words(fact)
        case ResourceChecked() if fact.draft == row.draft:
            row.agreed, row.checked_on, row.note = fact.agreed, event.meta.occurred_on, sealed(fact.note)
        case ResourcePublished():
            row.published = row.draft
        case _:
            pass


def _first_draft(name: str, event: Recorded[ResourceEvent], fact: ResourceDrafted) -> DraftRow:
    title, text, easy_read = _words(fact)
    return DraftRow(
        resource=name,
        programme=programme_of(event.stream),
        number=fact.resource,
        version=event.version,
        draft=1,
        kind=fact.kind,
        milestone=fact.milestone,
        lesson=fact.lesson,
        evidence=list(fact.evidence),
        title=title,
        text=text,
        easy_read=easy_read,
        drafted_on=event.meta.occurred_on,
    )


def _words(fact: ResourceDrafted | ResourceRevised) -> tuple[Json, Json, Json | None]:
    return cast("Json", kept(fact.title)), cast("Json", kept(fact.text)), sealed(fact.easy_read)


def sealed(passage: object) -> Json | None:
    """Words as the tables keep them: sealed, or None when there are none."""
    return cast("Json | None", kept(passage))  # type: ignore[arg-type] # a passage or None
