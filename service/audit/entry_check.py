"""Reads the entries of a bundle one by one, and says which is the first that is not what was signed."""

from collections.abc import Iterator, Sequence

from service.audit.bundle_file import BundleFile, read_withheld
from service.audit.leaf import NotAnEntry, read_entry
from service.audit.tree import leaf_hash
from service.audit.verdict import Verdict


def check_entries(bundle: BundleFile, verdict: Verdict, size: int, signed: Sequence[bytes] | None) -> list[bytes]:
    """Compare entries with the leaf hashes that were signed, if those are known. Returns the hashes it found.

    It stops at the first entry that is to blame, and writes it down. Raises BundleRefused.
    """
    found: list[bytes] = []
    versions: dict[str, int] = {}
    lines = bundle.lines()
    for index, line in enumerate(lines):
        if index == size:
            verdict.refuse("entry", f"There are more entries than the {size:,} that were signed.", index)
            return found
        withheld = read_withheld(line)
        made = _hash_of(line)
        if signed is not None and made != signed[index]:
            _blame(verdict, index, line, lines, signed)
            return found
        found.append(made)
        if withheld:
            verdict.withheld += 1
            wrong = None if withheld[0] == index else f"it says that it is entry {withheld[0]}."
        else:
            verdict.shown += 1
            wrong = _wrong(line, index, verdict, versions)
        if wrong:
            verdict.refuse("entry", f"Entry {index} is wrong: {wrong}", index)
            return found
    if len(found) < size:
        last = len(found)
        verdict.refuse("missing", f"Entry {last} is missing, and what follows it: {size:,} entries were signed.", last)
    return found


def _wrong(line: bytes, index: int, verdict: Verdict, versions: dict[str, int]) -> str | None:
    """What an entry says that cannot be, although its bytes are the ones that were signed."""
    try:
        leaf = read_entry(line)
    except NotAnEntry as refused:
        return f"{refused}."
    if leaf.ledger != verdict.ledger:
        return f"it belongs to {leaf.ledger}, and the checkpoint is about {verdict.ledger}."
    if leaf.index != index:
        return f"it says that it is entry {leaf.index}."
    expected = versions.get(leaf.stream, 0) + 1
    if not verdict.withheld and leaf.version != expected:
        return f"it is number {leaf.version} of {leaf.stream}, and number {expected} was never recorded."
    versions[leaf.stream] = leaf.version
    return None


def _blame(verdict: Verdict, index: int, line: bytes, lines: Iterator[bytes], signed: Sequence[bytes]) -> None:
    """Say what was done, as far as it can be told from this entry and the next."""
    ledger = _ledger_of(line)
    if ledger not in (None, verdict.ledger):
        sentence = f"The programme was swapped: entry {index} belongs to {ledger}, not to {verdict.ledger}."
        verdict.refuse("programme", sentence, index)
        return
    place = {each: number for number, each in enumerate(signed)}
    stands, following = place.get(_hash_of(line)), next(lines, None)
    if stands is None:
        verdict.refuse("entry", f"Entry {index} was changed: it is not the one that was signed.", index)
    elif stands == index + 1 and (following is None or place.get(_hash_of(following)) != index):
        verdict.refuse("missing", f"Entry {index} is missing: entry {stands} stands in its place.", index)
    else:
        verdict.refuse("order", f"The order was changed: entry {stands} stands in the place of entry {index}.", index)


def _hash_of(line: bytes) -> bytes:
    withheld = read_withheld(line)
    return withheld[1] if withheld else leaf_hash(line)


def _ledger_of(line: bytes) -> str | None:
    try:
        return read_entry(line).ledger
    except NotAnEntry:
        return None
