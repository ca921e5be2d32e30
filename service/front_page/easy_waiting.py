"""What waits for somebody, in Easy Read: for those who said that they read it best, on the first page they see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from projections.agenda_reading import AgendaItem
from service.language.easy_lines import Line, easy_line, easy_title, hard_words_of, notice_of, own_words
from service.language.written import day
from service.plan_file import load_plan, plan_names


@dataclass(frozen=True, slots=True)
class EasyWaiting:
    """Sentences with their pictures, the hard words in them, and who checked them."""

    lines: tuple[Line, ...]
    hard_words: tuple[tuple[str, str], ...]
    notice: str


def easy_waiting(tasks: Iterable[tuple[AgendaItem, str]]) -> EasyWaiting | None:
    """The same as the list of what waits, each thing with the address at which it is done. None for an empty list."""
    lines = tuple(line for item, place in tasks for line in _of(item, place))
    return EasyWaiting(lines, tuple(hard_words_of(lines).items()), notice_of(lines)) if lines else None


def _of(item: AgendaItem, place: str) -> Iterator[Line]:
    match item.kind:
        case "plan":
            # There it can be read, and agreed.
            programme, form, _ = place.partition("/do/")
            yield replace(easy_line("Please read our plan."), address=f"{programme}/plan/easy" if form else place)
            yield _below(easy_line("Do you agree with it?"))
        case "review":
            yield replace(easy_line("Please meet and look at our plan."), address=place)
        case "handover":
            yield replace(easy_line("Some things need a new home."), address=place)
            yield _below(easy_line("Who keeps each thing?"))
        case "still-running":
            yield replace(easy_line("Is your organisation still there?"), address=place)
        case _:
            called = _titles().get(item.title)
            easy_first = "?words=easy" if "/milestones/" in place and "?" not in place else ""
            title = own_words(item.title) if called is None else easy_title(called)
            yield replace(title, address=f"{place}{easy_first}")
    if item.kind == "decision":
        yield _below(easy_line("Somebody did this. Please look at it."))
        yield _below(easy_line("Say yes. Or give it back."))
    elif item.kind == "question":
        yield _below(easy_line("Somebody asked this. Do you know the answer?"))
    elif item.late_days:
        yield _below(easy_line("This is late. It is normal to need more time."))
    elif item.due is not None:
        yield _below(easy_line("Please do it by %(day)s.", day=day(item.due)))


def _below(line: Line) -> Line:
    """A sentence about the thing above it, whose picture is enough for both."""
    return replace(line, picture=None)


@cache
def _titles() -> Mapping[str, str]:
    """What each step and each duty of our plans is called in Easy Read, by its title."""
    plans = [load_plan(name) for name in plan_names()]
    steps = {each.title: each.easy_title for plan in plans for each in plan.milestones}
    return {**steps, **{each.title: each.easy_title for plan in plans for each in plan.duties}}
