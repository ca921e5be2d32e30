"""Easy Read that a machine puts together: sentences written by hand, each with its picture, and only values put in.

What somebody checks is the sentence before anything was put in, in the language they read it in: a translation is a
text of its own. The picture and the hard words are found by our own English.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.language.easy_checks import BY_A_MACHINE, BY_A_TRANSLATOR, Checked, check_of, notice
from service.language.hard_words import hard_words_in
from service.language.language import bare, gettext, ngettext, plural, translated
from service.language.pictures import picture_named
from service.language.written import number

_VALUE = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is shown. `written`: as it stands here, None for people's own words. `picture`: its name.

    `address` is where the sentence leads to; it is written out, because paper has no links. `said`: the sentence in the
    language of the reader, before values are put in; None where it is as it was written.
    """

    text: str
    written: str | None
    picture: str | None = None
    address: str | None = None
    said: str | None = None


def easy_line(written: str, /, **values: object) -> Line:
    """A sentence that was written by hand, in the language of the reader."""
    return Line(gettext(written, **values), written, _picture(written), said=bare(written))


def easy_count(one: str, many: str, count: int, /) -> Line:
    """A sentence that depends on a number, which it holds as `%(num)s`."""
    written = one if count == 1 else many
    said = plural(one, many, count)
    # In our own English the form is found by the number alone, as it is written here.
    shown = None if said in {one, many} else said
    return Line(ngettext(one, many, count, num=number(count)), written, _picture(written), said=shown)


def easy_title(title: str) -> Line:
    """What a step of a plan is called in Easy Read: a text of the plan, which is checked like all others."""
    return Line(title, title, _picture(title))


def own_words(text: str, address: str | None = None) -> Line:
    """What people wrote themselves: nobody here can check it."""
    return Line(text, None, _picture(text), address)


def hard_words_of(lines: Iterable[Line]) -> Mapping[str, str]:
    """The hard words in these lines, each with what it means, in the language of the reader."""
    found = hard_words_in(line.written or line.text for line in lines)
    return {translated(word): translated(meaning) for word, meaning in found}


def notice_of(lines: Iterable[Line], checks: Mapping[str, Checked] | None = None, made: str = BY_A_MACHINE) -> str:
    """Who checked all of these sentences in the language of the reader; until then, that it is a draft, and whose."""
    ours = [line for line in lines if line.written is not None]
    shown = dict.fromkeys(line.said or line.written or "" for line in ours)
    is_translated = any(line.said not in {None, line.written} for line in ours)
    return notice(check_of(shown, checks), BY_A_TRANSLATOR if is_translated else made)


def _picture(written: str) -> str | None:
    return picture_named(_VALUE.sub("", written))
