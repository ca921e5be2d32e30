"""The tables of the legacy: what groups left behind, whom it helped, what they asked, who stands beside whom."""

from dataclasses import dataclass, field
from datetime import date

from projections.facts import Json
from projections.table import Table


@dataclass(slots=True)
class ResourceRow:
    """One thing a group leaves behind. What is others' to read stands here from the first edition on.

    `offered`: published, and not withdrawn since. `version` is the last event of its stream that is in the row.
    """

    resource: str
    stream: str
    programme: str
    number: int
    version: int = 0
    edition: int = 0
    offered: bool = False
    kind: str = ""
    title: str = ""
    text: str = ""
    easy_read: str | None = None
    link: str | None = None
    files: list[Json] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    language: str = "en"
    licence: str = ""
    audience: str = "programme"
    criteria: list[int] = field(default_factory=list)
    constituencies: list[str] = field(default_factory=list)
    organisation: str = ""
    template: str = ""
    milestone: str | None = None
    stage: str | None = None
    evidence: list[int] = field(default_factory=list)
    lesson: int | None = None
    contact: str | None = None
    consented_on: date | None = None
    first_published_on: date | None = None
    published_on: date | None = None
    review_on: date | None = None
    reviewed_on: date | None = None
    owner_organisation: str | None = None
    owner_person: str | None = None
    owner_agreed_on: date | None = None
    running: bool | None = None
    running_on: date | None = None
    running_note: Json | None = None
    withdrawn_on: date | None = None
    withdrawn_why: Json | None = None


@dataclass(slots=True)
class DraftRow:
    """The words of a thing as the group wrote them, sealed. `agreed` is what members said of this draft, if they did.

    `published` is the draft whose words were published last.
    """

    resource: str
    programme: str
    number: int
    version: int
    draft: int
    kind: str
    milestone: str | None
    lesson: int | None
    evidence: list[int]
    title: Json
    text: Json
    easy_read: Json | None
    drafted_on: date
    agreed: bool | None = None
    checked_on: date | None = None
    note: Json | None = None
    published: int = 0


@dataclass(slots=True)
class PackRow:
    """Where the things in a stream came from, when they came in with the legacy pack of another Waymark."""

    stream: str
    version: int
    pack: str
    organisation: str
    template: str
    template_version: int
    ended_on: date | None
    imported_on: date
    checkpoint: str | None
    course: list[Json]


@dataclass(slots=True)
class HelpRow:
    """A programme said that a thing helped it. Saying it again counts once."""

    resource: str
    programme: str
    version: int
    first_on: date
    last_on: date
    milestones: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NeedRow:
    """What a group did not know how to do, and what became of the question."""

    programme: str
    need: int
    version: int
    milestone: str | None
    question: Json
    raised_on: date
    raised_by: str
    answered_on: date | None = None
    answer: Json | None = None
    resources: list[str] = field(default_factory=list)
    withdrawn_on: date | None = None


@dataclass(slots=True)
class LessonRow:
    """A lesson in the group's own words, sealed. `version` is its event's, by which a thing made of it names it."""

    programme: str
    version: int
    milestone: str | None
    lesson: Json
    context: Json | None
    recorded_on: date


@dataclass(slots=True)
class BuddyRow:
    """Two groups agreed to stand beside each other. `buddy` is the other's own programme, when it has one here."""

    programme: str
    version: int
    organisation: str
    buddy: str | None
    part: str
    gives: bool
    since: date


@dataclass(slots=True)
class ProgrammeRow:
    """A programme as the lineage and the totals need it.

    `mentors` is every mentor organisation in turn, each with `since`, `until` and the programme it began in, if traced.
    """

    programme: str
    version: int
    organisation: str
    template: str
    mentor_organisation: str
    mentors: list[Json]
    start_on: date
    story: str | None = None
    traced: str | None = None
    closed_on: date | None = None
    ending: str | None = None
    still_running: bool | None = None
    engaged: int = 0
    trained: int = 0
    supported: int = 0
    different: int = 0
    counted_on: date | None = None


RESOURCE = Table(
    "legacy_resource",
    ResourceRow,
    ("resource",),
    indexes=("programme", "published_on DESC, resource", "milestone, template", "stage"),
)
DRAFT = Table("legacy_draft", DraftRow, ("resource",), indexes=("programme",))
PACK = Table("legacy_pack", PackRow, ("stream",))
HELP = Table("legacy_help", HelpRow, ("resource", "programme"), indexes=("programme",))
NEED = Table("legacy_need", NeedRow, ("programme", "need"))
LESSON = Table("legacy_lesson", LessonRow, ("programme", "version"))
BUDDY = Table("legacy_buddy", BuddyRow, ("programme", "version"), indexes=("buddy",))
PROGRAMME = Table("legacy_programme", ProgrammeRow, ("programme",), indexes=("mentor_organisation", "traced"))

# English words are found in all their forms; words of other languages as they are written.
ENGLISH = "(language = 'en' OR language LIKE 'en-%')"
_CONFIGURATION = f"CASE WHEN {ENGLISH} THEN 'english'::regconfig ELSE 'simple'::regconfig END"
SEARCH = f"""
ALTER TABLE {RESOURCE.path} ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector({_CONFIGURATION}, title), 'A')
    || setweight(to_tsvector({_CONFIGURATION}, coalesce(easy_read, '')), 'B')
    || setweight(to_tsvector({_CONFIGURATION}, text), 'C')
    || setweight(to_tsvector({_CONFIGURATION}, organisation), 'D')) STORED;
ALTER TABLE {RESOURCE.path} ADD COLUMN IF NOT EXISTS letters text GENERATED ALWAYS AS (lower(title)) STORED;
CREATE INDEX IF NOT EXISTS legacy_resource_words ON {RESOURCE.path} USING gin (words) WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS legacy_resource_letters ON {RESOURCE.path} USING gin (letters gin_trgm_ops)
    WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS legacy_resource_criteria ON {RESOURCE.path} USING gin (criteria) WITH (fastupdate = off);
"""
"""What the search looks into: made by PostgreSQL out of the columns, so that it can never disagree with them.

Letters are those of the titles only: how like a word a whole text is takes a second for a thousand texts.
"""
