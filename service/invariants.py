"""What must always hold, checked from outside on one installation: after a fault, after a restore, before an upgrade.

Each broken promise is one finding in plain words. Nothing is changed by looking.
"""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import psycopg

from service.assembly import build
from service.evidence.file_check import check_files
from service.invariant_findings import Acknowledged, Report, read_acknowledged
from service.invariants_commands import check_commands
from service.invariants_messages import check_messages
from service.invariants_order import check_order
from service.invariants_proof import check_proof
from service.invariants_views import check_views
from service.invariants_waits import check_waits
from service.privacy.standing_waits import StandingWaits
from service.settings import Settings


def check(settings: Settings, acknowledged: Path | Iterable[Path | Acknowledged] | None = None) -> Report:
    """Check I1 to I5 and I8 on a quiet installation: one that nobody uses, and that has caught up.

    `acknowledged` is what clients wrote down of their commands: a file of JSON lines, a folder of such files, or
    several of either. It may be run at any time, but what is still on its way is then told as missing.
    """
    known = read_acknowledged(acknowledged)
    with build(settings) as waymark, psycopg.connect(settings.owner_database_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        parts = [check_commands(connection, known), check_order(connection), check_messages(connection)]
        parts.append(check_files(connection, settings.folders))
        parts.append(check_proof(connection, settings.folders))
        connection.rollback()
        parts.append(check_views(connection, waymark.store))
        waits = check_waits(settings, waymark.store, waymark.front_door, waymark.clock, StandingWaits(waymark))
        parts.append(asyncio.run(waits))
    return Report.of(parts)
