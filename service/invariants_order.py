"""I2: versions of each stream 1..n, positions that only grow, and a ledger whose time never runs backwards."""

from psycopg import Connection

from service.invariant_findings import Finding, Report
from service.invariants_commands import LOG

_VERSIONS = """
SELECT originator_id, count(*), min(originator_version), max(originator_version) FROM store.events
GROUP BY 1 HAVING min(originator_version) <> 1 OR max(originator_version) <> count(*) ORDER BY 1
"""

_POSITIONS = """
SELECT originator_id, originator_version, notification_id FROM (
    SELECT *, lag(notification_id) OVER (PARTITION BY originator_id ORDER BY originator_version) AS before
    FROM store.events) AS log
WHERE before >= notification_id OR notification_id IS NULL OR notification_id < 1 ORDER BY 1, 2
"""

_SAME_POSITION = "SELECT notification_id, count(*) FROM store.events GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"

_SAME_EVENT = f"""
SELECT meta ->> 'id', count(*) FROM ({LOG}) AS log GROUP BY 1 HAVING count(*) > 1 ORDER BY 1
"""  # noqa: S608 - our own words

_TIMES = f"""
WITH log AS (
    SELECT position, stream, meta ->> 'ledger' AS ledger, (meta ->> 'recorded_at')::timestamptz AS at FROM ({LOG}) AS l
), pairs AS (
    SELECT *, lag(at) OVER (PARTITION BY ledger ORDER BY position) AS before FROM log
)
SELECT ledger, position, at, before FROM pairs WHERE at < before ORDER BY position
"""  # noqa: S608 - our own words

_HEADS = f"""
SELECT ledger, log.at, head.recorded_at FROM store.ledger_head AS head FULL JOIN (
    SELECT meta ->> 'ledger' AS ledger, max((meta ->> 'recorded_at')::timestamptz) AS at FROM ({LOG}) AS l GROUP BY 1
) AS log USING (ledger) WHERE log.at IS DISTINCT FROM head.recorded_at ORDER BY 1
"""  # noqa: S608 - our own words


def check_order(connection: Connection) -> Report:
    """Look at the order of the whole log."""
    said = [
        f"{stream}: versions should be 1 to {count}, and run from {first} to {last}: a record is missing or added."
        for stream, count, first, last in connection.execute(_VERSIONS)
    ]
    said += [
        f"{stream}: version {version} is at position {position}, before an older version."
        for stream, version, position in connection.execute(_POSITIONS)
    ]
    said += [f"Position {position} is taken by {n} events." for position, n in connection.execute(_SAME_POSITION)]
    said += [f"The event {event} is in the log {n} times." for event, n in connection.execute(_SAME_EVENT)]
    said += [
        f"{ledger}: position {position} was recorded at {at}, before the one before it ({before})."
        for ledger, position, at, before in connection.execute(_TIMES)
    ]
    said += [
        f"{ledger}: its newest record is of {at or 'no time'}, and its head says {head or 'nothing'}."
        for ledger, at, head in connection.execute(_HEADS)
    ]
    row = connection.execute("SELECT count(*), count(DISTINCT originator_id) FROM store.events").fetchone()
    events, streams = row or (0, 0)
    return Report(
        looked_at={"events": events, "streams": streams},
        findings=tuple(Finding(invariant="I2", sentence=sentence) for sentence in said),
    )
