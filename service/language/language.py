"""The language people read Waymark in, and how a text is marked so that it can be translated.

- In a template: `{% trans %}Hello{% endtrans %}`, with values bound: `{% trans name=reader.name %}You are {{ name }}{%
  endtrans %}`, and with `{% pluralize %}`; in attributes and calls `{{ _("Hello") }}`.
- In Python, where the sentence is made while somebody waits for it: `_("Since %(day)s", day=day(since))`, with
  `from service.language.language import gettext as _`, and `ngettext("%(num)s day", "%(num)s days", days)`. One
  sentence is one text: never put it together from pieces. A per cent sign is written twice.
- In a table, or anywhere before a request: `N_("Paused")`, which leaves it as it is; it is translated where it is
  shown, by `translated(…)`, in a template by the filter `tr`: `{{ PHASES[view.phase] | tr }}`. Texts of `domain` and of
  the forms need no mark: the tables they stand in are named in service/language/tables.py.
- In `projections`, which know no request: `speech.say("Since %(day)s", day=speech.day(since))`; a Speech is handed in.
- Days, numbers and money: service/language/written.py, in templates the filters `day`, `clock`, `number` and `money`.

A text may say `%(members)s` and `%(organisation)s`: they are put in by themselves, as the group calls them
(service/language/vocabulary.py). What people wrote themselves is never translated, and never goes through `_`. After a
change: `make messages`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations

from babel import Locale
from babel.numbers import format_decimal

from service.language.recognised import Sentences
from service.language.vocabulary import USUAL, many, vocabulary


@dataclass(frozen=True, slots=True)
class Language:
    """A language. `tag` is its name for browsers (en-GB); `texts` are the translations, none for our own English.

    `sentences` are those that are recognised when they were made before anybody knew who reads them.
    """

    tag: str
    locale: Locale
    texts: NullTranslations = field(default_factory=NullTranslations)
    sentences: Sentences = field(default_factory=Sentences)

    @property
    def name(self) -> str:
        """What it calls itself: Cymraeg."""
        name = self.locale.get_language_name() or self.tag
        return name[:1].upper() + name[1:]


ENGLISH = Language("en-GB", Locale.parse("en_GB"))
"""The language in which every text of Waymark is written."""

_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)
_OFFERED: ContextVar[tuple[Language, ...]] = ContextVar("languages", default=(ENGLISH,))


def spoken() -> Language:
    """The language of whoever waits for an answer; English where nobody does."""
    return _SPOKEN.get()


def offered() -> tuple[Language, ...]:
    """The languages that whoever waits for an answer can choose from."""
    return _OFFERED.get()


@contextmanager
def speaking(language: Language, offered: tuple[Language, ...] = (ENGLISH,)) -> Iterator[None]:
    """Everything inside is said in this language, one of those that are `offered`."""
    token, among = _SPOKEN.set(language), _OFFERED.set(offered)
    try:
        yield
    finally:
        _SPOKEN.reset(token)
        _OFFERED.reset(among)


def bare(message: str) -> str:
    """A text before values are put in: what templates ask for. They bind every value themselves."""
    return spoken().texts.gettext(message) if message else message


def translated(message: str) -> str:
    """A whole text from a table. Nothing is put into it but what the group calls itself: see vocabulary.py."""
    said = bare(message)
    if "%(" not in said:
        return said
    for name, words in _own_words().items():
        said = said.replace(f"%({name})s", words)
    return said


def gettext(message: str, /, **values: object) -> str:
    """A text in the language of the reader, with `values` put in by their names: `%(day)s`."""
    return _put(spoken().texts.gettext(message), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number. The number itself is `%(num)s`, unless `values` name another."""
    written = format_decimal(number, locale=spoken().locale)
    return _put(plural(one, many, number), {"num": written, **values})


def _put(said: str, values: Mapping[str, object]) -> str:
    return said % ({**_own_words(), **values} if "%(" in said else values)


def _own_words() -> Mapping[str, str]:
    """The group's own words are as they wrote them; ours are translated."""
    own, texts = vocabulary(), spoken().texts
    if own == USUAL:
        return {
            "organisation": texts.gettext("user-led organisation"),
            "short": texts.gettext("ULO"),
            "members": texts.gettext("members"),
        }
    return {"organisation": own.organisation, "short": own.short, "members": many(own.member)}


def plural(one: str, many: str, number: int) -> str:
    """The same, before values are put in: what templates ask for."""
    return spoken().texts.ngettext(one, many, number)


def N_(message: str) -> str:  # noqa: N802 - what every translator's tool calls it
    """Mark a text that is translated later, where it is shown."""
    return message
