"""The legacy packs of a story's programmes: they closed where they were played, so nobody packed up for them here."""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from domain.programme import Phase
from service.assembly import Waymark
from service.audit.lag import signer_lag
from service.legacy_pack.shelf import PackShelf

LONGEST = timedelta(minutes=1)
"""How long to wait for the signer, so that a pack has its proof in it. Without a signer nobody waits."""


def pack_up(waymark: Waymark, programmes: Iterable[str], sleep: Callable[[float], None] = time.sleep) -> int:
    """Keep a pack of each of these that has ended and has none yet. Returns how many were made. Raises CannotWrite."""
    shelf = PackShelf(waymark)
    missing = [each for each in programmes if _ended(waymark, each) and not shelf.place(each).exists()]
    if missing:
        _until_signed(waymark, sleep)
    return sum(shelf.keep(each) is not None for each in missing)


def _ended(waymark: Waymark, programme: str) -> bool:
    found = waymark.front_door.group(programme).programme
    return found is not None and found.phase is Phase.CLOSED


def _until_signed(waymark: Waymark, sleep: Callable[[float], None]) -> None:
    for _ in range(int(LONGEST.total_seconds())):
        with waymark.pool.connection() as connection:
            lag = signer_lag(connection, waymark.clock())
        if not lag.waiting or lag.signed_at is None:
            return
        sleep(1)
