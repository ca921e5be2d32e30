"""Whether each file that an event names is here, and is what its name says: after a restore, and as an invariant."""

from collections.abc import Iterator

from psycopg import Connection

from domain.milestone_events import EvidenceAdded
from domain.resource_events import ResourcePublished
from service.evidence.file_store import FileFolder, FileNotKept, FileStore, is_whole
from service.home import Home
from service.invariant_findings import Finding, Report

# A story's files were never sent, and a file that was erased or infected was taken away on purpose.
_EVIDENCE = """
SELECT originator_id, data ->> 'milestone', (data ->> 'evidence')::int, data #>> '{file,sha256}' FROM (
    SELECT originator_id, notification_id, convert_from(state, 'UTF8')::json -> 'data' AS data,
        convert_from(state, 'UTF8')::json -> 'meta' ->> 'story' AS story
    FROM store.events WHERE topic = %s
) AS shown
WHERE story IS NULL AND data #>> '{file,sha256}' IS NOT NULL AND NOT EXISTS (
    SELECT FROM store.evidence_file AS kept WHERE kept.sha256 = data #>> '{file,sha256}' AND kept.gone
)
ORDER BY notification_id
"""
_PUBLISHED = """
SELECT originator_id, state ->> 'resource', file ->> 'sha256' FROM (
    SELECT originator_id, notification_id, convert_from(state, 'UTF8')::json -> 'data' AS state
    FROM store.events WHERE topic = %s
) AS published, json_array_elements(state -> 'files') AS file
ORDER BY notification_id
"""


def missing_files(connection: Connection, home: Home) -> tuple[int, list[str]]:
    """How many files events name, and a sentence for each that is not here as it was."""
    evidence, public = FileFolder(home.files / "evidence"), FileFolder(home.files / "public")
    named = [
        (evidence, sha256, f"{stream}: file {sha256[:12]}… of evidence {number} of {milestone}")
        for stream, milestone, number, sha256 in connection.execute(_EVIDENCE, (EvidenceAdded.TOPIC,))
    ] + [
        (public, sha256, f"{stream}/{number}: published file {sha256[:12]}…")
        for stream, number, sha256 in connection.execute(_PUBLISHED, (ResourcePublished.TOPIC,))
    ]
    return len(named), list(_wanting(named))


def check_files(connection: Connection, home: Home) -> Report:
    """The same, as one of the invariants."""
    count, found = missing_files(connection, home)
    return Report(
        looked_at={"files": count}, findings=tuple(Finding(invariant="I8", sentence=sentence) for sentence in found)
    )


def _wanting(named: list[tuple[FileFolder, str, str]]) -> Iterator[str]:
    known: dict[tuple[int, str], str | None] = {}
    for store, sha256, place in named:
        key = id(store), sha256
        if key not in known:
            known[key] = _fault(store, sha256)
        if known[key]:
            yield f"{place} {known[key]}."


def _fault(store: FileStore, sha256: str) -> str | None:
    try:
        return None if is_whole(store, sha256) else "is not as it was: it was altered"
    except FileNotKept:
        return "is missing"
