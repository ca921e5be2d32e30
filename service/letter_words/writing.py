"""What a letter says to the person it is for: in their language, and in Easy Read when that is how they read best."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.calendar import day_in_london
from domain.programme_events import ProgrammeStarted
from service.assembly import Waymark
from service.letter_words.item import Letter
from service.letter_words.places import places
from service.letter_words.whole import Reader, whole_letter
from service.privacy.needs import NeedsBook
from service.visibility import Visibility


def text_of(waymark: Waymark, letter: Letter, name: str, now: datetime) -> str:
    """What a letter says now, to a person of this name, in the language that is spoken."""
    look, person, site = waymark.front_door.group, letter.person, waymark.settings.site
    kept = NeedsBook(waymark.pool, waymark.clock).of(person)
    easy = kept is not None and "easy-read" in kept.needs.formats
    by_email = letter.channel == "email"
    about = {item.programme for item in letter.items}
    reader = Reader(
        name,
        "involve-me" if kept is None else kept.needs.involvement,
        easy,
        site if by_email else None,
        places(site, person, Visibility(waymark.front_door), look, easy=easy) if by_email else None,
        dict(_begun(waymark, about)),
    )
    return whole_letter(reader, letter.items, {each: look(each) for each in about}, day_in_london(now))


def _begun(waymark: Waymark, programmes: Iterable[str]) -> Iterator[tuple[str, ProgrammeStarted]]:
    """How each programme began: with its plan, and what the group calls itself."""
    for programme in programmes:
        events = waymark.store.load(programme)
        if events and isinstance(fact := events[0].fact, ProgrammeStarted):
            yield programme, fact
