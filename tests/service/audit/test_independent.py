"""Verifiers that nobody here wrote accept our bundles, and refuse tampered ones."""

import base64
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.audit.bundle import write_bundle
from service.audit.bundle_file import CHECKPOINT, ENTRIES, EPOCH, EPOCH_PROOF, GLOBAL_PROOF
from service.audit.checkpoint import Checkpoint
from service.audit.log_proof import LogProof
from service.audit.note import Signer, Verifier, text_of
from service.audit.tree import inclusion_proof, leaf_hash, root
from service.settings import Settings
from tests.service.audit.bundles import Parts, key_of, lines, packed, parts_of, signer_of, with_lines
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN

pytestmark = pytest.mark.independent
ROOT = Path(__file__).parents[3]
VERIFIERS = ROOT / ".venv" / "verifiers"

Run = Callable[..., str]


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    """Build them, which costs nothing the second time."""
    done = subprocess.run(
        ["sh", str(ROOT / "ops" / "verifiers" / "install.sh")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def go(here: Settings, tmp_path: Path) -> Run:
    def run(parts: Parts, *old: Path, key: Verifier | None = None) -> str:
        folder = tmp_path / "unpacked"
        folder.mkdir(exist_ok=True)
        with zipfile.ZipFile(packed(parts, tmp_path / "given.zip")) as archive:
            archive.extractall(folder)
        command = [str(VERIFIERS / "bundle"), str(folder), str(key or key_of(here)), *map(str, old)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout.startswith("ok" if done.returncode == 0 else "FAIL"), done
        return done.stdout.strip()

    return run


@pytest.fixture
def sigstore(here: Settings) -> Run:
    def run(parts: Parts, key: Verifier | None = None) -> str:
        entries = lines(parts)
        hashes = [leaf_hash(entry) for entry in entries]
        checkpoint = parts[CHECKPOINT].decode()

        def within(index: int) -> list[bytes]:
            return inclusion_proof(index, len(hashes), lambda start, end: root(hashes[start:end]))

        proofs = [
            proof(entry, index, within(index), checkpoint) for index, entry in enumerate(entries) if index % 7 == 0
        ]
        for name, body in ((GLOBAL_PROOF, parts[CHECKPOINT]), (EPOCH_PROOF, parts[EPOCH])):
            given = LogProof.parse(parts[name].decode())
            text = text_of(body.decode()).encode()
            proofs.append(proof(text, given.index, list(given.hashes), given.checkpoint))
        verifier = key or key_of(here)
        public = Ed25519PublicKey.from_public_bytes(verifier.public)
        asked = {
            "name": verifier.name,
            "keyId": plain(verifier.key_id),
            "publicKey": plain(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)),
            "proofs": proofs,
        }
        done = subprocess.run(
            ["node", str(VERIFIERS / "verify.cjs")],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.startswith("ok" if done.returncode == 0 else "FAIL"), done
        return done.stdout.strip()

    return run


def plain(value: bytes) -> str:
    return base64.b64encode(value).decode()


def proof(body: bytes, index: int, hashes: list[bytes], checkpoint: str) -> dict[str, object]:
    return {"body": plain(body), "index": index, "hashes": [plain(each) for each in hashes], "checkpoint": checkpoint}


def changed(parts: Parts, index: int) -> Parts:
    entries = lines(parts)
    entries[index] = entries[index].replace(b"row", b"Row")
    return with_lines(parts, entries)


def test_both_accept_an_untouched_bundle(bundle: Path, go: Run, sigstore: Run) -> None:
    assert go(parts_of(bundle)) == "ok 300"
    assert sigstore(parts_of(bundle)) == "ok 45"


def test_both_refuse_a_tampered_entry(bundle: Path, go: Run, sigstore: Run) -> None:
    assert go(changed(parts_of(bundle), 140)).startswith("FAIL entry 140")
    assert sigstore(changed(parts_of(bundle), 140)).startswith("FAIL 0 ")


def test_both_refuse_a_dropped_entry_and_a_reordered_pair(bundle: Path, go: Run, sigstore: Run) -> None:
    parts = parts_of(bundle)
    entries = lines(parts)
    dropped = with_lines(parts, [*entries[:7], *entries[8:]])
    reordered = with_lines(parts, [*entries[:7], entries[8], entries[7], *entries[9:]])

    for tampered in (dropped, reordered):
        assert go(tampered).startswith("FAIL entry 7")
        assert sigstore(tampered).startswith("FAIL")


def test_both_refuse_a_rewritten_checkpoint(bundle: Path, go: Run, sigstore: Run) -> None:
    parts = parts_of(bundle)
    note = parts[CHECKPOINT].decode()
    now = Checkpoint.parse(text_of(note))
    forged = Checkpoint(now.origin, now.size, leaf_hash(b"")).text
    parts[CHECKPOINT] = note.replace(now.text, forged).encode()

    assert go(parts).startswith("FAIL checkpoint")
    assert "signature" in sigstore(parts)


def test_both_refuse_the_key_of_somebody_else(bundle: Path, here: Settings, go: Run, sigstore: Run) -> None:
    other = Signer.make(key_of(here).name).verifier

    assert go(parts_of(bundle), key=other).startswith("FAIL checkpoint")
    assert sigstore(parts_of(bundle), key=other).startswith("FAIL 0")


def test_go_refuses_a_truncated_tile(bundle: Path, go: Run) -> None:
    parts = parts_of(bundle)
    parts["tile/0/001.p/44"] = parts["tile/0/001.p/44"][:-32]

    assert go(parts).startswith("FAIL")


def test_both_refuse_a_swapped_programme(
    here: Settings, bundle: Path, tmp_path: Path, grow: Grow, go: Run, sigstore: Run
) -> None:
    other = "programme:00000000-0000-4000-8000-000000000001"
    write_bundle(here, other, tmp_path / "other.zip")
    theirs = parts_of(tmp_path / "other.zip")
    grow(1)

    assert go({**parts_of(bundle), ENTRIES: theirs[ENTRIES]}).startswith("FAIL entry 0")
    assert sigstore({**parts_of(bundle), CHECKPOINT: theirs[CHECKPOINT]}).startswith("FAIL")


def test_go_proves_growth_and_refuses_a_log_that_was_rolled_back_or_rewritten(
    here: Settings, grow: Grow, bundle: Path, tmp_path: Path, go: Run
) -> None:
    old, newer, rewritten = tmp_path / "old", tmp_path / "newer", tmp_path / "rewritten"
    old.write_bytes(parts_of(bundle)[CHECKPOINT])
    now = Checkpoint.parse(text_of(old.read_text()))
    rewritten.write_text(signer_of(here).sign(Checkpoint(now.origin, 200, leaf_hash(b"")).text))
    grow(277)
    signed_once(here)
    write_bundle(here, GARDEN, tmp_path / "newer.zip")
    parts = parts_of(tmp_path / "newer.zip")
    newer.write_bytes(parts[CHECKPOINT])

    assert go(parts, old) == "ok 577"
    assert go(parts, rewritten).startswith("FAIL growth")
    assert go(parts_of(bundle), newer).startswith("FAIL growth")


def test_a_part_that_is_withheld_is_still_proven_to_go(here: Settings, bundle: Path, tmp_path: Path, go: Run) -> None:
    write_bundle(here, GARDEN, tmp_path / "part.zip", may_see=lambda leaf: leaf.index % 3 != 0)

    assert bundle.exists()
    assert go(parts_of(tmp_path / "part.zip")) == "ok 300"


def test_they_are_never_left_out_where_everything_is_tested() -> None:
    assert os.environ.get("CI") != "true" or (VERIFIERS / "installed").exists()
