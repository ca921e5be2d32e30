"""Where people read what groups left behind, each as far as they may see it. Anybody may come in, signed in or not."""

from collections.abc import Iterator
from dataclasses import replace

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.presence import Presence
from domain.refusals import UnknownMilestone, UnknownPart
from projections.legacy_lessons import lessons_for
from projections.legacy_lineage import LineageView, lineage
from projections.legacy_reading import legacy_of, open_data, resource
from projections.legacy_search import choices, search
from projections.legacy_shelf import ANYBODY, LibraryReader
from projections.legacy_totals import Totals, totals
from projections.legacy_views import LegacyView, LessonLine, LibraryChoices, LibraryPage, LibraryQuestion, ResourceView
from projections.opening import Opening
from service.api_positions import Read, Readings
from service.api_refusals import NotRead
from service.legacy_pack.pack_room import NEEDED
from service.visibility import Visibility, ever_in

VIEW = "legacy"
_NOT_THERE = "There is nothing of this name in the library that you may see. Look for it in the search."


class LibraryRoom:
    """Readings of the legacy. A reader of None has not signed in."""

    def __init__(
        self, readings: Readings, visibility: Visibility, opening: Opening, pool: ConnectionPool[Connection]
    ) -> None:
        self._readings = readings
        self._visibility = visibility
        self._opening = opening
        self._pool = pool

    def for_presence(self, presence: Presence) -> "LibraryRoom":
        """The same, for readers who signed in like this."""
        return LibraryRoom(self._readings, self._visibility.for_presence(presence), self._opening, self._pool)

    def search(self, question: LibraryQuestion, person: PersonRef | None) -> Read[LibraryPage]:
        """A page of what fits, and may be seen."""
        reader = self._reader(person)
        return self._readings.read(VIEW, lambda connection: search(connection, question, reader))

    def choices(self, person: PersonRef | None) -> LibraryChoices:
        """What can be chosen in a search."""
        reader = self._reader(person)
        return self._readings.read(VIEW, lambda connection: choices(connection, reader)).found

    def resource(self, name: str, person: PersonRef | None) -> Read[ResourceView]:
        """One thing in the library. Raises UnknownPart when there is none that this person may see."""
        reader = self._reader(person)
        read = self._readings.read(VIEW, lambda connection: resource(connection, name, reader, self._opening))
        if read.found is None:
            raise UnknownPart(_NOT_THERE)
        return Read(read.position, read.found)

    def may_take_pack(self, programme: str, person: PersonRef) -> bool:
        """Whether this person may take away all that a programme left behind, as its legacy pack."""
        return self._visibility.may_read(programme, person) and (
            self._visibility.sight(programme, person).groups >= NEEDED
        )

    def open_data(self) -> Iterator[ResourceView]:
        """Everything that is for everybody, one thing after the other."""
        with self._pool.connection() as connection:
            yield from open_data(connection)

    def lessons(
        self, programme: str, milestone: str, person: PersonRef, limit: int = 10
    ) -> Read[tuple[LessonLine, ...]]:
        """What others left behind for a milestone like this. Raises UnknownProgramme and UnknownMilestone."""
        group = self._visibility.group(programme, person)
        if group.programme is None or milestone not in group.programme.milestones:
            msg = f"The plan has no milestone {milestone[:20]}. Check its id."
            raise UnknownMilestone(msg)
        reader = self._reader(person)
        return self._readings.read(
            VIEW, lambda connection: lessons_for(connection, programme, milestone, reader, limit)
        )

    def organisation(self, programme: str, person: PersonRef) -> str:
        """What the organisation of a programme is called. Raises UnknownProgramme."""
        group = self._visibility.group(programme, person)
        return group.programme.organisation if group.programme else ""

    def legacy(self, programme: str, person: PersonRef) -> Read[LegacyView]:
        """What a programme leaves behind and asked, as far as this person sees it. Raises UnknownProgramme."""
        seen = self._visibility.sight(programme, person).groups
        reader = self._reader(person)
        read = self._readings.read(VIEW, lambda connection: legacy_of(connection, programme, reader, self._opening))
        shown = {
            "published": "legacy" in seen,
            "drafts": {"legacy", "words"} <= seen,
            "lessons": {"lessons", "words"} <= seen,
            "needs": "conversations" in seen,
        }
        hidden: dict[str, object] = {name: () for name, may in shown.items() if not may}
        return replace(read, found=read.found.model_copy(update=hidden))

    def lineage(self, programme: str, person: PersonRef) -> Read[LineageView]:
        """Who mentored whom, from this programme on. Raises UnknownProgramme and NotRead."""
        seen = self._visibility.sight(programme, person).groups
        read = self._readings.read(
            VIEW,
            lambda connection: lineage(connection, programme, lambda each: self._visibility.may_read(each, person)),
        )
        if read.found is None:
            msg = "This is recorded, but cannot be read yet. Ask again in a moment."
            raise NotRead(msg)
        if "learning" in seen:
            return Read(read.position, read.found)
        return Read(read.position, read.found.model_copy(update={"beside": (), "ancestors": (), "mentors_now": ()}))

    def totals(self) -> Read[Totals]:
        """The counts of this whole installation, for anybody."""
        return self._readings.read(VIEW, totals)

    def totals_of(self, mentor: str, person: PersonRef) -> Read[Totals]:
        """The counts of a mentor organisation, over those of its programmes whose counts this person may see."""
        mine = self._readings.read("portfolio", lambda connection: ever_in(connection, person)).found
        counted = [each for each in mine if self._sees(each, person, "people-counts")]
        return self._readings.read(VIEW, lambda connection: totals(connection, mentor, counted))

    def _sees(self, programme: str, person: PersonRef, group: str) -> bool:
        return (
            self._visibility.may_read(programme, person) and group in self._visibility.sight(programme, person).groups
        )

    def _reader(self, person: PersonRef | None) -> LibraryReader:
        if person is None:
            return ANYBODY
        narrow = self._readings.read(VIEW, lambda connection: _closed(connection, person)).found
        own = tuple(each for each in narrow if self._sees(each, person, "legacy"))
        return LibraryReader(account=True, programmes=own)


def _closed(connection: Connection, person: PersonRef) -> list[str]:
    """The programmes a person had to do with that keep something for their own people."""
    rows = connection.execute(
        "SELECT DISTINCT programme FROM views.legacy_resource JOIN views.portfolio_person USING (programme)"
        " WHERE person = %s AND audience = 'programme' ORDER BY programme",
        (person,),
    )
    return [str(row[0]) for row in rows]
