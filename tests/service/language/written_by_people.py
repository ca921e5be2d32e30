"""What is on the pages of a test and was not written by Waymark: plans, names, and what people said."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from service.api_examples import EXAMPLES
from tests.browser.served import NAMES

_TOLD = {
    "Waymark",
    "tests",
    "https://example.org/minutes",
    "We agreed it.",
    "All were there.",
    "We may begin.",
    "Who knows a good hall?",
    "Ask for the lift first.",
    "The lift",
    "Ask first.",
    "Tamworth",
    "Tamworth Borough Council",
}
_IDS = {"id", "template", "stage", "rule", "basis", "who", "person", "to", "role", "kind", "office", "nation", "body"}
"""Fields that are chosen from a list: how Waymark calls them is its own words."""
_SHORTEST = 4


@cache
def written_by_people() -> re.Pattern[str]:
    """Matches each of them as whole words, the longest first."""
    plans = [
        yaml.safe_load(each.read_text("utf-8"))
        for each in (files("service") / "plans").iterdir()
        if each.name.endswith(".yaml")
    ]
    found = {*_TOLD, *NAMES.values(), *_strings([*EXAMPLES.values(), plans])}
    longest = sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in longest))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - anything that YAML or JSON holds
    match value:
        case str() if " " in value or len(value) > 15 or value.istitle():
            text = " ".join(value.split())
            yield from (text, text[:1].upper() + text[1:], text[:29].rstrip(), *re.split(r"(?<=[.?!])\s+", text))
        case dict():
            yield from _strings([each for name, each in value.items() if name not in _IDS])
        case list() | tuple():
            for each in value:
                yield from _strings(each)
        case _:
            return
