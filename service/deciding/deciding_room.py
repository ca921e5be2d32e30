"""Where the pages of those who decide read: what happened of some kinds only, for one reader."""

from collections.abc import Collection

from psycopg import Connection

from domain.event import PersonRef, Recorded
from domain.presence import Presence
from projections.facts import Happening, happenings
from projections.history_question import HistoryQuestion, places
from projections.history_reading import HistoryPage, told
from service.api_positions import Readings
from service.assembly import Waymark
from service.history import LoggedFacts, opening
from service.visibility import Visibility

VIEW = "history"


class DecidingRoom:
    """Readings for one reader. Each raises UnknownProgramme when the reader has no part in what is asked for."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._opening = opening(waymark.people, waymark.seals)
        self._facts = LoggedFacts(waymark.pool, waymark.seals)

    def for_presence(self, presence: Presence) -> "DecidingRoom":
        """The same room, for readers who signed in like this."""
        return DecidingRoom(self._waymark, self._readings, self._visibility.for_presence(presence))

    def told(
        self, programme: str, topics: Collection[str], question: HistoryQuestion, reader: PersonRef
    ) -> HistoryPage:
        """What happened of these kinds, in sentences, as far as the reader sees it."""
        seeing = self._visibility.sight(programme, reader).seeing
        shown = [topic for topic in topics if seeing.sees(topic)]

        def look(connection: Connection) -> HistoryPage:
            found = places(connection, programme, question, topics=shown, limit=question.limit + 1)
            page = found[: question.limit]
            entries = told(
                connection,
                programme,
                page,
                question.known_at,
                facts=self._facts,
                opening=self._opening,
                seeing=seeing,
            )
            return HistoryPage(entries=tuple(entries), next=page[-1].position if len(found) > len(page) else None)

        return self._readings.read(VIEW, look).found

    def happened(self, programme: str, topics: Collection[str], reader: PersonRef) -> list[Recorded[Happening]]:
        """The events of these kinds, oldest first, as far as the reader sees that they happened."""
        seeing = self._visibility.sight(programme, reader).seeing
        shown = [topic for topic in topics if seeing.sees(topic)]

        def look(connection: Connection) -> list[Recorded[Happening]]:
            found = places(connection, programme, HistoryQuestion(), topics=shown)
            return list(happenings(self._facts([place.position for place in found])))

        return self._readings.read(VIEW, look).found
