"""Takes away what is older than it needs to be. How long what is kept says service/privacy/kept.py."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import LiteralString

from service.assembly import Waymark
from service.drafts.tables import KEPT_FOR
from service.privacy.letters_kept import forget_old_letters

LETTERS_FOR = timedelta(days=90)
LOGS_FOR = timedelta(days=30)
INVITATIONS_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that end at a moment of their own, and how long after it they may still be there."""

    delete: LiteralString
    first: LiteralString
    after: timedelta


ROWS: Mapping[str, Rows] = {
    "session": Rows(
        "DELETE FROM store.session WHERE ends_at < %s", "SELECT min(ends_at) FROM store.session", timedelta(days=1)
    ),
    "sign-in-link": Rows(
        "DELETE FROM store.sign_in_link WHERE ends_at < %s",
        "SELECT min(ends_at) FROM store.sign_in_link",
        timedelta(days=1),
    ),
    "sign-in-step": Rows(
        "DELETE FROM store.sign_in_step WHERE ends_at < %s",
        "SELECT min(ends_at) FROM store.sign_in_step",
        timedelta(0),
    ),
    "attempt": Rows(
        "DELETE FROM store.attempt WHERE began_at < %s",
        "SELECT min(began_at) FROM store.attempt",
        timedelta(hours=1),
    ),
    "invitation": Rows(
        "DELETE FROM store.invitation WHERE ends_at < %s",
        "SELECT min(ends_at) FROM store.invitation",
        INVITATIONS_FOR,
    ),
    "api-token": Rows(
        "DELETE FROM store.api_token WHERE ends_at < %s",
        "SELECT min(ends_at) FROM store.api_token",
        timedelta(days=30),
    ),
    "draft": Rows(
        "DELETE FROM store.draft WHERE kept_at < %s",
        "SELECT min(kept_at) FROM store.draft",
        KEPT_FOR,
    ),
}
LETTERS, LOGS = "letters", "logs"
CLASSES = (*ROWS, LETTERS, LOGS)
"""What each durable wait looks after. The names are storage: they never change."""


def retain(waymark: Waymark) -> int:
    """Take away what is older than it needs to be. Returns how many rows, letters and logs there were."""
    return sum(retain_class(waymark, each) for each in CLASSES)


def retain_class(waymark: Waymark, each: str) -> int:
    """The same for one class."""
    if each == LETTERS:
        return forget_old_letters(waymark.settings.mail_folder, time.time() - LETTERS_FOR.total_seconds())
    if each == LOGS:
        old = [log for log in _logs(waymark) if _written(log) < time.time() - LOGS_FOR.total_seconds()]
        for log in old:
            log.unlink(missing_ok=True)
        return len(old)
    rows = ROWS[each]
    with waymark.pool.connection() as connection:
        return connection.execute(rows.delete, (waymark.clock() - rows.after,)).rowcount


def next_due(waymark: Waymark, each: str) -> datetime | None:
    """When something of a class is too old next; it may have been a while ago. None: nothing of it is there."""
    if each in {LETTERS, LOGS}:
        files, kept_for = (
            (waymark.settings.mail_folder.glob("*.eml"), LETTERS_FOR) if each == LETTERS else (_logs(waymark), LOGS_FOR)
        )
        oldest = min(map(_written, files), default=None)
        # Files have the machine's time, whatever the clock says.
        return None if oldest is None else waymark.clock() + timedelta(seconds=oldest - time.time()) + kept_for
    rows = ROWS[each]
    with waymark.pool.connection() as connection:
        row = connection.execute(rows.first).fetchone()
    return row[0] + rows.after if row is not None and row[0] is not None else None


def _logs(waymark: Waymark) -> list[Path]:
    return list(waymark.settings.folders.logs.glob("*.log.*"))


def _written(file: Path) -> float:
    """When a file was written last. One that went meanwhile is as old as now."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return time.time()
