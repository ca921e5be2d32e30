"""Tables of the views: one dataclass is the row, the table and the way in and out, a whole batch at a time."""

import dataclasses
import types
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, TypeVar, get_args, get_origin, get_type_hints

import orjson
from psycopg import Cursor

VIEWS = "views"
"""The PostgreSQL schema of everything that can be built again from the log."""

_TYPES = {str: "text", int: "bigint", bool: "boolean", date: "date", datetime: "timestamptz", dict: "jsonb"}


class Row(Protocol):
    """A dataclass with slots whose fields are the columns, in order."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=Row)
Key = tuple[Hashable, ...]


def _column_type(hint: Any) -> str:  # noqa: ANN401 - any annotation of a row
    origin, parts = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        return _column_type(next(part for part in parts if part is not types.NoneType))
    if origin is list and parts == (str,):
        return "text[]"
    return _TYPES.get(hint, "jsonb")


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table whose columns are the fields of `row`: text, numbers, dates, lists of text, and JSON for the rest.

    `key` names its primary key. `indexes` are further columns to find rows by, each a comma-separated list. Statements
    that look for rows are never prepared: a plan made while a table is empty reads all of it when it is full.
    """

    name: str
    row: type[R]
    key: tuple[str, ...]
    indexes: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> dict[str, str]:
        """Each column and its PostgreSQL type."""
        hints = get_type_hints(self.row)
        return {field.name: _column_type(hints[field.name]) for field in dataclasses.fields(self.row)}

    @property
    def path(self) -> str:
        """The table's name with its schema."""
        return f"{VIEWS}.{self.name}"

    @property
    def ddl(self) -> str:
        """What makes the table, once."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        lines = [f"CREATE TABLE IF NOT EXISTS {self.path} ({columns}, PRIMARY KEY ({', '.join(self.key)}));"]
        for number, index in enumerate(self.indexes, start=1):
            lines.append(f"CREATE INDEX IF NOT EXISTS {self.name}_{number} ON {self.path} ({index});")
        return "\n".join(lines)

    def key_of(self, row: R) -> Key:
        """The key of a row."""
        return tuple(getattr(row, column) for column in self.key)

    def load(self, cursor: Cursor[Any], keys: Iterable[Key]) -> "Sheet[R]":
        """Rows by their keys; those that are not there are left out. Keys are text."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return Sheet(self)
        lists = ", ".join("%s::text[]" for _ in self.key)
        cursor.execute(
            f"SELECT {self._listed('row')} FROM unnest({lists}) AS wanted({', '.join(self.key)})"  # noqa: S608
            f" JOIN {self.path} AS row USING ({', '.join(self.key)})",
            [list(column) for column in zip(*wanted, strict=True)],
            prepare=False,
        )
        return Sheet(self, self._rows(cursor))

    def load_where(self, cursor: Cursor[Any], column: str, values: Iterable[str]) -> "Sheet[R]":
        """Rows that have one of these values in a column."""
        wanted = list(values)
        if not wanted:
            return Sheet(self)
        cursor.execute(
            f"SELECT {self._listed('row')} FROM {self.path} AS row WHERE {column} = ANY(%s)",  # noqa: S608
            (wanted,),
            prepare=False,
        )
        return Sheet(self, self._rows(cursor))

    def save(self, cursor: Cursor[Any], rows: Iterable[R]) -> None:
        """Insert these rows, or put them in place of those with the same keys, in one statement."""
        given = list(rows)
        if not given:
            return
        columns = self.columns
        names = ", ".join(columns)
        kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        rest = [name for name in columns if name not in self.key]
        update = f"UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in rest)}" if rest else "NOTHING"
        cursor.execute(
            f"INSERT INTO {self.path} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS given({kinds})"  # noqa: S608
            f" ON CONFLICT ({', '.join(self.key)}) DO {update}",
            (orjson.dumps(given).decode(),),
        )

    def remove(self, cursor: Cursor[Any], keys: Iterable[Key]) -> None:
        """Take rows out by their keys, which are text."""
        gone = list(keys)
        if not gone:
            return
        lists = ", ".join("%s::text[]" for _ in self.key)
        same = " AND ".join(f"row.{column} = gone.{column}" for column in self.key)
        cursor.execute(
            f"DELETE FROM {self.path} AS row"  # noqa: S608
            f" USING unnest({lists}) AS gone({', '.join(self.key)}) WHERE {same}",
            [list(column) for column in zip(*gone, strict=True)],
            prepare=False,
        )

    def _listed(self, alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in self.columns)

    def _rows(self, cursor: Cursor[Any]) -> list[R]:
        return [self.row(*record) for record in cursor.fetchall()]


class Sheet(Generic[R]):
    """The rows a batch concerns, changed in memory and then written at once."""

    def __init__(self, table: Table[R], rows: Iterable[R] = ()) -> None:
        self._table = table
        self.rows: dict[Key, R] = {table.key_of(row): row for row in rows}
        self._gone: set[Key] = set()

    def __getitem__(self, key: Key) -> R:
        return self.rows[key]

    def get(self, key: Key) -> R | None:
        """The row with this key, or None."""
        return self.rows.get(key)

    def put(self, row: R) -> None:
        """Have this row, in place of one with the same key."""
        key = self._table.key_of(row)
        self.rows[key] = row
        self._gone.discard(key)

    def drop(self, key: Key) -> None:
        """Have this row no more, whether it was there or not."""
        self.rows.pop(key, None)
        self._gone.add(key)

    def save(self, cursor: Cursor[Any]) -> None:
        """Write the sheet."""
        self._table.remove(cursor, self._gone)
        self._table.save(cursor, self.rows.values())
