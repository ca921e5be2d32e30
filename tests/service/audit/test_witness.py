"""A witness cosigns what continues what it cosigned before, and nothing else."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.audit.cosignature import Cosigner, WitnessKey
from service.audit.growth import Growth
from service.audit.note import NoteRefused, Verifier
from service.audit.tree import ProofRefused
from service.audit.witness import Witness
from service.audit.witness_book import WitnessRefuses
from tests.service.audit.logs import Log

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAME = "funder.example.org/witness"


@pytest.fixture
def log() -> Log:
    return Log(size=5)


@pytest.fixture
def witness(log: Log, tmp_path: Path) -> Witness:
    return Witness.make(tmp_path / "witness", NAME, [log.signer.verifier])


def test_it_cosigns_a_log_that_grows_and_its_lines_say_when(log: Log, witness: Witness) -> None:
    first = witness.cosign(log.growth(), NOON)
    log.grow(400)
    second = witness.cosign(log.growth(5), NOON + timedelta(hours=1))

    assert first.before is None
    assert second.before == first.cosigned
    assert second.cosigned.tree.size == 405
    assert log.signer.verifier.open(second.cosigned.checkpoint)
    said = witness.key.cosignature(second.cosigned.checkpoint)
    assert said is not None
    assert (said.witness, said.at) == (NAME, NOON + timedelta(hours=1))
    assert "405 checkpoints. The 5 cosigned before are the same" in second.sentence


def test_what_was_cosigned_is_given_again_when_nothing_is_new(log: Log, witness: Witness) -> None:
    first = witness.cosign(log.growth(), NOON)
    again = witness.cosign(log.growth(), NOON + timedelta(days=1))
    assert again.cosigned == first.cosigned
    assert "Nothing is new" in again.sentence


def test_a_log_that_was_put_back_is_refused(log: Log, witness: Witness) -> None:
    witness.cosign(log.growth(), NOON)
    del log.leaves[3:]
    with pytest.raises(WitnessRefuses, match="was put back: 5 checkpoints were cosigned, and now it has 3"):
        witness.cosign(log.growth(3), NOON)


def test_a_second_history_of_one_length_is_refused(log: Log, witness: Witness) -> None:
    witness.cosign(log.growth(), NOON)
    del log.leaves[3:]
    log.grow(2, "another")
    with pytest.raises(WitnessRefuses, match="There are two histories of"):
        witness.cosign(log.growth(5), NOON)


def test_a_longer_second_history_is_refused(log: Log, witness: Witness) -> None:
    witness.cosign(log.growth(), NOON)
    del log.leaves[3:]
    log.grow(20, "another")
    with pytest.raises(WitnessRefuses, match="It is not proven that"):
        witness.cosign(log.growth(5), NOON)
    # A proof from another size than the one cosigned is none either, even if it is right.
    with pytest.raises(WitnessRefuses, match="The proof begins at 3 checkpoints, and 5 were cosigned last"):
        witness.cosign(log.growth(3), NOON)


def test_an_unknown_log_and_one_with_anothers_key_are_refused(log: Log, witness: Witness) -> None:
    with pytest.raises(WitnessRefuses, match="which this witness does not follow"):
        witness.cosign(Log("elsewhere/1", 5).growth(), NOON)
    impostor = Log(log.signer.verifier.name, 5)
    with pytest.raises(WitnessRefuses, match="its key did not sign it"):
        witness.cosign(impostor.growth(), NOON)
    forged = replace(log.growth(), checkpoint=log.checkpoint().replace("\n5\n", "\n6\n"))
    with pytest.raises(WitnessRefuses, match="its key did not sign it"):
        witness.cosign(forged, NOON)


def test_a_new_epoch_is_followed_once_its_key_is_trusted(log: Log, witness: Witness, tmp_path: Path) -> None:
    witness.cosign(log.growth(), NOON)
    following = Log(log.signer.verifier.name.replace("/1", "/2"), 2)
    with pytest.raises(WitnessRefuses, match="waymark witness trust"):
        witness.cosign(following.growth(), NOON)
    witness.trust(following.signer.verifier)
    again = Witness(tmp_path / "witness")
    assert again.cosign(following.growth(), NOON).cosigned.tree.size == 2
    assert again.cosign(log.growth(), NOON).cosigned.tree.size == 5


def test_what_it_cosigned_is_kept_and_never_begun_anew(log: Log, witness: Witness, tmp_path: Path) -> None:
    witness.cosign(log.growth(), NOON)
    book = tmp_path / "witness" / "cosigned.jsonl"
    with book.open("ab") as file:
        file.write(b'{"checkpoint": "cut o')
    last = Witness(tmp_path / "witness").last(log.signer.verifier)
    assert last is not None
    assert last.tree.size == 5
    book.write_bytes(b"?\n" + book.read_bytes())
    with pytest.raises(WitnessRefuses, match="is damaged"):
        witness.cosign(log.growth(), NOON)
    book.unlink()
    with pytest.raises(WitnessRefuses, match="is gone"):
        witness.cosign(log.growth(), NOON)
    with pytest.raises(WitnessRefuses, match="There is a witness in"):
        Witness.make(tmp_path / "witness", NAME, [])


def test_its_key_is_for_its_owner_alone(witness: Witness, tmp_path: Path) -> None:
    key = tmp_path / "witness" / "key"
    assert witness.key
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(WitnessRefuses, match="can be read by others"):
        Witness(tmp_path / "witness")
    with pytest.raises(WitnessRefuses, match="not the folder of a witness"):
        Witness(tmp_path)


@pytest.mark.parametrize("at", [0, 4, 11, 12, 40, 75])
def test_a_cosignature_that_was_changed_anywhere_is_refused_or_nobodys(log: Log, at: int) -> None:
    cosigner = Cosigner.make(NAME)
    text = log.checkpoint().partition("\n\n")[0] + "\n"
    line = cosigner.cosign(text, NOON).line
    head, _, packed = line.rpartition(" ")
    raw = bytearray(base64.b64decode(packed))
    raw[at] ^= 1
    note = f"{log.checkpoint()}{head} {base64.b64encode(bytes(raw)).decode()}\n"
    if at < 4:
        assert cosigner.key.cosignature(note) is None
    else:
        with pytest.raises(NoteRefused):
            cosigner.key.cosignature(note)


def test_a_log_key_is_no_witness_key_and_the_other_way_round(log: Log, witness: Witness) -> None:
    with pytest.raises(NoteRefused):
        WitnessKey.parse(str(log.signer.verifier))
    with pytest.raises(NoteRefused):
        Verifier.parse(str(witness.key))
    assert WitnessKey.parse(str(witness.key)) == witness.key


def test_growth_is_read_as_it_is_written_and_nothing_else_is(log: Log) -> None:
    log.grow(100)
    growth = log.growth(5)
    assert Growth.parse(str(growth)) == growth
    for wrong in ("", "old 5\n", "old -1\n\nx", "new 5\n\nx", f"old 5\nAAAA\n\n{log.checkpoint()}"):
        with pytest.raises(ProofRefused):
            Growth.parse(wrong)
