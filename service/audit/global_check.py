"""Whether a checkpoint stands in the one log that everybody is shown, and why that log began."""

import orjson

from service.audit.bundle_file import EPOCH, EPOCH_PROOF, GLOBAL_PROOF
from service.audit.checkpoint import Checkpoint
from service.audit.examination import Examination
from service.audit.log_proof import LogProof
from service.audit.note import NoteRefused
from service.audit.tree import ProofRefused, check_inclusion, leaf_hash


def check_global_log(exam: Examination, now: Checkpoint) -> None:
    """Check both proofs, and remember the global checkpoint."""
    verdict = exam.verdict
    try:
        proof = LogProof.parse(exam.bundle.text(GLOBAL_PROOF))
        whole = exam.global_checkpoint(proof.checkpoint)
        check_inclusion(leaf_hash(now.text.encode()), proof.index, whole.size, proof.hashes, whole.root)
        epoch, because, anew = _opening(exam, whole)
    except (NoteRefused, ProofRefused) as refused:
        verdict.refuse("global", f"The checkpoint is not proven to stand in the installation's global log. {refused}")
        return
    exam.whole = whole
    verdict.proven.append(
        f"The checkpoint is number {proof.index} of {whole.size:,} in the installation's global log {verdict.log}."
    )
    if anew:
        verdict.not_proven.append(
            f"What was signed before this log began anew (as number {epoch}). The installation says why: “{because}” "
            "Compare with a checkpoint from before, if you have one, and give the older key too."
        )


def _opening(exam: Examination, whole: Checkpoint) -> tuple[int, str, bool]:
    """Which epoch this log is, why it began, and whether there was one before. Raises NoteRefused, ProofRefused."""
    proof = LogProof.parse(exam.bundle.text(EPOCH_PROOF))
    _, said = exam.opened(exam.bundle.text(EPOCH))
    if exam.global_checkpoint(proof.checkpoint) != whole or proof.index != 0:
        raise ProofRefused("The two proofs are about two logs.")
    check_inclusion(leaf_hash(said.encode()), 0, whole.size, proof.hashes, whole.root)
    try:
        opening = orjson.loads(said)
        return int(opening["epoch"]), str(opening["because"]), opening["before"] is not None
    except (ValueError, KeyError, TypeError) as wrong:
        raise ProofRefused("That log does not begin by saying why it began.") from wrong
