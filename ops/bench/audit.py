"""The proof: what the leaf adds to a command, how long a bundle takes, and what a checkpoint costs as a log grows."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import uuid4

import psycopg

from domain.milestone_commands import AddEvidence
from ops.bench.installation import Installation, installed
from ops.bench.programmes import WORKER, fill, history
from ops.bench.table import Figure, Result, times
from service.assembly import Waymark, build
from service.audit.bundle import write_bundle
from service.audit.epoch import newest_epoch
from service.audit.log_signer import LogSigner
from service.audit.note import Verifier
from service.audit.signer import opened_signer
from service.audit.tree import root
from service.audit.verification import verify_bundle
from service.schema import create_schema
from service.settings import Settings

LEAF, VERIFY, GROWTH = 1.15, 5.0, 3.0
MANY = 100_000
HOW = (
    "Leaf: a real command (add evidence), decided and recorded by the front door in this process, PostgreSQL with "
    "fsync on; in turns with the same in a database without the trigger that writes leaves. Bundle and verify: one "
    "programme with so many events of the usual sizes. Checkpoint: `LogSigner.sign` after 100 new leaves, which signs "
    "two checkpoints and writes its journal; beside it, hashing the whole tree anew from leaf hashes in memory."
)
_PROGRAMMES = 37
_MORE = """
INSERT INTO store.events (originator_id, originator_version, topic, state)
SELECT %(id)s, %(last)s + number, topic, state
FROM generate_series(1, %(more)s) AS number
JOIN store.events ON originator_id = %(id)s AND originator_version = 2 + number %% (%(pattern)s - 2)
ORDER BY number
"""
_LEAVES = """
INSERT INTO store.leaf (ledger, index, position, hash)
SELECT 'programme:grown', number, 1000000000 + number, sha256(int8send(number))
FROM generate_series(%s::bigint, %s::bigint - 1) AS number
"""


def audit(*, quick: bool) -> Result:
    """What the proof costs."""
    times_over, sizes = (150, (1_000, 10_000)) if quick else (1_000, (1_000, 10_000, MANY))
    logs = (1_000, 10_000, 100_000) if quick else (1_000, 10_000, 100_000, 1_000_000)
    with installed() as installation, build(installation.settings) as waymark:
        figures = [_leaf(installation, waymark, times_over)]
        for size in sizes:
            figures += _bundle(installation, waymark, size)
        figures += _checkpoints(installation.settings, logs)
    return Result("the proof", HOW, figures)


def _leaf(installation: Installation, waymark: Waymark, commands: int) -> Figure:
    """In turns, a command here and one in a database beside it whose events get no leaves."""
    without = _without_leaves(installation)
    pattern = history(100, 14)
    note = "The signed minutes are in the red folder."
    taken: tuple[list[float], list[float]] = ([], [])
    with build(without) as other:
        doors = [(each.front_door, fill(each.store, pattern, _PROGRAMMES)) for each in (waymark, other)]
        for number in range(commands):
            for way in (0, 1) if number % 2 else (1, 0):
                door, programmes = doors[way]
                command = AddEvidence(milestone=pattern.submitted[number % len(pattern.submitted)], note=note)
                began = time.perf_counter()
                door.ask(programmes[number % _PROGRAMMES].id, command, actor=WORKER, command_id=str(uuid4()))
                taken[way].append(time.perf_counter() - began)
    ours, theirs = (1000 * median(each) for each in taken)
    return Figure(
        f"one command with its leaf, p50 of {commands:,}",
        f"{ours:.2f} ms",
        f"without a leaf: {theirs:.2f} ms",
        f"{ours / theirs:.2f} ×",
        f"≤ {LEAF} ×",
        ours <= LEAF * theirs,
    )


def _without_leaves(installation: Installation) -> Settings:
    installation.postgres.create_database("leafless")
    owner = installation.postgres.url("leafless", "waymark_owner")
    create_schema(owner)
    with psycopg.connect(owner) as connection:
        connection.execute("DROP TRIGGER events_have_leaves ON store.events")
    url = installation.postgres.url("leafless", "waymark_app")
    return installation.settings.model_copy(update={"database_url": url, "owner_database_url": owner})


def _bundle(installation: Installation, waymark: Waymark, size: int) -> list[Figure]:
    pattern = history(500, 59)
    programme = fill(waymark.store, pattern, 1)[0].id
    with psycopg.connect(installation.settings.owner_database_url) as connection:
        last = len(pattern.events)
        connection.execute(_MORE, {"id": programme, "last": last, "more": size - last, "pattern": last})
    settings = installation.settings
    with opened_signer(settings) as signer:
        signed = _seconds(lambda: _all(signer))
    file = Path(settings.home) / f"{size}.zip"
    written = _seconds(lambda: write_bundle(settings, programme, file))
    epoch = newest_epoch(settings.folders)
    if epoch is None:
        msg = "the signer has made no key"
        raise RuntimeError(msg)
    keys = [epoch.signer.verifier]
    verified = _seconds(lambda: _hold(file, keys))
    megabytes = file.stat().st_size / 1_000_000
    aim = (f"≤ {VERIFY:.0f} s", verified <= VERIFY) if size == MANY else ("", None)
    return [
        Figure(f"{size:,} events: verify", f"{verified:.2f} s", "", "", *aim),
        Figure(f"{size:,} events: write the bundle", f"{written:.2f} s", f"{megabytes:.1f} MB"),
        Figure(f"{size:,} events: sign them all at once", f"{signed:.2f} s"),
    ]


def _checkpoints(settings: Settings, sizes: tuple[int, ...]) -> list[Figure]:
    figures: list[Figure] = []
    grown, first = 0, 0.0
    with opened_signer(settings) as signer, psycopg.connect(settings.owner_database_url, autocommit=True) as owner:
        for size in sizes:
            owner.execute(_LEAVES, (grown, size))
            owner.execute("ANALYZE store.leaf")
            _all(signer)
            grown, taken = size, []
            for _ in range(9):
                owner.execute(_LEAVES, (grown, grown + 100))
                grown += 100
                taken.append(1000 * _seconds(lambda: _all(signer)))
            row = owner.execute(
                "SELECT array_agg(hash ORDER BY index) FROM store.leaf WHERE ledger = 'programme:grown'"
            )
            leaves = [bytes(each) for each in row.fetchall()[0][0]]
            whole = 1000 * _seconds(lambda leaves=leaves: root(leaves))  # type: ignore[misc]  # bound on purpose
            now = median(taken)
            first = first or now
            figures.append(
                Figure(
                    f"100 new leaves on {size:,}: a checkpoint",
                    f"{now:.1f} ms",
                    f"the whole tree anew: {whole:.0f} ms; on 1,000 leaves: {first:.1f} ms",
                    times(now, first),
                    f"≤ {GROWTH:.0f} × that of 1,000" if size > sizes[0] else "",
                    now <= GROWTH * first if size > sizes[0] else None,
                )
            )
    return figures


def _all(signer: LogSigner) -> None:
    while signer.sign():
        pass


def _hold(file: Path, keys: list[Verifier]) -> None:
    verdict = verify_bundle(file, keys)
    if not verdict.holds:
        raise RuntimeError(verdict.text)


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
