"""What a group leaves behind, in Easy Read: its own Easy Read texts, and sentences of ours around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from service.language.easy_lines import Line, easy_count, easy_line, easy_title, hard_words_of, notice_of, own_words
from service.language.easy_read import sentences
from service.language.plan_words import in_own_words
from service.language.written import day
from service.legacy_pack.contents import PackContents, PackedResource
from service.legacy_pack.plan_lines import PlanLine
from service.reports.spoken import kind_of_group


@dataclass(frozen=True, slots=True)
class EasyThing:
    """One thing that is left behind. `whole`: where all of it is, when nobody wrote it in Easy Read."""

    resource: PackedResource
    lines: tuple[Line, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class EasyLegacy:
    """The page: who we are, what we leave, how our plan went, the hard words, and who checked our sentences."""

    who: tuple[Line, ...]
    kinds: tuple[tuple[str, tuple[EasyThing, ...]], ...]
    plan: tuple[Line, ...]
    hard_words: tuple[tuple[str, str], ...]
    notice: str

    @property
    def pictures(self) -> frozenset[str]:
        """The pictures on it, by name."""
        things = (line for _heading, found in self.kinds for thing in found for line in thing.lines)
        return frozenset(line.picture for line in (*self.who, *things, *self.plan) if line.picture is not None)


def easy_legacy(
    contents: PackContents, kinds: Iterable[tuple[str, list[PackedResource]]], course: Iterable[PlanLine]
) -> EasyLegacy:
    """The page of a pack."""
    who, plan = tuple(_who(contents)), tuple(_plan(contents, course))
    things = tuple((heading, tuple(_thing(each) for each in found)) for heading, found in kinds)
    said = [*who, *plan, *(line for _heading, found in things for each in found for line in each.lines)]
    return EasyLegacy(who, things, plan, tuple(hard_words_of(said).items()), notice_of(said))


def _who(contents: PackContents) -> Iterator[Line]:
    yield easy_line("We are %(name)s.", name=contents.organisation)
    yield easy_line("We are %(kind)s.", kind=kind_of_group())
    yield easy_line("Our %(members)s run it.")
    yield easy_line("We learned a lot.")
    yield easy_line("We share it with you here.")
    if contents.ended_on:
        yield easy_line("Our programme ended on %(day)s.", day=day(contents.ended_on))


def _thing(resource: PackedResource) -> EasyThing:
    text = resource.published.easy_read
    if text:
        return EasyThing(resource, tuple(map(own_words, sentences(text))), whole=False)
    return EasyThing(resource, (easy_line("There is no Easy Read of this yet."),), whole=True)


def _plan(contents: PackContents, course: Iterable[PlanLine]) -> Iterator[Line]:
    yield easy_line("A plan says what we do, and when.")
    yield easy_count("Our plan had %(num)s step.", "Our plan had %(num)s steps.", len(contents.plan.milestones))
    done = [(each.milestone, each.took) for each in course if each.took is not None and each.took.finished]
    if any(took.weeks > milestone.weeks.typical for milestone, took in done):
        yield easy_line("Some steps took longer than we thought.")
    for milestone, took in done:
        yield easy_title(in_own_words(milestone.easy_title))
        yield _took(took.weeks)


def _took(weeks: int) -> Line:
    said = easy_count("It took %(num)s week.", "It took %(num)s weeks.", weeks)
    return replace(said, picture=None)
