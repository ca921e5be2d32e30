"""A whole letter: whom it greets, what it asks for, where to do it, and how to stop such letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from domain.access_needs import Involvement
from domain.programme_events import ProgrammeStarted, Vocabulary
from service.group import Group
from service.language.easy_lines import Line, easy_line, hard_words_of, notice_of, own_words
from service.language.language import N_, translated
from service.language.language import gettext as _
from service.language.vocabulary import USUAL, speaking_of
from service.letter_words.easy import EasyTitles, easy_sentences
from service.letter_words.easy_text import at
from service.letter_words.item import Item
from service.letter_words.places import YOURS, PlaceOf
from service.letter_words.plain import sentence

OR = N_("%(one)s or %(other)s")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a letter. `site` and `place_of` are for letters on a screen: paper and phone have no links.

    `easy`: they read Easy Read best. `begun` is how each programme began: with its plan, and the group's own words.
    """

    name: str
    wanted: Involvement = "involve-me"
    easy: bool = False
    site: str | None = None
    place_of: PlaceOf | None = None
    begun: Mapping[str, ProgrammeStarted] = field(default_factory=dict)

    def words(self, programme: str) -> Vocabulary:
        """What a group calls itself and its people."""
        return self.begun[programme].vocabulary if programme in self.begun else USUAL

    def titles(self, programme: str) -> EasyTitles:
        """What each step of its plan is called in Easy Read."""
        plan = self.begun[programme].plan if programme in self.begun else None
        return {each.id: each.easy_title for each in plan.milestones} if plan is not None else {}


def newest(items: Sequence[Item]) -> list[Item]:
    """Of several messages about one wait, the last one said: the others are merged into it."""
    found = {(item.programme, item.about): item for item in sorted(items, key=lambda item: item.version)}
    return sorted(found.values(), key=lambda item: (item.programme, item.due, item.about))


def whole_letter(reader: Reader, items: Sequence[Item], groups: Mapping[str, Group], today: date) -> str:
    """The letter as plain text. `groups` are the programmes as they are now."""
    told = [item for item in newest(items) if groups[item.programme].programme is not None]
    by_group = {each: [item for item in told if item.programme == each] for each in {i.programme: None for i in told}}
    made = _easy(reader, by_group, groups, today) if reader.easy else _plain(reader, by_group, groups, today)
    return "\n".join(made) + "\n"


def _plain(reader: Reader, told: Mapping[str, list[Item]], groups: Mapping[str, Group], today: date) -> Iterator[str]:
    yield from (_("Hello %(name)s,", name=reader.name), "")
    for each, items in told.items():
        group = groups[each]
        yield from (_("This is about %(organisation)s.", organisation=_called(group)), "")
        with speaking_of(partial(reader.words, each)):
            for item in items:
                yield f"* {sentence(item, group, today)}"
                if reader.place_of is not None:
                    yield f"  {reader.place_of(item)}"
                yield ""
    mentors = _mentors([groups[each] for each in told])
    if reader.wanted != "involve-me":
        yield _("You asked to hear of this. You need do nothing, unless you want to.")
    else:
        if reader.place_of is None:
            yield from (_("To do any of this, open Waymark or ask somebody in your group who uses it."), "")
        else:
            yield from (_("The address below each thing leads to the page where you can do it."), "")
        yield _("If you have done it already, thank you. You need do nothing more.")
    yield ""
    if reader.site is None:
        yield _(
            "To stop these messages, or to get them by e-mail, post or phone instead, please tell %(mentor)s.",
            mentor=mentors,
        )
        yield _("They can also send them to you in Easy Read.")
        return
    yield _("To stop these messages, or to get them in Easy Read, choose it on this page:")
    yield from (f"{reader.site}{YOURS}", "")
    yield _("To get them by post or phone instead, please tell %(mentor)s.", mentor=mentors)


def _easy(reader: Reader, told: Mapping[str, list[Item]], groups: Mapping[str, Group], today: date) -> Iterator[str]:
    lines = list(_easy_lines(reader, told, groups, today))
    for line in lines:
        yield line.text
        if line.address is not None:
            yield line.address
    words = hard_words_of(lines)
    if words:
        yield from ("", _("Hard words"), "")
        yield from (f"{word[:1].upper()}{word[1:]}: {meaning}" for word, meaning in words.items())
    yield from ("", notice_of(lines))


_SPACE = own_words("")


def _easy_lines(
    reader: Reader, told: Mapping[str, list[Item]], groups: Mapping[str, Group], today: date
) -> Iterator[Line]:
    yield easy_line("Hello %(name)s.", name=reader.name)
    yield easy_line("This letter is in Easy Read.")
    yield easy_line("Waymark wrote it. Waymark is a computer program.")
    for each, items in told.items():
        group = groups[each]
        yield _SPACE
        yield easy_line("It is about %(organisation)s.", organisation=_called(group))
        with speaking_of(partial(reader.words, each)):
            for item in items:
                yield _SPACE
                yield from easy_sentences(item, group, reader.titles(each), today)
                if reader.place_of is not None:
                    yield at(easy_line("Here is the page for it:"), reader.place_of(item))
    yield _SPACE
    if reader.wanted == "involve-me":
        yield easy_line("Did you do it already? Thank you. Then you need do nothing.")
        if reader.place_of is None:
            yield easy_line("You can ask somebody in your group to help you.")
    else:
        yield easy_line("You wanted to know about this. You need do nothing.")
    yield _SPACE
    mentors = _mentors([groups[each] for each in told])
    if reader.site is None:
        yield easy_line("Do you want no more letters? Tell %(mentor)s.", mentor=mentors)
    else:
        yield at(easy_line("Do you want no more letters? Say so on this page:"), f"{reader.site}{YOURS}")
        yield easy_line("Or tell %(mentor)s.", mentor=mentors)
    yield easy_line("You can also have a letter on paper. Or somebody can phone you.")


def _called(group: Group) -> str:
    return group.programme.organisation if group.programme is not None else ""


def _mentors(groups: Sequence[Group]) -> str:
    """Whom to tell: the mentor of each programme."""
    names = list(dict.fromkeys(each.programme.mentor.organisation for each in groups if each.programme is not None))
    said = names[0] if names else ""
    for other in names[1:]:
        said = translated(OR) % {"one": said, "other": other}
    return said
