"""Whose dates a feed holds: those of the reader who made its address, as far as that reader sees them now."""

from collections.abc import Iterable

from domain.presence import Presence
from domain.programme_events import Vocabulary
from projections.history_question import HistoryQuestion, Place, places
from service.api_positions import Readings
from service.assembly import Waymark
from service.calendar_feed.dates import FeedDate, dates_of
from service.calendar_feed.feed import feed
from service.language.kept_language import KeptLanguages
from service.language.language import offered, speaking, spoken
from service.language.shelf import Shelf
from service.language.vocabulary import vocabularies
from service.sign_in.api_tokens import ApiToken
from service.visibility import Sight, Visibility, ever_in


class CalendarRoom:
    """Asks the store itself, so that who lost their part gets nothing more of a programme at once."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility

    def feed(self, token: ApiToken) -> bytes:
        """The calendar, as a file, in the language its reader chose: their program asks for none."""
        kept = KeptLanguages(self._waymark.pool, Shelf(offered()))
        with speaking(kept.of(token.person) if kept.tag_of(token.person) else spoken(), offered()):
            return self._feed(token)

    def _feed(self, token: ApiToken) -> bytes:
        presence = Presence(second_factor=token.second_factor, scopes=frozenset({"read"}), programmes=token.programmes)
        seen = self._visibility.for_presence(presence)
        mine = self._readings.read("portfolio", lambda connection: ever_in(connection, token.person)).found
        words = vocabularies(mine)
        dates = (
            (str(sight.resource.programme), self._dates(sight, words[str(sight.resource.programme)]))
            for sight in seen.sights(mine, token.person)
        )
        return feed(dates, self._waymark.settings.site, self._waymark.clock())

    def _dates(self, sight: Sight, own: Vocabulary) -> Iterable[FeedDate]:
        programme = sight.group.programme
        if programme is None:
            return ()
        question = HistoryQuestion(reminders=False)
        topics = sight.seeing.topics

        def happened() -> list[Place]:
            return self._readings.read(
                "history", lambda connection: places(connection, programme.id, question, topics=topics)
            ).found

        return dates_of(programme, sight.seeing, happened(), own)
