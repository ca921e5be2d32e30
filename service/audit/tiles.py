"""A tree as files (c2sp.org/tlog-tiles): each holds up to 256 hashes, so that others' tools can walk it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.audit.stored_tree import WIDTH, roots_of
from service.audit.tree import HASH_BYTES


@dataclass(frozen=True, slots=True)
class Tile:
    """`width` hashes of a level, from hash `number` × 256 on. A hash of level L stands for 256^L leaves."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """Its name: `tile/0/x001/234`, and `….p/7` when it is not full."""
        digits = f"{self.number:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return f"tile/{self.level}/{name}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @property
    def bytes(self) -> int:
        """How long its file is."""
        return self.width * HASH_BYTES


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree with so many leaves, from the leaves up."""
    level = 0
    while size:
        for number in range(-(-size // WIDTH)):
            yield Tile(level, number, min(WIDTH, size - number * WIDTH))
        level, size = level + 1, size // WIDTH


def tile_contents(leaves: Sequence[bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Every tile of a tree with these leaf hashes, and what its file holds, in the order of `tiles_of`."""
    level, hashes = 0, list(leaves)
    for tile in tiles_of(len(leaves)):
        if tile.level != level:
            level, hashes = tile.level, list(roots_of(hashes))
        yield tile, b"".join(hashes[tile.number * WIDTH : tile.number * WIDTH + tile.width])
