"""I5, the messages: each was recorded once, and was told or waits to be told."""

from psycopg import Connection

from domain.duty_events import DutyOpened, Prompted
from domain.journal_events import ReviewOpened
from service.invariant_findings import Finding, Report
from service.invariants_commands import LOG
from service.log_reader import saved_position
from service.post import READER

ONCE = (Prompted.TOPIC, ReviewOpened.TOPIC, DutyOpened.TOPIC)
"""What the engine records by itself and must never record twice in the same words."""

_TWICE = """
SELECT originator_id, topic, convert_from(state, 'UTF8')::jsonb -> 'data' AS data, count(*) FROM store.events
WHERE topic = ANY(%s) AND convert_from(state, 'UTF8')::json -> 'meta' ->> 'actor' = 'waymark'
GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY 1, 2
"""

_SAME_COMMAND = f"""
SELECT stream, meta ->> 'command_id', count(*) FROM ({LOG}) AS log WHERE topic = %s
GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2
"""  # noqa: S608 - our own words

_MESSAGES = """
CREATE TEMPORARY TABLE message ON COMMIT DROP AS
SELECT originator_id AS programme, originator_version AS version, person, notification_id AS position
FROM store.events, json_array_elements_text(convert_from(state, 'UTF8')::json -> 'data' -> 'to') AS person
WHERE topic = %s AND convert_from(state, 'UTF8')::json -> 'meta' ->> 'story' IS NULL
"""

_FATES = """
SELECT programme, version, person, (pending.version IS NOT NULL)::int + (settled.version IS NOT NULL)::int
FROM message
LEFT JOIN store.pending_message AS pending USING (programme, version, person)
LEFT JOIN store.delivery AS settled USING (programme, version, person)
WHERE position <= %s AND (pending.version IS NULL) = (settled.version IS NULL) ORDER BY position
"""

_OF_NOTHING = """
SELECT programme, version, person FROM (
    SELECT programme, version, person FROM store.pending_message
    UNION ALL SELECT programme, version, person FROM store.delivery) AS kept
WHERE NOT EXISTS (SELECT FROM message WHERE (message.programme, message.version, message.person)
    = (kept.programme, kept.version, kept.person)) ORDER BY 1, 2
"""


def check_messages(connection: Connection) -> Report:
    """Follow every message from its event to what became of it."""
    said = [
        f"{stream}: {topic} was recorded {n} times in the same words."
        for stream, topic, _, n in connection.execute(_TWICE, (list(ONCE),))
    ]
    said += [
        f"{stream}: {n} messages were recorded under one command id, “{command}”."
        for stream, command, n in connection.execute(_SAME_COMMAND, (Prompted.TOPIC,))
    ]
    connection.execute(_MESSAGES, (Prompted.TOPIC,))
    read = saved_position(connection, READER)
    said += [
        f"{programme}: the message of version {version} to {person} {'waits and was told' if fates else 'is nowhere'}."
        for programme, version, person, fates in connection.execute(_FATES, (read,))
    ]
    said += [
        f"{programme}: a message of version {version} to {person} is kept, and no event says so."
        for programme, version, person in connection.execute(_OF_NOTHING)
    ]
    row = connection.execute("SELECT count(*) FROM message").fetchone()
    return Report(
        looked_at={"messages": row[0] if row else 0},
        findings=tuple(Finding(invariant="I5", sentence=sentence) for sentence in said),
    )
