"""Whether others cosigned the log a bundle stands in, or stamped it with a time, and how much of it they saw."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.audit.bundle_file import STAMP, STAMPED, WITNESSED
from service.audit.checkpoint import Checkpoint, ledger_of
from service.audit.cosignature import WitnessKey
from service.audit.examination import Examination
from service.audit.log_proof import LogProof, parse_hashes
from service.audit.note import NoteRefused
from service.audit.time_stamps import Authority, TimeStampRefused
from service.audit.tree import ProofRefused, check_consistency, check_inclusion, leaf_hash, root

_ONE_HISTORY = (
    "That the log holds one history only of this record: its keeper alone sees every checkpoint in it. Compare yours "
    "with another reader's."
)
_SAME_LOG = "That everybody is shown this same global log: compare its checkpoint with somebody else's."


@dataclass(frozen=True, slots=True)
class Tied:
    """The first `entries` of the record stood in the global checkpoint `note`."""

    note: str
    entries: int


def check_witnesses(exam: Examination, witnesses: Sequence[WitnessKey]) -> None:
    """Check what each witness cosigned. One whose key is given must have."""
    places = sorted({name.partition(".")[0] for name in exam.bundle.names if name.startswith(WITNESSED)})
    said = set()
    for place in places:
        tied = _tied(exam, place, "witness")
        for key in witnesses if tied else ():
            if tied and _cosigned(exam, key, tied):
                said.add(key.name)
    for key in witnesses:
        if key.name not in said:
            exam.verdict.refuse(
                "witness",
                f"{key.name} cosigned nothing in this bundle that can be checked. Ask them what they were shown.",
            )
    exam.verdict.not_proven.append(_ONE_HISTORY if said else _SAME_LOG)
    if places and not witnesses:
        exam.verdict.not_proven.append(
            "What the witnesses say whose lines are in this bundle: give their keys with --witness to check them."
        )


def check_time_stamp(exam: Examination, authority: Authority | None) -> None:
    """Check the time stamp, if an authority is trusted. Then there must be one."""
    verdict = exam.verdict
    if STAMP not in exam.bundle.names:
        if authority is not None:
            verdict.refuse("time-stamp", "There is no time stamp in this bundle.")
        return
    if authority is None:
        verdict.not_proven.append(
            "The time stamp in this bundle: give the authority's certificate with --tsa-certificate to check it."
        )
        return
    tied = _tied(exam, STAMPED, "time-stamp")
    if tied is None:
        return
    try:
        at = authority.time_of(exam.bundle.raw(STAMP), tied.note.encode())
    except TimeStampRefused as refused:
        verdict.refuse("time-stamp", f"The time stamp cannot be trusted. {refused}")
        return
    verdict.proven.append(
        f"The first {tied.entries:,} of {verdict.size:,} entries existed on {at:%d %B %Y at %H:%M} UTC: the time "
        "stamping authority you trust says so."
    )


def _cosigned(exam: Examination, key: WitnessKey, tied: Tied) -> bool:
    verdict = exam.verdict
    try:
        said = key.cosignature(tied.note)
    except NoteRefused as refused:
        verdict.refuse("witness", f"What {key.name} is to have cosigned is false. {refused}")
        return True
    if said is None:
        return False
    verdict.proven.append(
        f"{key.name} cosigned the global log on {said.at:%d %B %Y at %H:%M} UTC, after following how it grew. The "
        f"first {tied.entries:,} of {verdict.size:,} entries stood in it."
    )
    return True


def _tied(exam: Examination, place: str, kind: str) -> Tied | None:
    """What of the record stood in an older global checkpoint. Problems are written down."""
    if exam.whole is None or exam.leaves is None:
        return None
    try:
        proof = LogProof.parse(exam.bundle.text(f"{place}.tlog-proof"))
        then = exam.global_checkpoint(proof.checkpoint)
        key, head = exam.signed(exam.bundle.text(f"{place}.head"))
        _begins_with(exam, key.name, head)
        check_inclusion(leaf_hash(head.text.encode()), proof.index, then.size, proof.hashes, then.root)
        growth = parse_hashes(exam.bundle.text(f"{place}.consistency").splitlines())
        check_consistency(then.size, exam.whole.size, growth, then.root, exam.whole.root)
    except (NoteRefused, ProofRefused) as refused:
        exam.verdict.refuse(
            "witness" if kind == "witness" else "time-stamp",
            f"What others said about the global log is not about this record ({place}). {refused}",
        )
        return None
    return Tied(proof.checkpoint, head.size)


def _begins_with(exam: Examination, log: str, head: Checkpoint) -> None:
    leaves = exam.leaves or ()
    if ledger_of(log, head.origin) != exam.verdict.ledger:
        raise ProofRefused("It is about another record.")
    if head.size > len(leaves) or root(leaves[: head.size]) != head.root:
        raise ProofRefused("The record does not begin with what stood in the log then.")
