import asyncio
import os
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.client import WorkflowHistory
from temporalio.exceptions import ApplicationError
from temporalio.worker import Replayer

from service.keyring import KeyFolder
from service.privacy.payload_codec import PayloadBroken, SealedPayloads, data_converter
from service.worker import workflow_runner
from workflows.catalogue import WORKFLOWS

HISTORIES = Path(__file__).parents[1] / "workflows" / "histories"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"programme":"programme:1"}')


def sealed(codec: SealedPayloads, payload: Payload = PLAIN) -> Payload:
    (found,) = asyncio.run(codec.encode([payload]))
    return found


def opened(codec: SealedPayloads, payload: Payload) -> Payload:
    (found,) = asyncio.run(codec.decode([payload]))
    return found


def test_a_payload_is_encrypted_and_comes_back_as_it_was() -> None:
    codec = SealedPayloads({1: os.urandom(32)})
    kept = sealed(codec)
    assert b"programme" not in kept.SerializeToString()
    assert kept.metadata["waymark-epoch"] == b"1"
    assert opened(codec, kept) == PLAIN


def test_what_was_sealed_in_an_older_epoch_is_still_opened() -> None:
    first, second = os.urandom(32), os.urandom(32)
    kept = sealed(SealedPayloads({1: first}))
    both = SealedPayloads({1: first, 2: second})
    assert opened(both, kept) == PLAIN
    assert sealed(both).metadata["waymark-epoch"] == b"2"


def test_what_was_never_sealed_is_given_as_it_is() -> None:
    assert opened(SealedPayloads({1: os.urandom(32)}), PLAIN) == PLAIN


def test_a_flipped_bit_anywhere_is_refused_and_alarmed() -> None:
    alarms: list[str] = []
    codec = SealedPayloads({1: os.urandom(32)}, alarms.append)
    kept = sealed(codec)
    flips = len(kept.data) * 8
    for flip in range(flips):
        data = bytearray(kept.data)
        data[flip // 8] ^= 1 << flip % 8
        with pytest.raises(PayloadBroken):
            opened(codec, Payload(metadata=kept.metadata, data=bytes(data)))
    with pytest.raises(PayloadBroken):
        opened(codec, Payload(metadata={**kept.metadata, "waymark-epoch": b"01"}, data=kept.data))
    assert len(alarms) == flips + 1
    print(f"{flips} flipped bits in a payload of Temporal, all refused")  # noqa: T201 - a count


def test_the_words_of_a_failure_are_encrypted_too(tmp_path: Path) -> None:
    converter = data_converter(KeyFolder.make(tmp_path / "keys"))
    failure = Failure()
    asyncio.run(converter.encode_failure(ApplicationError("canary in a message"), failure))
    assert b"canary" not in failure.SerializeToString()
    assert "canary" in str(asyncio.run(converter.decode_failure(failure)))


@pytest.mark.parametrize("history", [file.read_text() for file in sorted(HISTORIES.glob("*.json"))])
async def test_histories_from_before_encryption_still_replay(history: str, tmp_path: Path) -> None:
    replayer = Replayer(
        workflows=WORKFLOWS,
        data_converter=data_converter(KeyFolder.make(tmp_path / "keys")),
        workflow_runner=workflow_runner(),
    )
    await replayer.replay_workflow(WorkflowHistory.from_json("kept", history))
