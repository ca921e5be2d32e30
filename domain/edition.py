"""The next edition of something that is offered, with other files: its words and all that was said of it stay.

It is made of what is offered when it is decided, never of what somebody saw: of two who add a file in the same moment,
both files are in the newest edition.
"""

from collections.abc import Iterable
from datetime import date

from domain.legacy import Resource
from domain.refusals import AlreadyDone, NotNow, UnknownPart
from domain.resource_commands import MOST_FILES, AddFile, LeaveOutFile, PublishResource
from domain.resource_events import Format, PublishedFile, ResourcePublished

NOT_AMONG_THEM = "This file is not among them any more. Nothing needs doing."
_FORMATS: tuple[tuple[str, Format], ...] = (
    ("application/pdf", "pdf"),
    ("wordprocessingml", "docx"),
    ("opendocument.text", "odt"),
    ("spreadsheet", "spreadsheet"),
    ("text/csv", "spreadsheet"),
    ("audio/", "audio"),
    ("video/", "video"),
)


def with_file(resource: Resource, command: AddFile, today: date) -> PublishResource:
    """One file more, or another name for one that is there. Raises NotNow and AlreadyDone."""
    offered = _offered(resource)
    if command.file in offered.files:
        msg = "This file is there already. Nothing needs doing."
        raise AlreadyDone(msg)
    others = tuple(each for each in offered.files if each.sha256 != command.file.sha256)
    if len(others) == MOST_FILES:
        msg = f"There are {MOST_FILES:,} files already. Leave one of them out first."
        raise NotNow(msg)
    return _edition(resource, offered, (*others, command.file), command, today)


def without_file(resource: Resource, command: LeaveOutFile, today: date) -> PublishResource:
    """One file less. Raises NotNow and UnknownPart."""
    offered = _offered(resource)
    others = tuple(each for each in offered.files if each.sha256 != command.sha256)
    if len(others) == len(offered.files):
        raise UnknownPart(NOT_AMONG_THEM)
    return _edition(resource, offered, others, command, today)


def files_and_formats(
    resource: Resource, command: PublishResource
) -> tuple[tuple[PublishedFile, ...], tuple[Format, ...]]:
    """The files of the edition that this makes, and its formats: without a word about files, they stay."""
    if command.files is not None:
        return command.files, command.formats
    files = resource.offered.files if resource.offered else ()
    return files, (*command.formats, *_forms_of(files))


def criteria_of(resource: Resource, command: PublishResource) -> tuple[int, ...]:
    """The criteria of the edition that this makes: without a word about them, they stay."""
    if command.criteria is not None:
        return command.criteria
    return resource.offered.criteria if resource.offered else ()


def _offered(resource: Resource) -> ResourcePublished:
    if resource.offered is None:
        msg = "Others do not see this yet. Offer it to others first, then add its files."
        raise NotNow(msg)
    return resource.offered


def _forms_of(files: Iterable[PublishedFile]) -> tuple[Format, ...]:
    """The forms in which these files bring it, each once."""
    return tuple(sorted({form for each in files for kind, form in _FORMATS if kind in each.media_type}))


def _edition(
    resource: Resource,
    offered: ResourcePublished,
    files: tuple[PublishedFile, ...],
    command: AddFile | LeaveOutFile,
    today: date,
) -> PublishResource:
    look = resource.review_on
    gone = set(_forms_of(offered.files)) - set(_forms_of(files))
    kept = tuple(each for each in offered.formats if each not in gone)
    return PublishResource(
        resource=resource.number,
        occurred_on=command.occurred_on,
        link=offered.link,
        files=files,
        formats=tuple(dict.fromkeys((*kept, *_forms_of(files)))),
        language=offered.language,
        licence=offered.licence,
        audience=offered.audience,
        criteria=offered.criteria,
        constituencies=offered.constituencies,
        review_on=look if look is not None and look > today else None,
        contact=offered.contact,
        consented_on=offered.consented_on,
    )
