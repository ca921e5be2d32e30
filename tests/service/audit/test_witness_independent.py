"""The transparency-dev project's code accepts our cosignatures, and ours accepts theirs."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.audit.cosignature import WitnessKey
from service.audit.note import Signer
from service.audit.witness import Witness
from tests.service.audit.logs import Log
from tests.service.audit.test_witness import NAME, NOON

pytestmark = [pytest.mark.independent, pytest.mark.independent_cosignatures]


Theirs = Callable[..., str]


@pytest.fixture
def theirs(verifiers: Path) -> Theirs:
    def run(*arguments: str) -> str:
        command = [str(verifiers / "cosignature"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    return run


def test_they_accept_our_cosignature_and_read_the_same_time(theirs: Theirs, tmp_path: Path) -> None:
    log = Log(size=7)
    witness = Witness.make(tmp_path / "witness", NAME, [log.signer.verifier])
    note = tmp_path / "note"
    note.write_text(witness.cosign(log.growth(), NOON).cosigned.checkpoint)

    said = theirs("check", str(note), str(log.signer.verifier), str(witness.key))
    assert said == f"ok {NAME} {int(NOON.timestamp())}\n"

    note.write_text(note.read_text().replace("\n7\n", "\n8\n"))
    assert theirs("check", str(note), str(log.signer.verifier), str(witness.key)).startswith("FAIL")
    note.write_text(log.checkpoint())
    assert "it did not cosign this" in theirs("check", str(note), str(log.signer.verifier), str(witness.key))


def test_we_accept_their_cosignature(theirs: Theirs, tmp_path: Path) -> None:
    log, key = Log(size=7), Signer.make(NAME)
    note = tmp_path / "note"
    note.write_text(log.checkpoint())
    cosigned = theirs("sign", str(note), key.secret().strip())

    # They write a witness' private key as that of a log.
    said = WitnessKey(NAME, key.verifier.public).cosignature(cosigned)
    assert said is not None
    assert abs((datetime.now(UTC) - said.at).total_seconds()) < 600
