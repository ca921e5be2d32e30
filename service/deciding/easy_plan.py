"""The plan of a group in Easy Read: its parts, and the steps in each, for everybody to read before they agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from projections.progress_shown import ShownMilestone, ShownProgress
from service.language.easy_lines import Line, easy_count, easy_line, easy_title, hard_words_of, notice_of, own_words
from service.language.language import N_

_HOW_FAR: Mapping[str, str] = {
    "accepted": N_("We did this."),
    "open": N_("We work on this now."),
    "submitted": N_("We work on this now."),
    "set-aside": N_("We leave this out."),
}


@dataclass(frozen=True, slots=True)
class EasyPart:
    """One part of the plan: what it is called, and its steps."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EasyPlan:
    """The whole plan, the hard words in it, and who checked its sentences."""

    first: tuple[Line, ...]
    parts: tuple[EasyPart, ...]
    hard_words: tuple[tuple[str, str], ...]
    notice: str


def easy_plan(view: ShownProgress, page: str) -> EasyPlan:
    """The plan as far as the reader is shown it. Each step leads to its own page, in Easy Read first."""
    parts = tuple(
        EasyPart(each.easy_title, tuple(line for step in each.milestones for line in _step(step, page)))
        for each in view.stages or ()
        if each.milestones
    )
    first = tuple(_first(view, len(parts)))
    said = (*first, *(easy_title(each.title) for each in parts), *(line for each in parts for line in each.lines))
    return EasyPlan(first, parts, tuple(hard_words_of(said).items()), notice_of(said))


def _first(view: ShownProgress, parts: int) -> Iterator[Line]:
    yield easy_line("This is our plan.")
    if not parts:
        yield easy_line("Our group does not show you the steps.")
        return
    yield easy_count("It has 1 part.", "It has %(num)s parts.", parts)
    yield easy_line("Each part has some steps.")
    done = sum(each.accepted for each in view.stages or ())
    if done:
        yield easy_count("We did 1 step.", "We did %(num)s steps.", done)
    yield easy_line("We can change our plan later.")


def _step(step: ShownMilestone, page: str) -> Iterator[Line]:
    title = easy_title(step.easy_title) if step.easy_title else own_words(step.title)
    yield replace(title, address=f"{page}/milestones/{step.id}?words=easy")
    if step.status in _HOW_FAR:
        yield _below(easy_line(_HOW_FAR[step.status]))


def _below(line: Line) -> Line:
    """A sentence about the step above it, whose picture is enough for both."""
    return replace(line, picture=None)
