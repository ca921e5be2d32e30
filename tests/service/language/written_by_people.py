"""What is on the pages of a test and was not written by Waymark: plans, names, and what people said."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from service.api_examples import EXAMPLES
from tests.browser.served import NAMES

_TOLD = (
    "Waymark",
    "https://example.org/minutes",
    "We agreed it.",
    "All were there.",
    "We may begin.",
    "Who knows a good hall?",
    "Ask for the lift first.",
    "The lift",
    "Ask first.",
)


@cache
def written_by_people() -> tuple[str, ...]:
    """The longest first, so that no part of one is taken for another."""
    plans = [
        yaml.safe_load(each.read_text("utf-8"))
        for each in (files("service") / "plans").iterdir()
        if each.name.endswith(".yaml")
    ]
    found = {*_TOLD, *NAMES.values(), *_strings([*EXAMPLES.values(), plans])}
    return tuple(sorted((each for each in found if len(each) > 1), key=len, reverse=True))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - anything that YAML or JSON holds
    match value:
        case str():
            text = " ".join(value.split())
            yield from (text, text[:1].upper() + text[1:], f"{text[:29]}", *text.split(". "))
        case dict():
            yield from _strings(list(value.values()))
        case list() | tuple():
            for each in value:
                yield from _strings(each)
        case _:
            return
