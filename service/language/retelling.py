"""What code that knows no languages said in English, said again for the reader: refusals, warnings, counts."""

import re
from datetime import UTC, datetime

from service.language.language import gettext, spoken, translated
from service.language.written import day

_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
_JOINT = re.compile(r"(, | or | and )")


def retold(said: str) -> str:
    """The same in the language of the reader, as far as its sentences are recognised."""
    sentences = spoken().sentences
    if not sentences.texts:
        return said
    runs = []
    for run, found in sentences.split(said):
        if found is None:
            runs.append(translated(run))
        else:
            text, values = found
            runs.append(gettext(text, **{name: _value(value) for name, value in values.items()}))
    return " ".join(runs)


def _value(value: str) -> str:
    """A value that was put in: a day, words from our tables, or what somebody wrote, which stays as it is."""
    if _DAY.fullmatch(value):
        return day(datetime.strptime(value, "%d %B %Y").replace(tzinfo=UTC).date())
    whole = translated(value)
    if whole != value:
        return whole
    parts = _JOINT.split(value)
    if len(parts) > 1:
        return "".join(
            f" {gettext(each.strip())} " if each in {" or ", " and "} else translated(each) for each in parts
        )
    return retold(value) if value.endswith((".", "?", "!")) else value
