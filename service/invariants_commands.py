"""I1: each acknowledged command is in the log exactly once, a refused one not at all, an unknown one 0 or 1 times."""

from collections import defaultdict
from collections.abc import Sequence

from psycopg import Connection

from service.invariant_findings import Acknowledged, Finding, Report

# Read from the stored bytes, past all of Waymark's own code for reading them.
LOG = (
    "SELECT notification_id AS position, originator_id AS stream, originator_version AS version, topic,"
    " convert_from(state, 'UTF8')::json -> 'meta' AS meta FROM store.events"
)

_UNEQUAL = f"""
WITH log AS MATERIALIZED ({LOG}), told AS (
    SELECT stream, meta ->> 'command_id' AS command_id, count(*) AS events, min(position) AS first,
        max(position) AS last, max(version) - min(version) + 1 AS span
    FROM log GROUP BY 1, 2
)
SELECT stream, command_id, command.events, command.position, coalesce(told.events, 0), told.last, told.span,
    command.position = 0 OR EXISTS (SELECT FROM store.events WHERE notification_id = command.position)
FROM store.command FULL JOIN told USING (stream, command_id)
WHERE command.events IS DISTINCT FROM coalesce(told.events, 0)
   OR (told.last IS NOT NULL AND (told.last <> command.position OR told.span <> told.events))
   OR NOT (command.position = 0 OR EXISTS (SELECT FROM store.events WHERE notification_id = command.position))
ORDER BY stream, command_id
"""  # noqa: S608 - our own words


def check_commands(connection: Connection, acknowledged: Sequence[Acknowledged]) -> Report:
    """Compare every command with its events, and what clients wrote down with both."""
    findings = [*_apart_from_their_events(connection), *_as_clients_know(connection, acknowledged)]
    row = connection.execute("SELECT count(*) FROM store.command").fetchone()
    return Report(
        looked_at={"commands": row[0] if row else 0, "outcomes clients wrote down": len(acknowledged)},
        findings=tuple(Finding(invariant="I1", sentence=sentence) for sentence in findings),
    )


def _apart_from_their_events(connection: Connection) -> list[str]:
    said = []
    for stream, command, promised, position, events, last, span, real in connection.execute(_UNEQUAL):
        if promised is None:
            said.append(f"{stream}: {_events(events)} of command “{command}”, but the command is not recorded.")
        elif promised != events:
            said.append(f"{stream}: command “{command}” should have {_events(promised)}, and has {events}.")
        elif not real:
            said.append(f"{stream}: command “{command}” points at position {position}, where no event is.")
        elif span != events:
            said.append(f"{stream}: the events of command “{command}” do not stand side by side.")
        else:
            said.append(f"{stream}: command “{command}” points at position {position}; its last event is at {last}.")
    return said


def _as_clients_know(connection: Connection, acknowledged: Sequence[Acknowledged]) -> list[str]:
    streams: dict[str, list[str]] = defaultdict(list)
    rows = connection.execute(
        "SELECT command_id, stream FROM store.command WHERE command_id = ANY(%s)",
        ([each.command_id for each in acknowledged],),
    )
    for command, stream in rows:
        streams[command].append(stream)
    said = []
    for each in acknowledged:
        times = sum(_belongs(stream, each.programme) for stream in streams[each.command_id])
        where = each.programme or "any programme"
        if each.outcome == "ok" and times == 0:
            said.append(f"The acknowledged command “{each.command_id}” is not in the log of {where}: it was lost.")
        elif each.outcome == "refused" and times > 0:
            said.append(f"The refused command “{each.command_id}” is in the log of {where}.")
        elif times > 1:
            said.append(f"The command “{each.command_id}” is in the log of {where} {times} times.")
    return said


def _belongs(stream: str, programme: str | None) -> bool:
    return programme is None or stream.partition(":")[2] == programme.partition(":")[2]


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"
