"""The languages that Waymark is shipped in: English, and every catalogue that stands in the folder `catalogues`.

A new language is one file, `catalogues/cy.po`, made from messages.pot by somebody who speaks it. Nothing is compiled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from io import BytesIO

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from service.language.language import ENGLISH, Language
from service.language.recognised import Sentences
from service.language.sentences import PLACES

SUFFIX = ".po"


@dataclass(frozen=True)
class Shelf:
    """The languages to choose from. The first is the one for everybody who asks for none of them."""

    languages: tuple[Language, ...] = (ENGLISH,)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(each.tag for each in self.languages)

    def named(self, tag: str) -> Language | None:
        """The language of exactly this name."""
        return next((each for each in self.languages if each.tag.lower() == tag.lower()), None)

    def wanted(self, accepted: str) -> Language:
        """The best for what a browser says it accepts: `cy, en;q=0.5`."""
        tag = negotiate_locale(preferred(accepted), self.tags, sep="-")
        return (self.named(tag) if tag else None) or self.languages[0]


def preferred(accepted: str) -> list[str]:
    """The tags of an Accept-Language, the dearest first. What cannot be read is left out."""
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        tag, _, weight = part.strip().partition(";")
        value = weight.strip().removeprefix("q=") if weight else "1"
        if tag.strip() not in {"", "*"} and value.replace(".", "", 1).isdecimal() and float(value) > 0:
            weighed.append((-float(value), tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda each: each[0])]


def shipped() -> Shelf:
    """English, and the catalogues that are here."""
    return Shelf((ENGLISH, *_catalogues()))


def catalogue(tag: str, po: bytes) -> Language:
    """A language from the text of its catalogue. What is not translated in it yet is shown in English."""
    compiled, read = BytesIO(), read_po(BytesIO(po))
    write_mo(compiled, read)
    compiled.seek(0)
    return Language(tag, Locale.parse(tag, sep="-"), Translations(compiled), recognisable(read))


def recognisable(read: Catalog) -> Sentences:
    """The texts of a catalogue that stand in code which knows no languages."""
    gathered = (each for each in read if any(place.startswith(PLACES) for place, _ in each.locations))
    return Sentences(tuple(text for each in gathered if (text := _sentence(each.id)) is not None))


def _sentence(found: str | tuple[str, ...] | list[str]) -> str | None:
    """What is recognised. Two forms that differ are no sentence of code without languages: see sentences.py."""
    match found:
        case str():
            return found
        case (one, many) if one == many:
            return str(one)
        case _:
            return None


def _catalogues() -> Iterator[Language]:
    folder = files("service") / "language" / "catalogues"
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.name.endswith(SUFFIX):
            yield catalogue(each.name.removesuffix(SUFFIX), each.read_bytes())
