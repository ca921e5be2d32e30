"""The tables of the event store and its neighbours, made and migrated by the owner role."""

import psycopg
from psycopg.sql import SQL, Identifier

from service.append_function import APPEND
from service.audit.tables import AUDIT_TABLES
from service.audit.witness_tables import WITNESS_TABLES
from service.drafts.tables import DRAFT_TABLES
from service.evidence.file_tables import FILE_TABLES, HELD_FILES
from service.language.kept_language import LANGUAGE_TABLES
from service.looks.tables import LOOKS_TABLES
from service.machine_faults import MachineFault
from service.privacy.tables import NEEDS_TABLES, PASSAGE_TABLES, PERSONAL_TABLES
from service.sign_in.tables import SIGN_IN_TABLES

APP_ROLE = "waymark_app"

# One text per version, applied in order, never edited once released. {app} is the role the processes run as.
# `events` and its type are what eventsourcing 9.5 makes for a text originator id (a test compares them). Its stored
# function is left out: it inserts without the table lock, and a reader then misses events (ops/decisions/0004).
STORE = (
    """
CREATE SCHEMA store;
GRANT USAGE ON SCHEMA store TO {app};

CREATE TABLE store.events (
    originator_id text NOT NULL,
    originator_version bigint NOT NULL,
    topic text,
    state bytea,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
) WITH (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);
CREATE UNIQUE INDEX events_notification_id_idx ON store.events (notification_id ASC);
CREATE TYPE store.stored_event_text AS (
    originator_id text, originator_version bigint, topic text, state bytea
);
-- The library takes an EXCLUSIVE table lock, which needs MAINTAIN and none of UPDATE, DELETE and TRUNCATE.
GRANT SELECT, INSERT, MAINTAIN ON store.events TO {app};
GRANT USAGE ON SEQUENCE store.events_notification_id_seq TO {app};

CREATE FUNCTION store.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What is recorded is never changed or removed. Record a correction instead.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON store.events
    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();

CREATE TABLE store.command (
    stream text NOT NULL,
    command_id text NOT NULL,
    body_mark bytea NOT NULL,
    answer json NOT NULL,
    position bigint NOT NULL,
    events integer NOT NULL,
    PRIMARY KEY (stream, command_id)
);
GRANT SELECT, INSERT ON store.command TO {app};

CREATE TABLE store.ledger_head (
    ledger text PRIMARY KEY,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON store.ledger_head TO {app};

-- An error and not a row count: the library commits whatever the client finds out by itself.
CREATE FUNCTION store.advance_ledger(of_ledger text, first timestamptz, last timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store.ledger_head AS head VALUES (of_ledger, last)
    ON CONFLICT (ledger) DO UPDATE SET recorded_at = last WHERE head.recorded_at <= first;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The clock is behind the latest record of %.', of_ledger
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_never_runs_backwards';
    END IF;
END $$;

CREATE TABLE store.people (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    email text,
    phone text,
    post text,
    channel text NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.people TO {app};

CREATE TABLE store.reader (
    name text PRIMARY KEY,
    position bigint NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.reader TO {app};

CREATE TABLE store.parked_event (
    reader text NOT NULL,
    position bigint NOT NULL,
    stream text NOT NULL,
    topic text NOT NULL,
    error text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reader, position)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.parked_event TO {app};

-- What somebody is to be told: a prompt's place in the log, and to whom. `letter` is given before it is sent.
CREATE TABLE store.pending_message (
    programme text NOT NULL,
    version bigint NOT NULL,
    person text NOT NULL,
    about text NOT NULL,
    kind text NOT NULL,
    round integer NOT NULL,
    due date NOT NULL,
    noted_at timestamptz NOT NULL,
    letter uuid,
    channel text,
    PRIMARY KEY (programme, version, person)
);
CREATE INDEX pending_message_person_idx ON store.pending_message (person);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.pending_message TO {app};

-- What became of it. `letter` is empty when nothing was sent.
CREATE TABLE store.delivery (
    programme text NOT NULL,
    version bigint NOT NULL,
    person text NOT NULL,
    letter uuid,
    channel text NOT NULL,
    outcome text NOT NULL,
    settled_at timestamptz NOT NULL,
    PRIMARY KEY (programme, version, person)
);
CREATE INDEX delivery_person_idx ON store.delivery (person, settled_at);
GRANT SELECT, INSERT ON store.delivery TO {app};
""",
    AUDIT_TABLES,
    APPEND,
    WITNESS_TABLES,
    FILE_TABLES,
    SIGN_IN_TABLES,
    PERSONAL_TABLES,
    NEEDS_TABLES,
    DRAFT_TABLES,
    LOOKS_TABLES,
    LANGUAGE_TABLES,
    HELD_FILES,
)

KEYS = (
    """
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO {app};

CREATE TABLE keys.subject_key (
    subject text NOT NULL,
    kid text NOT NULL,
    wrapped_key bytea NOT NULL,
    kek_epoch integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, kid)
);
GRANT SELECT, INSERT, DELETE ON keys.subject_key TO {app};

-- Whose keys were destroyed, so that no process makes a new one by writing again.
CREATE TABLE keys.erased_subject (
    subject text PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON keys.erased_subject TO {app};
""",
    PASSAGE_TABLES,
)


class SchemaTooNew(MachineFault):
    """The database was made by a newer Waymark."""


def create_schema(owner_url: str, app_role: str = APP_ROLE) -> None:
    """Make the event store's tables, or bring them up to this Waymark. Calling it again changes nothing.

    `owner_url` logs in as the role that owns the database. Raises SchemaTooNew.
    """
    _migrate(owner_url, "store", STORE, app_role)


def create_keys_schema(owner_url: str, app_role: str = APP_ROLE) -> None:
    """Make the tables of the keys database, which is backed up apart and kept for a short time."""
    _migrate(owner_url, "keys", KEYS, app_role)


def _migrate(owner_url: str, name: str, versions: tuple[str, ...], app_role: str) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET client_min_messages = warning")
        # Two processes may start at the same moment on a new machine.
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('waymark schema', 0))")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS public.schema_version"
            " (part text, version integer, made_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (part, version))"
        )
        connection.execute(SQL("GRANT SELECT ON public.schema_version TO {}").format(Identifier(app_role)))
        row = connection.execute(
            "SELECT coalesce(max(version), 0) FROM public.schema_version WHERE part = %s", (name,)
        ).fetchone()
        done = row[0] if row else 0
        if done > len(versions):
            msg = f"This database was made by a newer Waymark ({name} {done}). Please install that version again."
            raise SchemaTooNew(msg)
        for version, statements in enumerate(versions[done:], start=done + 1):
            connection.execute(SQL(statements).format(app=Identifier(app_role)))
            connection.execute("INSERT INTO public.schema_version VALUES (%s, %s)", (name, version))
