"""Stories on disk: those that come with Waymark, and files somebody writes; every fault is told with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.plan_faults import Place
from domain.refusals import Refusal
from service.plan_yaml import LARGEST, Written, read_yaml
from service.story import Story
from service.story_check import check_story


class StoryUnreadable(Refusal):
    """There is no such story, or its file cannot be read at all."""


class StoryFaulty(Refusal):
    """The story was read, and has faults. The text names each with its line."""


@dataclass(frozen=True, slots=True)
class StoryFault:
    """One thing wrong with a story, on a line of its file, None where the file is empty."""

    sentence: str
    line: int | None


@dataclass(frozen=True, slots=True)
class StoryReport:
    """What reading a story found. `story` is None when it cannot be played."""

    story: Story | None
    faults: tuple[StoryFault, ...]


def story_names() -> tuple[str, ...]:
    """The names of the stories that come with Waymark."""
    return tuple(sorted(each.name.removesuffix(".yaml") for each in _shelf().iterdir() if each.name.endswith(".yaml")))


@cache
def load_story(name: str) -> Story:
    """A story by its name, or by the path of its file. Raises StoryUnreadable, StoryFaulty."""
    report = read_story(name)
    if report.story is None:
        sentences = " ".join(f"Line {fault.line or '?'}: {fault.sentence}" for fault in report.faults)
        msg = f"The story {name} has faults. {sentences}"
        raise StoryFaulty(msg)
    return report.story


def read_story(name: str) -> StoryReport:
    """Read and check a story, and tell every fault with its line. Raises StoryUnreadable when there is none to read."""
    written = read_yaml(_text(name))
    faults = [StoryFault(sentence, line) for line, sentence in written.troubles]
    story = None
    if not written.broken_off:
        story, found = _checked(written)
        faults += [StoryFault(sentence, written.line(place)) for place, sentence in found]
    ordered = tuple(sorted(faults, key=lambda fault: fault.line or 0))
    return StoryReport(None if ordered else story, ordered)


def _checked(written: Written) -> tuple[Story | None, list[tuple[Place, str]]]:
    if not isinstance(written.value, dict):
        return None, [((), "This file does not say a story. A story begins with names such as 'story:' and 'title:'.")]
    try:
        story = Story.model_validate(written.value)
    except ValidationError as wrong:
        return None, list(_shape_faults(written.value, wrong.errors(include_url=False)))
    return story, list(check_story(story))


def _shape_faults(value: Mapping[str, Any], errors: list[ErrorDetails]) -> Iterator[tuple[Place, str]]:
    for error in errors:
        place: Place = tuple(error["loc"])
        while place and not _is_there(value, place):
            place = place[:-1]
        yield place, f"{_named(error['loc'])} {_trouble(error)}"


def _named(place: Place) -> str:
    steps = [f"'{step}'" if isinstance(step, str) else f"number {step + 1}" for step in place]
    return " ".join(steps) or "The story"


def _trouble(error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return "is missing. Add it."
        case "extra_forbidden":
            return "is not known here. Check its spelling, or take it out."
        case "value_error":
            return f"{error.get('ctx', {}).get('error', error['msg'])}."
        case "string_pattern_mismatch":
            return f"cannot be '{error['input']}'. Use an id as the plan writes it, or small letters and hyphens."
        case _:
            return f"cannot be used: {error['msg'][0].lower()}{error['msg'][1:]}."


def _is_there(value: object, place: Place) -> bool:
    for step in place:
        match value:
            case dict() if step in value:
                value = value[step]
            case list() if isinstance(step, int) and step < len(value):
                value = value[step]
            case _:
                return False
    return True


def _text(name: str) -> str:
    source: Path | Traversable = Path(name)
    if name in story_names():
        source = _shelf() / f"{name}.yaml"
    elif not source.is_file():
        known = ", ".join(story_names())
        raise StoryUnreadable(f"There is no story and no file called {name}. The stories here are: {known}.")
    try:
        with source.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise StoryUnreadable(f"{name} is larger than {LARGEST // 1024} KiB. Is it the right file?")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise StoryUnreadable(f"{name} is not plain text in UTF-8. Save it again as plain text (UTF-8).") from wrong
    except OSError as wrong:
        raise StoryUnreadable(f"{name} cannot be read: {wrong.strerror}. Check that you may open it.") from wrong


def _shelf() -> Traversable:
    return files("service") / "stories"
