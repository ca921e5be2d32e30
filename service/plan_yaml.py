"""YAML as a plan may be written: values with their lines, and nothing that could do harm.

We read PyYAML's events and build plain values ourselves. So every value keeps its line, no tag can make an object, an
alias cannot be repeated into a bomb, depth and size are bounded, a key written twice is seen, and a title such as `No`
or `2026-01-01` stays the words it is.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from domain.plan_faults import Place

LARGEST = 512 * 1024
DEEPEST = 12
Value = str | int | bool | dict[str, Any] | list[Any] | None
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
PLAIN: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says: the value, the line of each place in it, and what is wrong with the writing, with its line.

    `broken_off`: the reading ended early, so whatever stands further down is unknown.
    """

    value: Any
    lines: dict[Place, int]
    troubles: tuple[tuple[int, str], ...]
    broken_off: bool

    def line(self, place: Place) -> int | None:
        """The line of a place, or of the nearest thing around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None


def read_yaml(text: str) -> Written:
    """Read one YAML document; never raises: what is wrong is in `troubles`."""
    reading = _Reading()
    broken_off = True
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            reading.take(event)
        broken_off = False
    except _TooMuch as too_much:
        reading.troubles.append((too_much.line, str(too_much)))
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        why = wrong.problem or wrong.context or "it is not YAML"
        reading.troubles.append((mark.line + 1 if mark else 1, f"This line cannot be read ({why}). {_HINT}"))
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        reading.troubles.append((line, "This line has a character that cannot be shown. Type it again without it."))
    return Written(reading.value, reading.lines, tuple(reading.troubles), broken_off)


_HINT = "Check the indent and the colons around it, and put a text that has a colon in it in quotes."


class _TooMuch(Exception):  # noqa: N818 - it only ends the reading
    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(why)


@dataclass(slots=True)
class _Open:
    """A list or a set of keys that is still being read."""

    place: Place
    value: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Reading:
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    troubles: list[tuple[int, str]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _TooMuch(line, "A plan is one document. Put the second one, after '---', in its own file.")
            case yaml.AliasEvent():
                self.troubles.append((line, "A plan may not repeat by '*'. Write the value out in full."))
                self._put(None, line, key="*")
            case yaml.ScalarEvent():
                self._no_tag(event, line)
                self._put(_scalar(event), line, key=event.value)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._no_tag(event, line)
                self._enter({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()

    def _no_tag(self, event: yaml.NodeEvent, line: int) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and not (tag == "!" and getattr(event, "style", None)):
            self.troubles.append((line, "A plan may not use tags such as '!!python'. Take the '!' word out."))

    def _enter(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.stack) >= DEEPEST:
            raise _TooMuch(line, f"A plan is never more than {DEEPEST} levels deep. Check the brackets and the indent.")
        place = self._put(value, line, key=None)
        self.stack.append(_Open(place, value))

    def _put(self, value: Value, line: int, *, key: str | None) -> Place:
        """Put a value where the reading stands, and say where that was; a scalar there may be a key instead."""
        if not self.stack:
            self.value = value
            self.lines[()] = line
            return ()
        inside = self.stack[-1]
        if isinstance(inside.value, list):
            place: Place = (*inside.place, len(inside.value))
            inside.value.append(value)
        elif inside.key is None:
            return self._key(inside, key, line)
        else:
            place = (*inside.place, inside.key)
            inside.value[inside.key] = value
            inside.key = None
        self.lines.setdefault(place, line)
        return place

    def _key(self, inside: _Open, key: str | None, line: int) -> Place:
        if key is None:
            raise _TooMuch(line, f"A list or a group stands where a name and a colon should be. {_HINT}")
        place: Place = (*inside.place, key)
        if key in inside.value:
            self.troubles.append((line, f"'{key}' is written twice, first on line {self.lines[place]}. Take one out."))
        self.lines.setdefault(place, line)
        inside.key = key
        return place


def _scalar(event: yaml.ScalarEvent) -> Value:
    if event.style:  # quoted or a block: words, whatever they look like
        return str(event.value)
    if WHOLE_NUMBER.fullmatch(event.value):
        return int(event.value)
    return PLAIN.get(event.value, event.value)
