"""Every event against its leaf, and every signed checkpoint against the leaves: what a nightly run looks for."""

from collections.abc import Iterator
from itertools import groupby

from psycopg import Connection

from service.audit.checkpoint import Checkpoint
from service.audit.leaf import Leaf
from service.audit.note import text_of
from service.audit.tree import Frontier, leaf_hash

_LEAVES = """
SELECT leaf.ledger, index, originator_id, originator_version, topic, state, hash
FROM store.leaf LEFT JOIN store.events ON notification_id = position ORDER BY leaf.ledger, index
"""
_NO_LEAF = """
SELECT notification_id FROM store.events
WHERE NOT EXISTS (SELECT FROM store.leaf WHERE position = notification_id) ORDER BY 1
"""
_HEADS = "SELECT ledger, size, note FROM store.head WHERE ledger IS NOT NULL ORDER BY ledger, size"
_GLOBAL = "SELECT epoch, index, note, hash FROM store.head ORDER BY epoch, index"
_CHECKPOINTS = "SELECT epoch, size, note FROM store.checkpoint ORDER BY epoch, size"
_AT_ONCE = 2_000

Roots = dict[int, set[bytes]]
"""Every root that was signed of a ledger, by its size."""


def full_check(connection: Connection) -> Iterator[str]:
    """Everything that is wrong, one sentence each. `connection` reads one snapshot; it takes as long as the log is."""
    for (position,) in connection.execute(_NO_LEAF).fetchall():
        yield f"The event at position {position} has no leaf."
    roots: dict[str, Roots] = {}
    for ledger, size, note in connection.execute(_HEADS).fetchall():
        # Of one size there may be two heads, in one epoch or in two: then both must say the same.
        roots.setdefault(ledger, {}).setdefault(size, set()).add(Checkpoint.parse(text_of(note)).root)
    with connection.cursor("leaves", binary=True) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_LEAVES)
        for ledger, rows in groupby(cursor, key=lambda row: str(row[0])):
            yield from _ledger(ledger, rows, roots.pop(ledger, {}))
    for ledger in roots:
        yield f"All leaves of {ledger} are gone, and it was signed."
    yield from _global_log(connection)


def _ledger(ledger: str, rows: Iterator[tuple[object, ...]], roots: Roots) -> Iterator[str]:
    frontier, expected = Frontier(), 0
    for row in rows:
        index, stream, version, topic, state, stored = row[1:]
        if index != expected:
            yield f"Leaf {expected} of {ledger} is missing."
            return
        expected += 1
        if stream is None:
            yield f"The event of leaf {index} of {ledger} is missing."
        elif Leaf(expected - 1, ledger, str(stream), int(str(version)), str(topic), _bytes(state)).hash != stored:
            yield f"The event of leaf {index} of {ledger} is not the one that was recorded."
        frontier.add(_bytes(stored))
        signed = roots.pop(frontier.size, None)
        if signed is not None and signed != {frontier.root()}:
            yield f"The first {frontier.size} leaves of {ledger} are not those that were signed."
    for size in roots:
        yield f"{ledger} was signed with {size} leaves, and has only {expected}."


def _global_log(connection: Connection) -> Iterator[str]:
    signed = {(epoch, size): note for epoch, size, note in connection.execute(_CHECKPOINTS).fetchall()}
    for epoch, rows in groupby(connection.execute(_GLOBAL).fetchall(), key=lambda row: int(row[0])):
        frontier = Frontier()
        for _, index, note, stored in rows:
            if index != frontier.size or leaf_hash(text_of(note).encode()) != stored:
                yield f"Leaf {frontier.size} of the global log (epoch {epoch}) is missing or was changed."
                break
            frontier.add(stored)
            checkpoint = signed.pop((epoch, frontier.size), None)
            if checkpoint is not None and Checkpoint.parse(text_of(checkpoint)).root != frontier.root():
                yield f"The first {frontier.size} leaves of the global log (epoch {epoch}) are not those signed."
    for epoch, size in signed:
        yield f"The global log (epoch {epoch}) was signed with {size} leaves, and has fewer."


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)  # noqa: S101 - read in binary from a bytea
    return value
