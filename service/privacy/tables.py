"""The tables of personal data, beside those that were there first."""

PASSAGE_TABLES = """
-- Passages that were taken out alone: `at` is where they stood. `reason` is sealed. `done`: their key is destroyed.
CREATE TABLE keys.taken_out (
    subject text NOT NULL,
    kid text NOT NULL,
    at text NOT NULL,
    taken_out_on date NOT NULL,
    reason json,
    done boolean NOT NULL DEFAULT false,
    PRIMARY KEY (subject, kid, at)
);
GRANT SELECT, INSERT, UPDATE ON keys.taken_out TO {app};

-- A table is written anew after something was erased from it: what was erased is then in none of its pages.
GRANT MAINTAIN ON keys.subject_key TO {app};
"""

PERSONAL_TABLES = """
-- What people need so that they can take part: codes of a closed list, and never what they have.
ALTER TABLE store.people
    ADD COLUMN needs text[] NOT NULL DEFAULT '{{}}',
    ADD COLUMN formats text[] NOT NULL DEFAULT '{{}}',
    ADD COLUMN involvement text NOT NULL DEFAULT 'involve-me',
    ADD COLUMN needs_asked_on date;

GRANT MAINTAIN ON store.people, store.account, store.session, store.sign_in_link, store.factor, store.recovery_code
    TO {app};
GRANT MAINTAIN ON store.identity, store.invitation, store.api_token, store.sign_in_step, store.attempt TO {app};
GRANT MAINTAIN ON store.pending_message TO {app};
"""

NEEDS_TABLES = """
-- When those who must meet somebody's needs were last told to ask whether they are still right.
ALTER TABLE store.people ADD COLUMN needs_reminded_on date;
"""
