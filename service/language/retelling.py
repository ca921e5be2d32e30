"""What code that knows no languages said in English, said again for the reader: refusals, warnings, counts."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from service.language.language import N_, gettext, ngettext, spoken, translated
from service.language.sentences import COUNT
from service.language.written import count, day, number

_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
_JOINT = re.compile(r"(, then |, | or | and )(?![^“]*”)")
_NAMED = re.compile(r"[A-Z]{2,5}-\d{2,3}|\d+")
"""Ids of milestones, and numbers: the same in every language."""
_JOINING = (N_("then"), N_("or"), N_("and"))


def retold(said: str) -> str:
    """The same in the language of the reader, as far as its sentences are recognised."""
    sentences = spoken().sentences
    if not sentences.texts:
        return said
    return " ".join(_beside(run) if found is None else _again(*found) for run, found in sentences.split(said))


def _again(text: str, values: Mapping[str, str]) -> str:
    said = {name: _value(value) for name, value in values.items() if name != COUNT}
    if COUNT not in values:
        return gettext(text, **said)
    return ngettext(text, text, _whole(values[COUNT]), **said)


def _whole(written: str) -> int:
    return int(written.replace(",", ""))


def _beside(run: str) -> str:
    """A sentence that is none of ours as a whole: what somebody called something may stand before ours."""
    found = spoken().sentences.after_a_name(run)
    return translated(run) if found is None else f"{found[0]}: {_again(*found[1])}"


def _long(weeks: str, months: str) -> str:
    return gettext("%(weeks)s (%(months)s)", weeks=_weeks(weeks), months=count(int(months), "month", "months"))


def _weeks(weeks: str) -> str:
    return count(int(weeks), "week", "weeks")


def _seconds(seconds: str) -> str:
    return count(_whole(seconds), "second", "seconds")


def _of_a_hundred(runs: str) -> str:
    # For translators: so many of the runs of a forecast.
    return ngettext("Only %(num)s in 100", "Only %(num)s in 100", int(runs))


def _numbered(title: str, at: str) -> str:
    return gettext("“%(title)s” (number %(number)s)", title=title, number=at)


_MEASURES: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"(\d+) weeks? \((\d+) months?\)"), _long),
    (re.compile(r"(\d+) weeks?"), _weeks),
    (re.compile(r"([\d,]+) seconds?"), _seconds),
    (re.compile(r"(\d{1,3}(?:,\d{3})+)"), lambda written: number(_whole(written))),
    (re.compile(r"Only (\d+) in 100"), _of_a_hundred),
    (re.compile(r"“([^”]+)” \(number (\d+)\)"), _numbered),
)
"""Lengths, shares and things with a number, as the domain writes them."""
_FEW = (N_("Fewer than 1 in 100"), N_("None"))
"""Shares that are words alone."""


def _value(value: str) -> str:
    """A value that was put in: a day, words from our tables, or what somebody wrote, which stays as it is."""
    known = _known(value)
    if known is not None:
        return known
    if value.endswith((".", "?", "!")):
        return retold(value)
    parts = [each if place % 2 else _known(each) for place, each in enumerate(_JOINT.split(value))]
    # One that is not known is somebody's own words, in which “and” is theirs too.
    known_parts = [each for each in parts if each is not None]
    if len(known_parts) < len(parts):
        return value
    return "".join(_joint(each) if place % 2 else each for place, each in enumerate(known_parts))


def _known(value: str) -> str | None:
    if _DAY.fullmatch(value):
        return day(datetime.strptime(value, "%d %B %Y").replace(tzinfo=UTC).date())
    for pattern, measure in _MEASURES:
        if found := pattern.fullmatch(value):
            return measure(*found.groups())
    said = translated(value)
    return said if said != value or _NAMED.fullmatch(value) else None


def _joint(joint: str) -> str:
    word = joint.strip(" ,")
    return joint.replace(word, translated(word)) if word in _JOINING else joint
