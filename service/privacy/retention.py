"""Takes away what is older than it needs to be. How long what is kept says service/privacy/kept.py."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import LiteralString

from service.assembly import Waymark
from service.privacy.letters_kept import forget_old_letters

LETTERS_FOR = timedelta(days=90)
LOGS_FOR = timedelta(days=30)
INVITATIONS_FOR = timedelta(days=30)

_OUTDATED: Mapping[LiteralString, timedelta] = {
    "DELETE FROM store.session WHERE ends_at < %s": timedelta(days=1),
    "DELETE FROM store.sign_in_link WHERE ends_at < %s": timedelta(days=1),
    "DELETE FROM store.sign_in_step WHERE ends_at < %s": timedelta(0),
    "DELETE FROM store.attempt WHERE began_at < %s": timedelta(hours=1),
    "DELETE FROM store.invitation WHERE ends_at < %s": INVITATIONS_FOR,
    "DELETE FROM store.api_token WHERE ends_at < %s": timedelta(days=30),
}
"""Rows whose time has come, and how long after it they may still be there."""


def retain(waymark: Waymark) -> int:
    """Take away what is older than it needs to be. Returns how many rows, letters and logs there were."""
    now = waymark.clock()
    gone = 0
    with waymark.pool.connection() as connection:
        for statement, after in _OUTDATED.items():
            gone += connection.execute(statement, (now - after,)).rowcount
    gone += forget_old_letters(waymark.settings.mail_folder, time.time() - LETTERS_FOR.total_seconds())
    for log in waymark.settings.folders.logs.glob("*.log.*"):
        if log.stat().st_mtime < time.time() - LOGS_FOR.total_seconds():
            log.unlink(missing_ok=True)
            gone += 1
    return gone
