"""What is known of a bundle while it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.audit.bundle_file import BundleFile
from service.audit.checkpoint import Checkpoint
from service.audit.note import NoteRefused, Verifier
from service.audit.tree import ProofRefused
from service.audit.verdict import Verdict


@dataclass(slots=True)
class Examination:
    """`leaves` are hashes that lead to the signed checkpoint; `whole` is the global one, once it is proven."""

    bundle: BundleFile
    keys: Sequence[Verifier]
    verdict: Verdict = field(default_factory=Verdict)
    leaves: Sequence[bytes] | None = None
    whole: Checkpoint | None = None

    def signed(self, note: str) -> tuple[Verifier, Checkpoint]:
        """A checkpoint that one of the keys signed. Raises NoteRefused."""
        key, text = self.opened(note)
        return key, Checkpoint.parse(text)

    def opened(self, note: str) -> tuple[Verifier, str]:
        """The text of a note, and which of the keys signed it. Raises NoteRefused."""
        refused = NoteRefused("There is no key.")
        for key in self.keys:
            try:
                return key, key.open(note)
            except NoteRefused as this:
                refused = this
        raise refused

    def global_checkpoint(self, note: str) -> Checkpoint:
        """The checkpoint of the global log this record belongs to. Raises NoteRefused, ProofRefused."""
        key, checkpoint = self.signed(note)
        if not checkpoint.origin == key.name == self.verdict.log:
            raise ProofRefused("The proof is about another log.")
        return checkpoint
