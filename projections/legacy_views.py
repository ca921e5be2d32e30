"""What people read of a legacy. Everything in it is ready to be shown."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from domain.plan import MilestoneId, Slug
from domain.resource_events import Format, Language, ResourceKind, ResourceRef
from projections.opening import Person, View


def _real_day(cursor: str) -> str:
    try:
        date.fromisoformat(cursor.split("~")[1])
    except ValueError:
        raise ValueError("does not come from a page of the library. Use the “next” of the page before.") from None
    return cursor


Cursor = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9]{1,4}(\.[0-9]{1,7})?)?~[0-9]{4}-[0-9]{2}-[0-9]{2}~resource:[0-9a-f-]{36}/[0-9]{1,5}$"
    ),
    AfterValidator(_real_day),
]
"""Where a page of the library ends: how well its last line fits, its day and its name."""


class LibraryQuestion(View):
    """What somebody looks for. Every part that is left out is no limit."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    kind: ResourceKind | None = None
    stage: Annotated[str, StringConstraints(max_length=200)] | None = None
    criterion: Annotated[int, Field(ge=1, le=21)] | None = None
    constituency: Annotated[str, StringConstraints(max_length=200)] | None = None
    format: Format | None = None
    language: Language | None = None
    template: Slug | None = None
    milestone: MilestoneId | None = None
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 20

    @property
    def narrowed(self) -> bool:
        """Whether anything besides words is asked for."""
        return any(getattr(self, name) is not None for name in FILTERS)


FILTERS = ("kind", "stage", "criterion", "constituency", "format", "language", "template", "milestone")


class LibraryLine(View):
    """One thing in the library. `helped` counts the other programmes that said it helped them."""

    resource: ResourceRef
    kind: ResourceKind
    title: str
    excerpt: str
    organisation: str
    imported: bool = Field(description="It came from another Waymark, with the legacy pack of a programme there.")
    template: str
    milestone: str | None
    stage: str | None
    criteria: tuple[int, ...]
    constituencies: tuple[str, ...]
    formats: tuple[str, ...]
    language: str
    licence: str
    audience: str
    edition: int
    published_on: date
    review_on: date
    helped: int
    running: bool | None = Field(description="What its owner said after the end. Empty until somebody said so.")


class LibraryPage(View):
    """A page of the library, best fit first, then newest. `next` is the cursor of the next page.

    `matched`: `all` without words, `words` when they were found as written, `similar` when only words like them were,
    `some` when only some of them were.
    """

    lines: tuple[LibraryLine, ...]
    found: int
    matched: Literal["all", "words", "similar", "some", "nothing"]
    message: str | None
    did_you_mean: str | None
    next: str | None


class LibraryChoices(View):
    """What can be chosen in a search, by this reader."""

    stages: tuple[str, ...]
    constituencies: tuple[str, ...]
    languages: tuple[str, ...]
    templates: tuple[str, ...]


class OwnerView(View):
    """Who looks after it once the mentor is gone. `person` only for those with an account."""

    organisation: str
    person: Person | None
    agreed_on: date


class FileView(View):
    """A file of a thing in the library. `size` is in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


class PackView(View):
    """The legacy pack that something came in with."""

    organisation: str
    template: str
    template_version: int
    ended_on: date | None
    imported_on: date
    pack: str
    checkpoint: str | None


class ResourceView(View):
    """One thing in the library, whole. What was withdrawn keeps its place and loses its words."""

    line: LibraryLine
    text: str
    easy_read: str | None
    link: str | None
    files: tuple[FileView, ...]
    evidence: tuple[int, ...] = Field(description="The numbers of the evidence it rests on, in its programme.")
    lesson: int | None = Field(description="The version of the recorded lesson it was made of, in its programme.")
    owner: OwnerView | None
    contact: Person | None = Field(description="Who agreed to be asked. Only for those with an account.")
    reviewed_on: date | None
    running_on: date | None
    came_from: PackView | None
    withdrawn_on: date | None


class LessonLine(View):
    """Something others left behind for a milestone like this one, and why it is shown."""

    why: Literal["same milestone", "same stage", "same criteria"]
    line: LibraryLine


class DraftView(View):
    """Something a group wrote down for others, which they cannot see yet."""

    resource: str
    kind: str
    milestone: str | None
    draft: int
    state: Literal["waiting for a check", "checked", "sent back", "published"]
    title: str
    text: str
    easy_read: str | None
    drafted_on: date
    checked_on: date | None
    note: str | None


class RecordedLessonView(View):
    """A lesson in the group's own words. `resource` is what was made of it, if anything was."""

    version: int
    milestone: str | None
    lesson: str
    context: str | None
    recorded_on: date
    resource: str | None


class NeedView(View):
    """What the group did not know how to do, and what became of the question."""

    need: int
    milestone: str | None
    question: str
    raised_on: date
    raised_by: Person
    state: Literal["open", "answered", "withdrawn"]
    answer: str | None
    resources: tuple[LibraryLine, ...]
    answered_on: date | None


class LegacyView(View):
    """Everything one programme leaves behind, and what it asked. For its own people."""

    published: tuple[LibraryLine, ...]
    drafts: tuple[DraftView, ...]
    lessons: tuple[RecordedLessonView, ...]
    needs: tuple[NeedView, ...]
