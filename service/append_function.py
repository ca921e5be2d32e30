"""The one function that records: events, commands and the heads of ledgers, in one way there and back."""

# The library's own function inserts without the table lock, and a reader then misses events (ops/decisions/0004).
# This one takes it first, so positions are given in the order of the commits, and those of one call have no gap.
# Each statement in it sees what was committed before the lock was granted.
APPEND = """
CREATE FUNCTION store.append(
    new_events store.stored_event_text[],
    ledgers text[], firsts timestamptz[], lasts timestamptz[],
    streams text[], command_ids text[], body_marks bytea[], answers json[], counts int[], afters int[],
    patience text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    last_position bigint;
BEGIN
    IF cardinality(new_events) > 0 THEN
        PERFORM set_config('lock_timeout', patience, true);
        LOCK TABLE store.events IN EXCLUSIVE MODE;
        NOTIFY events;
    END IF;
    INSERT INTO store.events (originator_id, originator_version, topic, state)
    SELECT originator_id, originator_version, topic, state FROM unnest(new_events);
    PERFORM store.advance_ledger(ledger, first, last) FROM unnest(ledgers, firsts, lasts) AS moved(ledger, first, last);
    SELECT coalesce(max(notification_id), 0) INTO last_position FROM store.events;
    INSERT INTO store.command (stream, command_id, body_mark, answer, events, position)
    SELECT stream, command_id, body_mark, answer, events, last_position - after
    FROM unnest(streams, command_ids, body_marks, answers, counts, afters)
        AS asked(stream, command_id, body_mark, answer, events, after);
    RETURN last_position;
END $$;
"""
