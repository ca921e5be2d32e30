"""The register of uploaded files: which are here, for which programme, by whom, and what the scanner said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from domain.milestone_events import EvidenceAdded
from service.clock import Clock
from service.evidence.virus_scanner import Scan

UNNAMED_FOR = timedelta(hours=48)
"""How long a file may be here without an event that names it."""

_NAMED = """
SELECT DISTINCT found FROM (
    SELECT convert_from(state, 'UTF8')::json #>> '{data,file,sha256}' AS found FROM store.events
    WHERE originator_id = %s AND topic = %s
) AS shown WHERE found = ANY(%s)
"""
_NOT_HELD = "(held_until IS NULL OR held_until < %s)"
_COLUMNS = "sha256, programme, subject, uploader, size, media_type, scan, touched_at, named, gone"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One uploaded file. `named`: an event was seen that names it. `gone`: erased, or infected and taken away."""

    sha256: str
    programme: str
    subject: str
    uploader: str
    size: int
    media_type: str
    scan: Scan
    touched_at: datetime
    named: bool = False
    gone: bool = False


class FileRegister:
    """Reads and writes the register, as the application's role."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def add(self, line: FileLine, mark: bytes) -> None:
        """Write down a file that was just kept."""
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO store.evidence_file (sha256, programme, subject, uploader, size, media_type, scan,"
                " touched_at, mark) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    line.sha256,
                    line.programme,
                    line.subject,
                    line.uploader,
                    line.size,
                    line.media_type,
                    line.scan,
                    line.touched_at,
                    mark,
                ),
            )

    def get(self, programme: str, sha256: str) -> FileLine | None:
        """A file of a programme, also when it is gone."""
        return self._one("programme = %s AND sha256 = %s", programme, sha256)

    def same(self, programme: str, uploader: str, mark: bytes) -> FileLine | None:
        """The same file, uploaded by the same person before and not gone. It counts as just uploaded."""
        return self._touched("programme = %s AND uploader = %s AND mark = %s AND NOT gone", programme, uploader, mark)

    def claim(self, programme: str, sha256: str) -> FileLine | None:
        """A file that a command is about to name: it is not swept meanwhile."""
        return self._touched("programme = %s AND sha256 = %s", programme, sha256)

    def named_in(self, programme: str, sha256: Sequence[str]) -> frozenset[str]:
        """Those of these files that events of the programme name, and write it down."""
        with self._pool.connection() as connection:
            rows = connection.execute(_NAMED, (programme, EvidenceAdded.TOPIC, list(sha256))).fetchall()
        found = [row[0] for row in rows]
        self.name(found)
        return frozenset(found)

    def name(self, sha256: Sequence[str]) -> None:
        """Write down that events name these."""
        with self._pool.connection() as connection:
            connection.execute("UPDATE store.evidence_file SET named = true WHERE sha256 = ANY(%s)", (list(sha256),))

    def unnamed_of(self, programme: str, uploader: str) -> list[str]:
        """Files of this person that show nothing yet, as far as was looked."""
        return [
            line.sha256 for line in self._all("programme = %s AND uploader = %s AND NOT named", programme, uploader)
        ]

    def hold(self, sha256: str, uploader: str, until: datetime | None) -> None:
        """Keep a file for its uploader though nothing names it yet, until then; without a day as long as others."""
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE store.evidence_file SET held_until = %s WHERE sha256 = %s AND uploader = %s",
                (until, sha256, uploader),
            )

    def unshown_of(self, uploader: str) -> list[FileLine]:
        """Files of this person, in any programme, that show nothing yet, as far as was looked."""
        return self._all("uploader = %s AND NOT named AND NOT gone", uploader)

    def stale(self) -> list[FileLine]:
        """Files that nothing seems to name, long enough ago."""
        now = self._clock()
        return self._all(f"NOT named AND touched_at < %s AND {_NOT_HELD}", now - UNNAMED_FOR, now)

    def forget(self, sha256: Sequence[str]) -> list[str]:
        """Strike out those of these that nobody claimed meanwhile. Returns them: their bytes may go."""
        now = self._clock()
        with self._pool.connection() as connection:
            rows = connection.execute(
                "DELETE FROM store.evidence_file WHERE sha256 = ANY(%s) AND NOT named AND touched_at < %s"  # noqa: S608 - our own words
                f" AND {_NOT_HELD} RETURNING sha256",
                (list(sha256), now - UNNAMED_FOR, now),
            ).fetchall()
        return [row[0] for row in rows]

    def unscanned(self) -> list[FileLine]:
        """Files the scanner has not looked at."""
        return self._all("scan IN ('not-scanned', 'waiting') AND NOT gone")

    def say(self, sha256: str, scan: Scan) -> None:
        """Write down what the scanner said."""
        with self._pool.connection() as connection:
            connection.execute("UPDATE store.evidence_file SET scan = %s WHERE sha256 = %s", (scan, sha256))

    def bury(self, sha256: str) -> None:
        """Write down that the bytes of a file were taken away. What it was known by goes with them."""
        with self._pool.connection() as connection:
            connection.execute("UPDATE store.evidence_file SET gone = true, mark = NULL WHERE sha256 = %s", (sha256,))

    def of_subject(self, subject: str) -> list[FileLine]:
        """Every file about this person or programme."""
        return self._all("subject = %s", subject)

    def known(self, sha256: Sequence[str]) -> frozenset[str]:
        """Those of these that are in the register."""
        with self._pool.connection() as connection:
            rows = connection.execute("SELECT sha256 FROM store.evidence_file WHERE sha256 = ANY(%s)", (list(sha256),))
            return frozenset(row[0] for row in rows)

    def _touched(self, condition: str, *values: object) -> FileLine | None:
        with self._pool.connection() as connection, connection.cursor(row_factory=class_row(FileLine)) as cursor:
            return cursor.execute(
                f"UPDATE store.evidence_file SET touched_at = greatest(touched_at, %s) WHERE {condition}"  # noqa: S608 - our own words
                f" RETURNING {_COLUMNS}",
                (self._clock(), *values),
            ).fetchone()

    def _one(self, condition: str, *values: object) -> FileLine | None:
        found = self._all(condition, *values)
        return found[0] if found else None

    def _all(self, condition: str, *values: object) -> list[FileLine]:
        with self._pool.connection() as connection, connection.cursor(row_factory=class_row(FileLine)) as cursor:
            return cursor.execute(
                f"SELECT {_COLUMNS} FROM store.evidence_file WHERE {condition} ORDER BY sha256",  # noqa: S608 - our own words
                values,
            ).fetchall()
