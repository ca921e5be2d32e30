"""The table of files: what was uploaded for which programme, and by whom. The bytes lie beside the database."""

FILE_TABLES = """
-- Files of evidence. `sha256` is of the sealed bytes; `mark` is what the same upload is known by, keyed.
CREATE TABLE store.evidence_file (
    sha256 text PRIMARY KEY,
    programme text NOT NULL,
    subject text NOT NULL,
    uploader text NOT NULL,
    size bigint NOT NULL,
    media_type text NOT NULL,
    mark bytea,
    scan text NOT NULL CHECK (scan IN ('clean', 'not-scanned', 'waiting', 'infected')),
    touched_at timestamptz NOT NULL,
    named boolean NOT NULL DEFAULT false,
    gone boolean NOT NULL DEFAULT false
);
CREATE INDEX evidence_file_programme_idx ON store.evidence_file (programme);
CREATE INDEX evidence_file_subject_idx ON store.evidence_file (subject);
CREATE INDEX evidence_file_unnamed_idx ON store.evidence_file (touched_at) WHERE NOT named;
CREATE INDEX evidence_file_unscanned_idx ON store.evidence_file (sha256) WHERE scan IN ('not-scanned', 'waiting');
GRANT SELECT, INSERT, UPDATE, DELETE ON store.evidence_file TO {app};
"""

HELD_FILES = """
-- A file that stands in a draft stays as long as the draft does, though no event names it yet.
ALTER TABLE store.evidence_file ADD COLUMN held_until timestamptz;
"""
