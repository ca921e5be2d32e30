"""The next edition of something that is offered, with other files: its words and all that was said of it stay."""

from collections.abc import Iterable
from datetime import date

from domain.legacy import Resource
from domain.refusals import NotNow
from domain.resource_commands import PublishResource
from domain.resource_events import Format, PublishedFile, ResourcePublished
from service.evidence.file_refusals import FileUnknown

MOST_FILES = 20
_FORMATS: tuple[tuple[str, Format], ...] = (
    ("application/pdf", "pdf"),
    ("wordprocessingml", "docx"),
    ("opendocument.text", "odt"),
    ("spreadsheet", "spreadsheet"),
    ("text/csv", "spreadsheet"),
    ("audio/", "audio"),
    ("video/", "video"),
)


def with_file(resource: Resource, file: PublishedFile, today: date) -> PublishResource:
    """One file more. The same file again is the same edition again. Raises NotNow."""
    offered = _offered(resource)
    others = tuple(each for each in offered.files if each.sha256 != file.sha256)
    if len(others) == MOST_FILES:
        raise NotNow(f"There are {MOST_FILES} files already. Leave one of them out first.")
    return _edition(resource, offered, (*others, file), today)


def without_file(resource: Resource, sha256: str, today: date) -> PublishResource:
    """One file less. Raises NotNow and FileUnknown."""
    offered = _offered(resource)
    others = tuple(each for each in offered.files if each.sha256 != sha256)
    if len(others) == len(offered.files):
        raise FileUnknown("This file is not among them any more. Nothing needs doing.")
    return _edition(resource, offered, others, today)


def _offered(resource: Resource) -> ResourcePublished:
    if resource.offered is None:
        raise NotNow("Others do not see this yet. Offer it to others first, then add its files.")
    return resource.offered


def _edition(
    resource: Resource, offered: ResourcePublished, files: tuple[PublishedFile, ...], today: date
) -> PublishResource:
    look = resource.review_on
    gone = _forms_of(offered.files) - _forms_of(files)
    kept = tuple(each for each in offered.formats if each not in gone)
    return PublishResource(
        resource=resource.number,
        link=offered.link,
        files=files,
        formats=tuple(dict.fromkeys((*kept, *sorted(_forms_of(files))))),
        language=offered.language,
        licence=offered.licence,
        audience=offered.audience,
        criteria=offered.criteria,
        constituencies=offered.constituencies,
        review_on=look if look is not None and look > today else None,
        contact=offered.contact,
        consented_on=offered.consented_on,
    )


def _forms_of(files: Iterable[PublishedFile]) -> frozenset[Format]:
    return frozenset(form for each in files for kind, form in _FORMATS if kind in each.media_type)
