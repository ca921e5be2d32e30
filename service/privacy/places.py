"""Where sealed words stand in an event: `reason`, `lines.0` or `meta.on_behalf_of.minute`."""

from collections.abc import Iterator

from pydantic import BaseModel

from domain.event import Fact, Recorded
from domain.passage import Sealed


def passages_of(event: Recorded[Fact]) -> dict[str, Sealed]:
    """Every sealed passage of an event, by its place."""
    found = {place: each for name, part in event.fact for place, each in _inside(part, name)}
    return found | dict(_inside(event.meta.on_behalf_of, "meta.on_behalf_of"))


def _inside(value: object, at: str) -> Iterator[tuple[str, Sealed]]:
    match value:
        case Sealed():
            yield at, value
        case BaseModel():
            for name, part in value:
                yield from _inside(part, f"{at}.{name}")
        case tuple() | list():
            for number, part in enumerate(value):
                yield from _inside(part, f"{at}.{number}")
        case dict():
            for name, part in value.items():
                yield from _inside(part, f"{at}.{name}")
        case _:
            pass
