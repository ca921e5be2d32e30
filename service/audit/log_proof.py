"""A proof that something is in a log, in one text (c2sp.org/tlog-proof): number, hashes, and a signed checkpoint."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.audit.tree import HASH_BYTES, ProofRefused

_HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9]\d{0,14})")
_MOST = 64


@dataclass(frozen=True, slots=True)
class LogProof:
    """Leaf `index` is in the log of `checkpoint`, a signed note."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        return f"{_HEADER}\nindex {self.index}\n{hash_lines(self.hashes)}\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> "LogProof":
        """Read one. Raises ProofRefused."""
        head, found, checkpoint = text.partition("\n\n")
        header, *rest = head.split("\n")
        index = _INDEX.fullmatch(rest[0]) if rest else None
        if header != _HEADER or index is None or not found:
            raise ProofRefused("This is not a proof.")
        return cls(int(index.group(1)), parse_hashes(rest[1:]), checkpoint)


def hash_lines(hashes: Sequence[bytes]) -> str:
    """Hashes as text, one a line."""
    return "".join(f"{base64.b64encode(each).decode()}\n" for each in hashes)


def parse_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """Read hashes, one a line. Raises ProofRefused."""
    if len(lines) > _MOST:
        raise ProofRefused("This is not a proof: it is too long.")
    try:
        hashes = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (binascii.Error, ValueError) as wrong:
        raise ProofRefused("This is not a proof: it is damaged.") from wrong
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofRefused("This is not a proof: a hash in it has the wrong length.")
    return hashes
