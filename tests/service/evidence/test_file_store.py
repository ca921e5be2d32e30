"""Where files lie: sealed for their subject, under the hash of what lies there, whole or not at all."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evidence.file_seal import MARK, FileCard, FileDamaged, FileErased, opened, sealed, sealing_of
from service.evidence.file_store import PIECE, FileFolder, FileNotKept, is_whole
from service.keyring import Keyring, SubjectErased

PERSON = "person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"
PROGRAMME = "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
CARD = FileCard(name="Zoë.txt", media_type="text/plain", size=5)


class OneKey:
    """A key for everybody."""

    def key_for_writing(self, _subject: str) -> tuple[str, bytes]:
        return "k", bytes(32)

    def key_for_reading(self, _subject: str, _kid: str) -> bytes | None:
        return bytes(32)


def closed(content: bytes) -> bytes:
    return b"".join(sealed(OneKey(), PERSON, PROGRAMME, CARD, [content]))


def read(content: bytes) -> bytes:
    found = opened(OneKey(), BytesIO(content))
    assert found.card == CARD
    return b"".join(found.pieces)


def test_a_store_gives_back_what_it_was_given_and_says_what_it_has(tmp_path: Path) -> None:
    store = FileFolder(tmp_path / "files")
    first, second = store.put([b"he", b"llo"]), store.put([b"other"])
    assert store.put([b"hello"]) == first
    with store.open(first.sha256) as file:
        assert (first.size, file.read()) == (5, b"hello")
    assert sorted(store.names()) == sorted([first.sha256, second.sha256])
    assert is_whole(store, first.sha256)
    assert store.delete(first.sha256)
    assert not store.delete(first.sha256)
    with pytest.raises(FileNotKept):
        store.open(first.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "0" * 64 + "/..", "A" * 64])
def test_what_is_no_hash_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    store = FileFolder(tmp_path)
    for ask in (store.open, store.delete):
        with pytest.raises(FileNotKept):
            ask(name)


def test_a_put_that_fails_leaves_nothing_and_what_a_killed_one_left_is_tidied(tmp_path: Path) -> None:
    store = FileFolder(tmp_path)

    def failing() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    with pytest.raises(KeyError):
        store.put(failing())
    assert list(tmp_path.iterdir()) == []
    half = tmp_path / ".0123"
    half.write_bytes(b"half")
    assert store.tidy(time.time() - 60) == 0
    os.utime(half, (0, 0))
    assert store.tidy(time.time() - 60) == 1


@given(st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]))
def test_a_sealed_file_opens_to_what_was_sealed(size: int) -> None:
    assert read(closed(bytes(size))) == bytes(size)


@given(st.integers(min_value=0, max_value=2 * PIECE), st.integers(min_value=1, max_value=255))
def test_no_byte_of_a_sealed_file_can_be_changed(at: int, flip: int) -> None:
    content = bytearray(closed(bytes(2 * PIECE)))
    content[at % len(content)] ^= flip
    with pytest.raises(FileDamaged):
        read(bytes(content))


def test_pieces_cannot_be_left_off_swapped_or_added() -> None:
    content = closed(b"a" * PIECE + b"b" * PIECE + b"c" * PIECE)
    piece = PIECE + 16
    head = len(content) - 3 * piece
    first, second, third = (content[head + n * piece : head + (n + 1) * piece] for n in range(3))
    for wrong in (
        content[:-piece],
        content[:-1],
        content[:head],
        content[:head] + second + first + third,
        content + third,
        content[:head] + first + second + second + third,
        closed(b"x")[:head] + content[head:],
    ):
        with pytest.raises(FileDamaged):
            read(wrong)


def test_a_file_says_for_whom_it_is_sealed_and_not_what_it_is_called() -> None:
    content = closed(b"hello")
    sealing = sealing_of(BytesIO(content))
    assert (sealing.subject, sealing.programme) == (PERSON, PROGRAMME)
    assert "Zoë".encode() not in content
    assert len(content) == len(closed(b"world"))
    for wrong in (b"", MARK, MARK + b"{}\n", b"something else"):
        with pytest.raises(FileDamaged):
            sealing_of(BytesIO(wrong))


def test_destroying_a_key_destroys_the_files_sealed_with_it(keyring: Keyring) -> None:
    content = b"".join(sealed(keyring, PERSON, PROGRAMME, CARD, [b"hello"]))
    assert b"".join(opened(keyring, BytesIO(content)).pieces) == b"hello"
    keyring.erase(PERSON)
    with pytest.raises(FileErased):
        opened(keyring, BytesIO(content))
    with pytest.raises(SubjectErased):
        list(sealed(keyring, PERSON, PROGRAMME, CARD, [b"hello"]))
