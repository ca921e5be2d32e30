"""What every projection is: rows built from events alone, which can be built again from nothing at any time."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from psycopg import Cursor

from domain.event import Fact, Recorded
from projections.table import Table


class Projection(Protocol):
    """One kind of thing people read.

    `name` is storage: the reader's position is kept under it. `shape` is counted up with every change of the tables
    or of what is written in them; a projection in an older shape is made anew.
    """

    name: ClassVar[str]
    shape: ClassVar[int]
    kept: ClassVar[tuple[Table[Any], ...]]
    tables: ClassVar[tuple[str, ...]]
    schema: ClassVar[str]

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change. They come in order of position; the same events again change nothing."""
        ...
