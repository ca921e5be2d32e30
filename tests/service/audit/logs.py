"""A log in memory, which its keeper may rewrite: what a witness must notice."""

from hashlib import sha256

from service.audit.checkpoint import Checkpoint
from service.audit.growth import Growth
from service.audit.note import Signer
from service.audit.tree import consistency_proof, root


class Log:
    """A log whose leaves are only hashes."""

    def __init__(self, name: str = "waymark-0a1b2c3d/1", size: int = 0) -> None:
        self.signer = Signer.make(name)
        self.leaves: list[bytes] = []
        self.grow(size)

    def grow(self, by: int, words: str = "leaf") -> None:
        self.leaves += (sha256(f"{words} {len(self.leaves) + number}".encode()).digest() for number in range(by))

    def checkpoint(self, size: int | None = None) -> str:
        leaves = self.leaves[:size]
        return self.signer.sign(Checkpoint(self.signer.verifier.name, len(leaves), root(leaves)).text)

    def growth(self, old: int = 0) -> Growth:
        proof = consistency_proof(old, len(self.leaves), lambda start, end: root(self.leaves[start:end]))
        return Growth(old, tuple(proof), self.checkpoint())
