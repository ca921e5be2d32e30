"""What a witness needs: a newer checkpoint, and the proof that it continues an older one.

One text, as c2sp.org/tlog-witness sends it to `add-checkpoint`, so that any witness of that kind can be asked too.
"""

import re
from dataclasses import dataclass

from service.audit.log_proof import hash_lines, parse_hashes
from service.audit.tree import ProofRefused

_OLD = re.compile(r"old (0|[1-9]\d{0,14})")
LONGEST_GROWTH = 1 << 16


@dataclass(frozen=True, slots=True)
class Growth:
    """The log of `checkpoint`, a signed note, begins with the `old` leaves it had. `hashes` prove it."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        return f"old {self.old}\n{hash_lines(self.hashes)}\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> "Growth":
        """Read one. Raises ProofRefused."""
        head, found, checkpoint = text.partition("\n\n")
        first, *rest = head.split("\n")
        old = _OLD.fullmatch(first)
        if old is None or not found or len(text) > LONGEST_GROWTH:
            raise ProofRefused("This is not a checkpoint with the proof of its growth.")
        return cls(int(old.group(1)), parse_hashes(rest), checkpoint)
