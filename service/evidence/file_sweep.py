"""The sweep: takes away what shows nothing after two days, and has the scanner look at what it has not seen."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Event

import psycopg
import structlog

from domain.resource_events import ResourcePublished
from service.assembly import Waymark
from service.evidence.evidence_files import EvidenceFiles
from service.evidence.file_register import UNNAMED_FOR, FileLine
from service.evidence.file_seal import FileDamaged, FileErased
from service.evidence.file_store import FileNotKept
from service.evidence.virus_scanner import ScannerAway, report

EVERY = 600.0
"""Seconds between two sweeps."""

_PUBLISHED = """
SELECT DISTINCT file ->> 'sha256' FROM store.events,
    json_array_elements(convert_from(state, 'UTF8')::json #> '{data,files}') AS file
WHERE topic = %s
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did."""

    taken_away: int = 0
    scanned: int = 0
    infected: int = 0
    waiting: int = 0

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        said = f"Took {self.taken_away} files away that nothing names. Had {self.scanned} looked at for viruses."
        said += f" {self.infected} had one, and were taken away." if self.infected else ""
        return said + (f" {self.waiting} still wait: the scanner does not answer." if self.waiting else "")


def sweep(waymark: Waymark, enough: Callable[[], bool] = lambda: False) -> Swept:
    """Sweep once, until `enough`. Calling it again at once changes nothing."""
    files = waymark.files
    gone = _unnamed(files) + _unknown(files) + _unpublished(waymark)
    scanned, infected, waiting = _unscanned(files, enough)
    return Swept(gone, scanned, infected, waiting)


async def sweep_on(waymark: Waymark, every: float = EVERY) -> None:
    """Sweep now and then, until cancelled. What cannot be reached now is swept the next time."""
    stopped = Event()
    try:
        while True:
            try:
                done = await asyncio.to_thread(sweep, waymark, stopped.is_set)
            except (psycopg.OperationalError, OSError) as fault:
                structlog.get_logger().warning("files were not swept", fault=type(fault).__name__)
            else:
                if done != Swept():
                    structlog.get_logger().info("files were swept", **asdict(done))
            await asyncio.sleep(every)
    finally:
        stopped.set()


def _unnamed(files: EvidenceFiles) -> int:
    by_programme: dict[str, list[FileLine]] = {}
    for line in files.register.stale():
        by_programme.setdefault(line.programme, []).append(line)
    count = 0
    for programme, lines in by_programme.items():
        sent = [line.sha256 for line in lines]
        named = files.register.named_in(programme, sent)
        for sha256 in files.register.forget([each for each in sent if each not in named]):
            count += files.store.delete(sha256)
    return count


def _unknown(files: EvidenceFiles) -> int:
    """What somebody was stopped at before it was written down, and what is half written."""
    before = time.time() - UNNAMED_FOR.total_seconds()
    old = list(files.store.names(before))
    known = files.register.known(old) if old else frozenset()
    return sum(files.store.delete(each) for each in old if each not in known) + files.store.tidy(before)


def _unpublished(waymark: Waymark) -> int:
    store, before = waymark.public_files.store, time.time() - UNNAMED_FOR.total_seconds()
    old = list(store.names(before))
    if not old:
        return store.tidy(before)
    with waymark.pool.connection() as connection:
        published = {row[0] for row in connection.execute(_PUBLISHED, (ResourcePublished.TOPIC,))}
    return sum(store.delete(each) for each in old if each not in published) + store.tidy(before)


def _unscanned(files: EvidenceFiles, enough: Callable[[], bool]) -> tuple[int, int, int]:
    scanner = files.scanner
    if scanner is None:
        return 0, 0, 0
    lines, scanned, infected = files.register.unscanned(), 0, 0
    for line in lines:
        if enough():
            break
        try:
            with files.content(line.sha256) as content:
                found = scanner.look(content)
        except ScannerAway:
            return scanned, infected, len(lines) - scanned
        except (FileNotKept, FileErased, FileDamaged):
            # The check of the invariants names what is missing or damaged.
            continue
        scanned += 1
        files.register.say(line.sha256, "clean" if found is None else "infected")
        if found is not None:
            infected += 1
            files.take_away(line.sha256)
            report(found, line.programme)
    return scanned, infected, 0
