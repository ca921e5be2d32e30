"""What others said about our checkpoints, and what each reader was given. A later version of the store."""

WITNESS_TABLES = """
-- A witness' line under a global checkpoint (c2sp.org/tlog-cosignature). `witness` is the name of its key.
CREATE TABLE store.cosignature (
    epoch integer NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,
    cosigned_at timestamptz NOT NULL,
    line text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, size, witness)
);
GRANT SELECT, INSERT ON store.cosignature TO {app};
CREATE TRIGGER cosignatures_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();

-- The reply of a time stamping authority (RFC 3161) about a global checkpoint, as it came.
CREATE TABLE store.time_stamp (
    epoch integer NOT NULL,
    size bigint NOT NULL,
    reply bytea NOT NULL,
    stamped_at timestamptz NOT NULL,
    PRIMARY KEY (epoch, size)
);
GRANT SELECT, INSERT ON store.time_stamp TO {app};
CREATE TRIGGER time_stamps_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.time_stamp
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();

-- Which checkpoints a reader got with the last bundle, so that the next continues it. Erasing a person deletes theirs.
CREATE TABLE store.bundle_given (
    reader text NOT NULL,
    ledger text NOT NULL,
    checkpoint text NOT NULL,
    global_checkpoint text NOT NULL,
    given_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reader, ledger)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.bundle_given TO {app};
"""
