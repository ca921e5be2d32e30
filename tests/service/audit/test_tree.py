"""The tree, against vectors that nobody here made, and against itself."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from service.audit.tree import (
    EMPTY_ROOT,
    Frontier,
    ProofRefused,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
)

DATA = Path(__file__).parents[4] / "shared" / "data"
# Tests that need them say so when the folder is not there: it is never copied.
VECTORS: dict[str, dict[str, Any]] = (
    json.loads((DATA / "merkle" / "rfc6962-vectors.json").read_text()) if DATA.exists() else {}
)
# The tree of eight leaves that every implementation of RFC 6962 is tried with.
EIGHT = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
EIGHT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def plain(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def proof(vector: dict[str, Any]) -> list[bytes]:
    return [plain(each) for each in vector["proof"] or []]


def naive(leaves: list[bytes]) -> bytes:
    """MTH, word for word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(naive(leaves[:middle]), naive(leaves[middle:]))


def test_the_vectors_are_beside_the_project() -> None:
    assert DATA.exists(), f"put the shared folder beside the checkout: {DATA} is missing"
    assert len(VECTORS["inclusion"]) > 50
    assert len(VECTORS["consistency"]) > 40


@pytest.mark.parametrize("vector", VECTORS.get("inclusion", {}).values(), ids=VECTORS.get("inclusion", {}).keys())
def test_an_inclusion_proof_is_judged_as_published(vector: dict[str, Any]) -> None:
    given = (plain(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], proof(vector), plain(vector["root"]))
    if vector["wantErr"]:
        with pytest.raises(ProofRefused):
            check_inclusion(*given)
    else:
        check_inclusion(*given)


@pytest.mark.parametrize("vector", VECTORS.get("consistency", {}).values(), ids=VECTORS.get("consistency", {}).keys())
def test_a_consistency_proof_is_judged_as_published(vector: dict[str, Any]) -> None:
    given = (vector["size1"], vector["size2"], proof(vector), plain(vector["root1"]), plain(vector["root2"]))
    if vector["wantErr"]:
        with pytest.raises(ProofRefused):
            check_consistency(*given)
    else:
        check_consistency(*given)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_our_canonical_json_is_the_published_one(name: str) -> None:
    given = json.loads((DATA / "jcs" / "input" / f"{name}.json").read_text())

    assert rfc8785.dumps(given) == (DATA / "jcs" / "output" / f"{name}.json").read_bytes().rstrip(b"\n")


def test_the_reference_tree_has_its_eight_roots() -> None:
    leaves = [leaf_hash(entry) for entry in EIGHT]

    assert [root(leaves[: size + 1]).hex() for size in range(8)] == EIGHT_ROOTS
    assert root([]) == EMPTY_ROOT


def test_every_proof_of_every_small_tree_holds_and_no_other_root_does() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(40)]
    for size in range(1, 41):
        whole = naive(leaves[:size])
        assert root(leaves[:size]) == whole
        for index in range(size):
            path = inclusion_proof(index, size, lambda start, end: naive(leaves[start:end]))
            check_inclusion(leaves[index], index, size, path, whole)
            with pytest.raises(ProofRefused):
                check_inclusion(leaves[index], index, size, path, leaf_hash(b"other"))
        for old in range(size + 1):
            path = consistency_proof(old, size, lambda start, end: naive(leaves[start:end]))
            check_consistency(old, size, path, naive(leaves[:old]), whole)
            if old:
                with pytest.raises(ProofRefused):
                    check_consistency(old, size, path, leaf_hash(b"other"), whole)


def test_a_tree_grows_by_subtrees_as_by_leaves() -> None:
    leaves = [leaf_hash(number.to_bytes(2)) for number in range(1000)]
    frontier = Frontier()
    for start in range(0, 768, 256):
        frontier.add(naive(leaves[start : start + 256]), 8)
    for leaf in leaves[768:]:
        frontier.add(leaf)

    assert frontier.root() == naive(leaves)
    with pytest.raises(ValueError, match="cannot follow"):
        frontier.add(leaves[0], 8)
