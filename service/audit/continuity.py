"""Whether a record continues what its reader was shown before."""

from dataclasses import dataclass
from pathlib import Path

from service.audit.bundle_file import (
    CHECKPOINT,
    GLOBAL_GROWTH,
    GLOBAL_PROOF,
    OLD_CHECKPOINT,
    BundleRefused,
    open_bundle,
)
from service.audit.checkpoint import Checkpoint, ledger_of
from service.audit.examination import Examination
from service.audit.log_proof import LogProof, parse_hashes
from service.audit.note import NoteRefused
from service.audit.tree import ProofRefused, check_consistency, root

_LONGEST_CHECKPOINT = 1 << 20


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader kept from an earlier time: a checkpoint, and the global one when it was a whole bundle."""

    checkpoint: str
    global_checkpoint: str | None = None


def read_seen(file: Path) -> Seen:
    """Read a checkpoint, or an earlier bundle. Raises BundleRefused."""
    try:
        with file.open("rb") as opened:
            begin = opened.read(_LONGEST_CHECKPOINT)
    except OSError as fault:
        raise BundleRefused(f"{file} cannot be read: {fault.strerror}.") from fault
    try:
        if begin[:2] != b"PK":
            return Seen(begin.decode())
        with open_bundle(file) as bundle:
            return Seen(bundle.text(CHECKPOINT), LogProof.parse(bundle.text(GLOBAL_PROOF)).checkpoint)
    except (UnicodeDecodeError, ProofRefused) as wrong:
        raise BundleRefused(f"{file} is neither a checkpoint nor a bundle.") from wrong


def check_continuity(exam: Examination, now: Checkpoint, kept: Seen | None) -> None:
    """Check against what the reader kept, and against the older checkpoint the bundle carries."""
    carried = exam.bundle.text(OLD_CHECKPOINT) if OLD_CHECKPOINT in exam.bundle.names else None
    if kept is not None:
        _continues(exam, now, kept.checkpoint, "you kept")
        if kept.global_checkpoint is not None and exam.whole is not None:
            _global_continues(exam, exam.whole, kept.global_checkpoint)
    elif carried is None:
        exam.verdict.not_proven.append(
            "That nothing was changed before this checkpoint was signed. Keep it: next time it proves that."
        )
    if carried is not None and (kept is None or carried != kept.checkpoint):
        _continues(exam, now, carried, "in this bundle")


def _continues(exam: Examination, now: Checkpoint, note: str, whose: str) -> None:
    verdict = exam.verdict
    try:
        key, old = exam.signed(note)
        ledger = ledger_of(key.name, old.origin)
    except NoteRefused as refused:
        verdict.refuse("checkpoint", f"The older checkpoint {whose} cannot be trusted. {refused}")
        return
    if ledger != verdict.ledger:
        verdict.refuse("programme", f"The older checkpoint {whose} is about {ledger}, and this is {verdict.ledger}.")
    elif old.size > now.size:
        verdict.refuse(
            "rolled-back",
            f"The record was put back: the older checkpoint {whose} has {old.size:,} entries, and now there are only "
            f"{now.size:,}.",
        )
    elif exam.leaves is None:
        verdict.refuse("rewritten", f"Whether this continues the older checkpoint {whose} cannot be told from it.")
    elif root(exam.leaves[: old.size]) != old.root:
        verdict.refuse(
            "rewritten",
            f"History was rewritten: the first {old.size:,} entries are not those of the older checkpoint {whose}.",
        )
    else:
        verdict.proven.append(
            f"It continues the older checkpoint {whose}: the first {old.size:,} entries are the same."
        )


def _global_continues(exam: Examination, whole: Checkpoint, note: str) -> None:
    verdict = exam.verdict
    try:
        key, old = exam.signed(note)
        if key.name != verdict.log:
            verdict.not_proven.append(f"That the global log {verdict.log} continues {key.name}, which you kept.")
            return
        if old.size > whole.size:
            verdict.refuse("rolled-back", "The global log was put back: the one you kept is longer.")
            return
        growth = exam.bundle.text(GLOBAL_GROWTH) if GLOBAL_GROWTH in exam.bundle.names else ""
        check_consistency(old.size, whole.size, parse_hashes(growth.splitlines()), old.root, whole.root)
    except (NoteRefused, ProofRefused) as refused:
        verdict.refuse(
            "global",
            f"It is not proven that the global log continues the one you kept. {refused} Ask for a bundle made with "
            "--since and the file you kept.",
        )
    else:
        verdict.proven.append("The global log continues the one you kept.")
