"""Plain English: how easily all interface text and the texts of the plans can be read, by Flesch's measure.

About 60 is plain English, and 100 is easiest. A text of 25 words or more must reach 60, and all of them together 80.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import textstat  # type: ignore[import-untyped]
import yaml

from service.language.extract import messages

LONG = 25
EACH, ALL = 60, 80
_TAG = re.compile(r"<[^>]+>")
_VALUE = re.compile(r"%\(\w+\)s")


@cache
def texts() -> tuple[str, ...]:
    return tuple(sorted({*_interface(), *_plans()}))


def _interface() -> Iterator[str]:
    for message in messages():
        for text in (message.id,) if isinstance(message.id, str) else tuple(message.id):
            if text:
                yield " ".join(_VALUE.sub("this", _TAG.sub("", text)).replace("%%", "per cent").split())


def _plans() -> Iterator[str]:
    for each in (files("service") / "plans").iterdir():
        plan = yaml.safe_load(each.read_text("utf-8"))
        yield from (" ".join(text.split()) for text in (plan["summary"], plan["floor"]["why"]))
        yield from (" ".join(milestone["what"].split()) for milestone in plan["milestones"])


def ease(text: str) -> float:
    return float(textstat.textstat.flesch_reading_ease(text))


def test_every_long_text_is_easy_to_read() -> None:
    hard = [(round(ease(each)), each) for each in texts() if len(each.split()) >= LONG and ease(each) < EACH]
    assert sorted(hard) == []


def test_all_of_it_together_is_easier_still() -> None:
    said = [each if each[-1:] in ".?!" else f"{each}." for each in texts() if len(each.split()) > 3]
    assert ease(" ".join(said)) >= ALL
