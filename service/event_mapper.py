"""How a recorded fact becomes bytes and comes back: canonical JSON, sealed text, explicit topics."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from functools import cache
from typing import NamedTuple

import orjson
import rfc8785
from pydantic import BaseModel, create_model

from domain.event import Fact, Meta, Recorded
from service.seals import Seals, where


class UnknownTopic(Exception):  # noqa: N818 - the topic is unknown; nothing here went wrong
    """The log holds a kind of event this version of Waymark does not know."""

    def __init__(self, topic: str) -> None:
        """Name the topic, which is safe to log."""
        super().__init__(
            f"The log holds an event of the kind “{topic}”, which this version of Waymark does not know. "
            "Please start the version that recorded it, or a newer one."
        )
        self.topic = topic


class _Stored(BaseModel):
    meta: Meta
    data: Fact


class RawEvent(NamedTuple):
    """An event as it is stored. `state` is canonical JSON, with its personal text sealed."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes


@cache
def _shape_of(fact: type[Fact]) -> type[_Stored]:
    """One parse for both parts, straight from the bytes: half the time of reading a long log."""
    return create_model("Stored", __base__=_Stored, data=(fact, ...))


class EventMapper:
    """Writes and reads the stored form of the facts it is given; every other topic is refused."""

    def __init__(self, facts: Iterable[type[Fact]], seals: Seals) -> None:
        """Take the closed list of facts that may be in the log. Two facts with one topic raise ValueError."""
        self._seals = seals
        self._stored: dict[str, type[_Stored]] = {}
        for fact in facts:
            if fact.TOPIC in self._stored:
                msg = f"two facts share the topic {fact.TOPIC}"
                raise ValueError(msg)
            self._stored[fact.TOPIC] = _shape_of(fact)

    def write(self, recorded: Recorded[Fact]) -> tuple[Recorded[Fact], bytes]:
        """Seal a fact's personal text. Returns the sealed fact and its state. Raises UnknownTopic, SubjectErased."""
        if recorded.fact.TOPIC not in self._stored:
            raise UnknownTopic(recorded.fact.TOPIC)
        in_utc = recorded.meta.model_copy(update={"recorded_at": recorded.meta.recorded_at.astimezone(UTC)})
        sealed = self._seals.seal(replace(recorded, meta=in_utc))
        meta = sealed.meta.model_dump(mode="json", exclude_none=True)
        return sealed, rfc8785.dumps({"meta": meta, "data": sealed.fact.model_dump(mode="json")})

    def read(self, raw: RawEvent) -> Recorded[Fact]:
        """Read a stored event; its passages stay sealed and know where they stand.

        Raises UnknownTopic, and ValidationError or JSONDecodeError for what is no event of this kind.
        """
        shape = self._stored.get(raw.topic)
        if shape is None:
            raise UnknownTopic(raw.topic)
        if b'"kid":' in raw.state:
            state = orjson.loads(raw.state)
            place = where(raw.stream, raw.version, raw.topic)
            if isinstance(state, dict):
                _say_where(state.get("meta"), place + "meta.")
                _say_where(state.get("data"), place)
            stored = shape.model_validate(state)
        else:
            stored = shape.model_validate_json(raw.state)
        return Recorded(raw.stream, raw.version, stored.meta, stored.data, raw.position)


def _say_where(value: object, at: str) -> None:
    """Tell every sealed passage in parsed JSON its place, whatever the stored text claims about that."""
    match value:
        case dict() if "s" in value and "kid" in value and "c" in value:
            value["at"] = at.removesuffix(".")
        case dict():
            for name, part in value.items():
                _say_where(part, f"{at}{name}.")
        case list():
            for number, part in enumerate(value):
                _say_where(part, f"{at}{number}.")
        case _:
            pass
