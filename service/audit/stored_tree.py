"""A log's tree in the database: leaves one by one, and above them one hash for each 256, for each 65,536, and so on."""

from collections.abc import Callable, Iterator

from psycopg import Connection

from service.audit.tree import Frontier

WIDTH = 256
_HEIGHT = 8
_BLOCKS_AT_ONCE = 64

Leaves = Callable[[int, int], list[bytes]]
"""Gives the leaf hashes from the first number up to, not with, the second."""


class TreeDamaged(Exception):  # noqa: N818 - somebody changed what never changes
    """Leaves are missing, or what is stored about them does not follow from them."""


class StoredTree:
    """Roots and proofs at the cost of a few hundred hashes, however long the log is."""

    def __init__(self, connection: Connection, log: str, leaves: Leaves) -> None:
        self._connection = connection
        self._log = log
        self._leaves = leaves

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves, which the tree has grown over. Raises TreeDamaged."""
        return self.subtree(0, size)

    def subtree(self, start: int, end: int) -> bytes:
        """The root of some leaves, as tree.Subtree wants it: `start` is a multiple of a power of two ≥ their number."""
        level = 0
        while WIDTH ** (level + 1) <= end - start:
            level += 1
        return self._folded(start, end, level)

    def grow(self, old: int, size: int) -> None:
        """Store the hash of each 256 leaves that the log completed since it had `old`. Raises TreeDamaged.

        What is stored already must be the same: whoever may add a row cannot make us sign what the leaves do not say.
        """
        level, width = 1, WIDTH
        while width <= size:
            self._grow(level, old // width, size // width)
            level, width = level + 1, width * WIDTH

    def _grow(self, level: int, first: int, last: int) -> None:
        for begin in range(first, last, _BLOCKS_AT_ONCE):
            end = min(begin + _BLOCKS_AT_ONCE, last)
            below = self._hashes(level - 1, begin * WIDTH, end * WIDTH)
            made = [_fold(below[at : at + WIDTH]) for at in range(0, len(below), WIDTH)]
            self._connection.execute(
                "INSERT INTO store.subtree (log, level, index, hash)"
                " SELECT %s, %s, %s + number - 1, hash FROM unnest(%s::bytea[]) WITH ORDINALITY AS made(hash, number)"
                " ON CONFLICT DO NOTHING",
                (self._log, level, begin, made),
            )
            if self._hashes(level, begin, end) != made:
                raise TreeDamaged(f"What is stored about the tree of {self._log} does not follow from its leaves.")

    def _folded(self, start: int, end: int, level: int) -> bytes:
        frontier, at = Frontier(), start
        for height in range(level, -1, -1):
            width = WIDTH**height
            for each in self._hashes(height, at // width, end // width):
                frontier.add(each, height * _HEIGHT)
            at = end // width * width
        return frontier.root()

    def _hashes(self, level: int, first: int, last: int) -> list[bytes]:
        if first >= last:
            return []
        if level == 0:
            found = self._leaves(first, last)
        else:
            rows = self._connection.execute(
                "SELECT hash FROM store.subtree WHERE log = %s AND level = %s AND index >= %s AND index < %s"
                " ORDER BY index",
                (self._log, level, first, last),
                binary=True,
            )
            found = [row[0] for row in rows]
        if len(found) != last - first:
            raise TreeDamaged(f"The log of {self._log} has lost leaves, or what is stored about its tree.")
        return found


def ledger_tree(connection: Connection, ledger: str) -> StoredTree:
    """The tree of a ledger's events."""

    def leaves(first: int, last: int) -> list[bytes]:
        rows = connection.execute(
            "SELECT hash FROM store.leaf WHERE ledger = %s AND index >= %s AND index < %s ORDER BY index",
            (ledger, first, last),
            binary=True,
        )
        return [row[0] for row in rows]

    return StoredTree(connection, ledger, leaves)


def global_tree(connection: Connection, epoch: int) -> StoredTree:
    """The tree of an epoch's global log."""

    def leaves(first: int, last: int) -> list[bytes]:
        rows = connection.execute(
            "SELECT hash FROM store.head WHERE epoch = %s AND index >= %s AND index < %s ORDER BY index",
            (epoch, first, last),
            binary=True,
        )
        return [row[0] for row in rows]

    return StoredTree(connection, f"epoch {epoch}", leaves)


def roots_of(hashes: list[bytes]) -> Iterator[bytes]:
    """The roots of each full 256 of some hashes."""
    for at in range(0, len(hashes) - WIDTH + 1, WIDTH):
        yield _fold(hashes[at : at + WIDTH])


def _fold(hashes: list[bytes]) -> bytes:
    frontier = Frontier()
    for each in hashes:
        frontier.add(each)
    return frontier.root()
