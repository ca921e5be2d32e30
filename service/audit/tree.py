"""The Merkle tree of RFC 6962, section 2, in the words of its own pseudo-code; proofs are checked as RFC 9162 says."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
"""Gives the root of the leaves from the first number up to, not with, the second."""


class ProofRefused(Exception):  # noqa: N818 - a verdict
    """The proof does not prove what it claims."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: 32 bytes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree with these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


class Frontier:
    """A tree that only grows, kept as the roots of its perfect subtrees, widest first: O(log n) hashes in all."""

    def __init__(self) -> None:
        self.size = 0
        self._perfect: list[tuple[int, bytes]] = []

    def add(self, subtree: bytes, height: int = 0) -> None:
        """Add the root of the next 2^height leaves. What was added before must be a multiple of that many."""
        if self.size % (1 << height):
            msg = f"a subtree of height {height} cannot follow {self.size} leaves"
            raise ValueError(msg)
        self.size += 1 << height
        while self._perfect and self._perfect[-1][0] == height:
            subtree = node_hash(self._perfect.pop()[1], subtree)
            height += 1
        self._perfect.append((height, subtree))

    def root(self) -> bytes:
        """The root of everything added so far."""
        if not self._perfect:
            return EMPTY_ROOT
        above = self._perfect[-1][1]
        for _, subtree in reversed(self._perfect[:-1]):
            above = node_hash(subtree, above)
        return above


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(m, D[n]): what shows that leaf `index` is in the tree of `size` leaves."""
    return _path(index, 0, size, subtree)


def consistency_proof(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """PROOF(m, D[n]): what shows that the tree of `size` leaves begins with the tree of `old` leaves."""
    return _subproof(old, 0, size, subtree, whole=True) if 0 < old < size else []


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], wanted: bytes) -> None:
    """RFC 9162, 2.1.3.2. Raises ProofRefused."""
    if not 0 <= index < size or any(len(each) != HASH_BYTES for each in (leaf, *proof)):
        raise ProofRefused("The index or a hash of the proof is out of bounds.")
    number, last, above = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofRefused("The proof is too long.")
        if number % 2 or number == last:
            above = node_hash(step, above)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            above = node_hash(above, step)
        number, last = number >> 1, last >> 1
    if last or above != wanted:
        raise ProofRefused("The proof leads to another root.")


def check_consistency(old: int, size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162, 2.1.4.2. The empty tree is consistent with every tree. Raises ProofRefused."""
    if not 0 <= old <= size or any(len(each) != HASH_BYTES for each in (old_root, new_root, *proof)):
        raise ProofRefused("A size or a hash of the proof is out of bounds.")
    if old in (0, size):
        if proof or (old_root != (new_root if old else EMPTY_ROOT)):
            raise ProofRefused("Two trees of one size have two roots, or there is a proof where none is needed.")
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofRefused("The proof is empty.")
    number, last = old - 1, size - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            raise ProofRefused("The proof is too long.")
        if number % 2 or number == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, step)
        number, last = number >> 1, last >> 1
    if last or (before, after) != (old_root, new_root):
        raise ProofRefused("The newer tree does not begin with the older one.")


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def _path(index: int, start: int, end: int, subtree: Subtree) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, subtree), subtree(middle, end)]
    return [*_path(index, middle, end, subtree), subtree(start, middle)]


def _subproof(old: int, start: int, end: int, subtree: Subtree, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [subtree(start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(old, start, middle, subtree, whole=whole), subtree(middle, end)]
    return [*_subproof(old, middle, end, subtree, whole=False), subtree(start, middle)]
