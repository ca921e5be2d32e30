"""The tables of the proof: every event's leaf, and what the signer made of them. Version 2 of the store."""

# The entry is RFC 8785 JSON, built around the state, which is that already: service/audit/leaf.py makes the same bytes.
# SECURITY DEFINER: the application's role writes leaves by recording events, and in no other way.
AUDIT_TABLES = """
CREATE TABLE store.leaf (
    ledger text NOT NULL,
    index bigint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (ledger, index)
);
CREATE UNIQUE INDEX leaf_position_idx ON store.leaf (position);
GRANT SELECT ON store.leaf TO {app};

CREATE FUNCTION store.leaf_entry(
    ledger text, index bigint, stream text, version bigint, topic text, state bytea
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to('{{"i":' || index || ',"l":' || to_json(ledger) || ',"o":' || to_json(stream)
            || ',"ov":' || version || ',"s":', 'UTF8')
        || state || convert_to(',"t":' || to_json(topic) || ',"v":1}}', 'UTF8')
$$;

-- The next leaves are counted under the lock that every writer of the log takes. Without it two would get one index,
-- and the second would be refused.
CREATE FUNCTION store.add_leaves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH read AS MATERIALIZED (
        SELECT *, convert_from(state, 'UTF8')::json -> 'meta' ->> 'ledger' AS ledger FROM recorded
    ), grown AS MATERIALIZED (
        -- Once for each ledger: looking for the last index again would pass over all that this statement adds.
        SELECT ledger, coalesce((SELECT max(index) FROM store.leaf WHERE leaf.ledger = named.ledger), -1) AS last
        FROM (SELECT DISTINCT ledger FROM read) AS named
    )
    INSERT INTO store.leaf (ledger, index, position, hash)
    SELECT ledger, index, notification_id, sha256('\\x00'::bytea
        || store.leaf_entry(ledger, index, originator_id, originator_version, topic, state))
    FROM (
        SELECT read.*, last + row_number() OVER (PARTITION BY ledger ORDER BY notification_id) AS index
        FROM read LEFT JOIN grown USING (ledger)
    ) AS numbered;
    RETURN NULL;
END $$;

INSERT INTO store.leaf (ledger, index, position, hash)
SELECT ledger, index, notification_id, sha256('\\x00'::bytea
    || store.leaf_entry(ledger, index, originator_id, originator_version, topic, state))
FROM (
    SELECT *, row_number() OVER (PARTITION BY ledger ORDER BY notification_id) - 1 AS index
    FROM (
        SELECT *, convert_from(state, 'UTF8')::json -> 'meta' ->> 'ledger' AS ledger FROM store.events
    ) AS read
) AS numbered;

CREATE TRIGGER events_have_leaves AFTER INSERT ON store.events REFERENCING NEW TABLE AS recorded
    FOR EACH STATEMENT EXECUTE FUNCTION store.add_leaves();

-- One hash for each 256 leaves of a tree, one for each 256 of those, and so on: a root costs no look at old leaves.
CREATE TABLE store.subtree (
    log text NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (log, level, index)
);

-- The leaves of the global log: each signed checkpoint of a ledger, and what is said about an epoch (no ledger).
CREATE TABLE store.head (
    epoch integer NOT NULL,
    index bigint NOT NULL,
    ledger text,
    size bigint,
    note text NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (epoch, index)
);
CREATE INDEX head_ledger_idx ON store.head (ledger, epoch, index);

-- The global log's own checkpoints. `position`: every event up to it has a leaf in a ledger whose head is in the log.
CREATE TABLE store.checkpoint (
    epoch integer NOT NULL,
    size bigint NOT NULL,
    position bigint NOT NULL,
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, size)
);
GRANT SELECT, INSERT ON store.subtree, store.head, store.checkpoint TO {app};

CREATE TRIGGER leaves_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.leaf
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
CREATE TRIGGER subtrees_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.subtree
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
CREATE TRIGGER heads_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.head
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
"""
