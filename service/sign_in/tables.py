"""The tables of sign-in. All of it can be erased; nothing in it can be used by whoever reads a copy of the database."""

# Secrets that Waymark made (256 random bits) are kept as their SHA-256. What people choose is kept as argon2id.
SIGN_IN_TABLES = """
-- Who may come in. The log says the same in events; this row is what every request is checked against. `version` is
-- that of the person's stream, so that what is older never takes the place of what is newer.
CREATE TABLE store.account (
    person uuid PRIMARY KEY,
    email text,
    email_key text UNIQUE,
    disabled boolean NOT NULL DEFAULT false,
    operator boolean NOT NULL DEFAULT false,
    made_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 0
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.account TO {app};

-- `half`: one factor is given, and another is needed. Nothing but that is possible with it.
CREATE TABLE store.session (
    hash bytea PRIMARY KEY,
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    ways text[] NOT NULL,
    second_factor boolean NOT NULL,
    half boolean NOT NULL,
    begun_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX session_person_idx ON store.session (person);
CREATE INDEX session_ends_idx ON store.session (ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.session TO {app};

-- A link in an e-mail, or one that the machine printed: used once, and not for long.
CREATE TABLE store.sign_in_link (
    hash bytea PRIMARY KEY,
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    purpose text NOT NULL,
    email text,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX sign_in_link_person_idx ON store.sign_in_link (person);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.sign_in_link TO {app};

-- `secret`: an argon2id hash, a sealed key of one-time codes, or a passkey's public key. `used`: the last time step or
-- count of signatures that was used.
CREATE TABLE store.factor (
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    number integer NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    secret bytea NOT NULL,
    credential bytea UNIQUE,
    used bigint NOT NULL DEFAULT 0,
    added_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person, number)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.factor TO {app};

CREATE TABLE store.recovery_code (
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    number integer NOT NULL,
    hash text NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person, number)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.recovery_code TO {app};

-- An account at an organisation's own provider. Two providers may use one and the same subject.
CREATE TABLE store.identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    factor integer NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_person_idx ON store.identity (person);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.identity TO {app};

CREATE TABLE store.invitation (
    id uuid PRIMARY KEY,
    hash bytea UNIQUE NOT NULL,
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    email text NOT NULL,
    name text NOT NULL,
    programme text,
    role text,
    invited_by text NOT NULL,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX invitation_person_idx ON store.invitation (person);
CREATE INDEX invitation_programme_idx ON store.invitation (programme);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.invitation TO {app};

CREATE TABLE store.api_token (
    hash bytea PRIMARY KEY,
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    number integer NOT NULL,
    label text NOT NULL,
    scopes text[] NOT NULL,
    programmes text[],
    second_factor boolean NOT NULL,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    used_at timestamptz,
    UNIQUE (person, number)
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.api_token TO {app};

-- What a browser is in the middle of: a passkey's question, a provider's answer, a programme that is being started.
CREATE TABLE store.sign_in_step (
    hash bytea PRIMARY KEY,
    kind text NOT NULL,
    person uuid REFERENCES store.account ON DELETE CASCADE,
    content bytea NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX sign_in_step_ends_idx ON store.sign_in_step (ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.sign_in_step TO {app};

-- How often something was tried. `subject` is a keyed hash of an e-mail address or an id.
CREATE TABLE store.attempt (
    subject bytea NOT NULL,
    began_at timestamptz NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (subject, began_at)
) WITH (fillfactor = 70);
CREATE INDEX attempt_began_idx ON store.attempt (began_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON store.attempt TO {app};
"""
