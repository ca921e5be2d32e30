"""The event store in PostgreSQL, on the eventsourcing library's recorder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from eventsourcing.persistence import StoredEvent
from psycopg.rows import tuple_row

from domain.event import Fact, Recorded
from service.event_mapper import EventMapper, RawEvent
from service.event_recorder import CommandRow, EventRecorder, LedgerMove, Refused
from service.event_store import Appended, Asked, ClockBehind, CommandAnswer, CommandTaken, VersionTaken
from service.group_commit import GroupCommit

_RAW = "SELECT notification_id, originator_id, originator_version, topic, state FROM store.events"
# Every command asks this, and mostly nothing is newer. The inner ORDER BY keeps it one short walk of an index each.
_NEWER = """
SELECT newer.* FROM unnest(%s::text[], %s::bigint[]) AS known(stream, version), LATERAL (
    SELECT notification_id, originator_id, originator_version, topic, state FROM store.events
    WHERE originator_id = known.stream AND originator_version > known.version ORDER BY originator_version
) AS newer
ORDER BY originator_id, originator_version
"""


class PostgresEventStore:
    """The event store in PostgreSQL, on the eventsourcing library's recorder."""

    def __init__(
        self, url: str, mapper: EventMapper, *, pool_size: int = 4, lock_seconds: int = 2, patience: float = 10.0
    ) -> None:
        """Log in at `url` as the application's role; the owner made the tables. Threads may share it.

        `patience` is how many seconds a call waits for a server that is away.
        """
        self._mapper = mapper
        self._together = GroupCommit(self.append_many)
        self._recorder = EventRecorder(url, pool_size=pool_size, lock_seconds=lock_seconds, patience=patience)

    def close(self) -> None:
        """Give the connections back."""
        self._recorder.datastore.close()

    def append(self, events: Sequence[Recorded[Fact]], command: CommandAnswer) -> Appended:
        """Record a command (see EventStore), in one transaction with others that come at the same moment."""
        apart = {command.stream, *(e.stream for e in events), *(e.meta.ledger for e in events)}
        return self._together.add(Asked(events, command), frozenset(apart))

    def append_many(self, asked: Sequence[Asked]) -> list[Appended]:
        """Record several commands in one transaction (see EventStore)."""
        if not asked:
            return []
        written = [[self._mapper.write(recorded) for recorded in each.events] for each in asked]
        moves = _moves([recorded for each in written for recorded, _ in each])
        stored = [
            StoredEvent(recorded.stream, recorded.version, recorded.fact.TOPIC, state)
            for each in written
            for recorded, state in each
        ]
        rows, done = [], 0
        for each in asked:
            done += len(each.events)
            answer = orjson.dumps(each.command.answer).decode()
            command = each.command
            rows.append(
                CommandRow(
                    command.stream, command.command_id, command.body_mark, answer, len(each.events), len(stored) - done
                )
            )
        try:
            last = self._recorder.save(stored, moves, rows)
        except Refused as refused:
            return self._recorded_before(asked, moves, refused)
        return [
            Appended(
                events=[
                    replace(recorded, position=last - row.after - row.events + number)
                    for number, (recorded, _) in enumerate(sealed, start=1)
                ],
                answer=replace(each.command, position=last - row.after, events=row.events),
            )
            for each, sealed, row in zip(asked, written, rows, strict=True)
        ]

    def answer(self, stream: str, command_id: str) -> CommandAnswer | None:
        """Give what was answered to a command."""
        rows = self._rows(
            "SELECT body_mark, answer, position, events FROM store.command WHERE stream = %s AND command_id = %s",
            (stream, command_id),
        )
        for mark, answer, position, events in rows:
            return CommandAnswer(stream, command_id, bytes(mark), answer, position, events)
        return None

    def load(self, stream: str, after_version: int = 0) -> list[Recorded[Fact]]:
        """Give a stream's events in order."""
        rows = self._rows(
            f"{_RAW} WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version",
            (stream, after_version),
        )
        return [self._mapper.read(RawEvent(*row)) for row in rows]

    def load_newer(self, known: Mapping[str, int]) -> list[Recorded[Fact]]:
        """Give what was appended to streams after the version known of each, one stream after the other, in order."""
        rows = self._rows(_NEWER, (list(known), list(known.values())))
        return [self._mapper.read(RawEvent(*row)) for row in rows]

    def stream_version(self, stream: str) -> int:
        """Give the version of a stream's last event."""
        rows = self._rows("SELECT max(originator_version) FROM store.events WHERE originator_id = %s", (stream,))
        return rows[0][0] or 0

    def read(self, after_position: int, limit: int, up_to: int | None = None) -> list[Recorded[Fact]]:
        """Give the log's next events in order."""
        return [self._mapper.read(raw) for raw in self.read_raw(after_position, limit, up_to)]

    def read_raw(self, after_position: int, limit: int, up_to: int | None = None) -> list[RawEvent]:
        """Give the log's next events as they are stored."""
        rows = self._rows(
            f"{_RAW} WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s",
            (after_position, 2**62 if up_to is None else up_to, limit),
        )
        return [RawEvent(*row) for row in rows]

    def end(self) -> int:
        """Give the position of the log's last event."""
        return self._rows("SELECT max(notification_id) FROM store.events")[0][0] or 0

    def ledgers(self, kind: str) -> list[str]:
        """Give every ledger of a kind."""
        rows = self._rows(
            "SELECT ledger FROM store.ledger_head WHERE starts_with(ledger, %s) ORDER BY ledger", (f"{kind}:",)
        )
        return [ledger for (ledger,) in rows]

    def _rows(self, query: str, parameters: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        def attempt() -> list[tuple[Any, ...]]:
            with (
                self._recorder.connection() as connection,
                connection.cursor(binary=True, row_factory=tuple_row) as cursor,
            ):
                return cursor.execute(query, parameters, prepare=True).fetchall()

        return self._recorder.patiently(attempt)

    def _recorded_before(self, asked: Sequence[Asked], moves: Sequence[LedgerMove], refused: Refused) -> list[Appended]:
        """Say what really happened. An answer to COMMIT that was lost on the way also ends here, as a conflict."""
        first = [self.answer(each.command.stream, each.command.command_id) for each in asked]
        for each, answer in zip(asked, first, strict=True):
            if answer and answer.body_mark != each.command.body_mark:
                msg = f"The command id {answer.command_id} was used before in {answer.stream}, for something else."
                raise CommandTaken(msg) from refused
        before = [answer for answer in first if answer]
        if len(before) == len(asked):
            return [Appended(self._events_of(answer), answer, repeated=True) for answer in before]
        if refused.constraint == "ledger_never_runs_backwards":
            heads = dict(self._rows("SELECT ledger, recorded_at FROM store.ledger_head"))
            late = next((move for move in moves if heads.get(move.ledger, move.first) > move.first), moves[0])
            raise ClockBehind(late.ledger, heads.get(late.ledger)) from refused
        msg = "Somebody else recorded something here first."
        raise VersionTaken(msg) from refused

    def _events_of(self, answer: CommandAnswer) -> list[Recorded[Fact]]:
        return self.read(answer.position - answer.events, answer.events, answer.position) if answer.events else []


def _moves(events: Sequence[Recorded[Fact]]) -> list[LedgerMove]:
    moves: dict[str, LedgerMove] = {}
    for recorded in events:
        meta = recorded.meta
        move = moves.setdefault(meta.ledger, LedgerMove(meta.ledger, meta.recorded_at, meta.recorded_at))
        if meta.recorded_at < move.last:
            raise ClockBehind(meta.ledger, move.last)
        moves[meta.ledger] = replace(move, last=meta.recorded_at)
    return list(moves.values())
