"""The stored events themselves, one line of JSON each: what the audit's proofs are about, byte for byte."""

from collections.abc import Callable, Iterator
from functools import partial

import orjson
from psycopg import Connection

from projections.history_question import HistoryQuestion, places
from service.api_positions import Readings

MaySee = Callable[[str, bytes], bool]
"""Whether the reader may see a stored event, by its kind and its state."""

AT_ONCE = 1_000
_EVENTS = """
SELECT notification_id, index, originator_id, originator_version, topic, state, encode(hash, 'hex')
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted(position, place)
JOIN store.events ON notification_id = wanted.position JOIN store.leaf ON leaf.position = wanted.position
ORDER BY place
"""


def raw_lines(
    readings: Readings, programme: str, question: HistoryQuestion, end: int, may_see: MaySee
) -> Iterator[bytes]:
    """Every event that is asked for, up to position `end`. Of those the reader may not see there is only the hash."""
    part: HistoryQuestion | None = question
    while part is not None:
        look = partial(_portion, programme=programme, question=part, may_see=may_see)
        lines, after = readings.read("history", look).found
        yield from (line for position, line in lines if position <= end)
        past_end = after is not None and after >= end and not question.newest_first
        part = None if after is None or past_end else question.model_copy(update={"after": after})


def _portion(
    connection: Connection, *, programme: str, question: HistoryQuestion, may_see: MaySee
) -> tuple[list[tuple[int, bytes]], int | None]:
    found = [place.position for place in places(connection, programme, question, limit=AT_ONCE)]
    rows = connection.execute(_EVENTS, (found,), prepare=False).fetchall()
    lines = [(int(row[0]), _line(*row, withheld=not may_see(str(row[4]), bytes(row[5])))) for row in rows]
    return lines, found[-1] if len(found) == AT_ONCE else None


def _line(
    position: int, entry: int, stream: str, version: int, topic: str, state: bytes, leaf: str, *, withheld: bool
) -> bytes:
    about: dict[str, object] = {"position": position, "entry": entry, "hash": leaf, "withheld": withheld}
    if withheld:
        return orjson.dumps(about) + b"\n"
    about |= {"stream": stream, "version": version, "topic": topic}
    # The stored bytes, unchanged: they are JSON already, and what the hash is of.
    return orjson.dumps(about)[:-1] + b',"state":' + state + b"}\n"
