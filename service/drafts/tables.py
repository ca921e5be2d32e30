"""The table of drafts: what people typed and have not sent."""

from datetime import timedelta

KEPT_FOR = timedelta(days=30)
"""How long a draft is kept after somebody last typed in it."""

DRAFT_TABLES = """
-- `content` is encrypted under the person's own key and bound to `place`, the address where they go on with it.
-- `interrupted`: their session ran out while they sent it, so they are led back to it when they are in again.
CREATE TABLE store.draft (
    person uuid NOT NULL REFERENCES store.account ON DELETE CASCADE,
    place text NOT NULL,
    kid text NOT NULL,
    content bytea NOT NULL,
    interrupted boolean NOT NULL DEFAULT false,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (person, place)
);
CREATE INDEX draft_kept_idx ON store.draft (kept_at);
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON store.draft TO {app};
"""
