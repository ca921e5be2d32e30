"""How a recorded fact becomes bytes and comes back: canonical JSON, sealed text, explicit topics."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC

import orjson
import rfc8785
from pydantic import TypeAdapter

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


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event as it is stored. `state` is canonical JSON, with its personal text sealed."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes


class EventMapper:
    """Writes and reads the stored form of the facts it is given; every other topic is refused."""

    def __init__(self, facts: Iterable[type[Fact]], seals: Seals) -> None:
        """Take the closed list of facts that may be in the log. Two facts with one topic raise ValueError."""
        self._seals = seals
        self._meta = TypeAdapter(Meta)
        self._facts: dict[str, TypeAdapter[Fact]] = {}
        for fact in facts:
            if fact.TOPIC in self._facts:
                msg = f"two facts share the topic {fact.TOPIC}"
                raise ValueError(msg)
            self._facts[fact.TOPIC] = TypeAdapter(fact)

    def write(self, recorded: Recorded[Fact]) -> tuple[Recorded[Fact], bytes]:
        """Seal a fact's personal text. Returns the sealed fact and its state. Raises UnknownTopic, SubjectErased."""
        if recorded.fact.TOPIC not in self._facts:
            raise UnknownTopic(recorded.fact.TOPIC)
        in_utc = recorded.meta.model_copy(update={"recorded_at": recorded.meta.recorded_at.astimezone(UTC)})
        sealed = self._seals.seal(replace(recorded, meta=in_utc))
        meta = sealed.meta.model_dump(mode="json", exclude_none=True)
        return sealed, rfc8785.dumps({"meta": meta, "data": sealed.fact.model_dump(mode="json")})

    def read(self, raw: RawEvent) -> Recorded[Fact]:
        """Read a stored event; its passages stay sealed and know where they stand. Raises UnknownTopic."""
        adapter = self._facts.get(raw.topic)
        if adapter is None:
            raise UnknownTopic(raw.topic)
        state = orjson.loads(raw.state)
        if b'"kid":' in raw.state:
            place = where(raw.stream, raw.version, raw.topic)
            _say_where(state["meta"], place + "meta.")
            _say_where(state["data"], place)
        return Recorded(
            stream=raw.stream,
            version=raw.version,
            meta=self._meta.validate_python(state["meta"]),
            fact=adapter.validate_python(state["data"]),
            position=raw.position,
        )


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
