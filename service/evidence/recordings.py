"""Recordings and films: what they are made of is walked through from the first byte to the last."""

import os
import struct
from collections.abc import Iterator
from typing import IO

from service.evidence.archives import is_archive_too
from service.evidence.file_refusals import FileIsTwoThings, FileNotWhatItSays, FileUnreadable

_TWO = "There is something else in this file beside the recording. Save it again as the same kind, and send that."
_BROKEN = "This recording is damaged, or not of the kind its name says. Save it again, and send that."

_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_FEWEST_FRAMES = 3
_TAIL = 160 * 1024

_AT_THE_TOP = frozenset(
    b"ftyp styp moov moof mdat free skip wide pdin sidx ssix prft emsg mfra meta".split()  # ISO/IEC 14496-12
)
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_SAID_BESIDE = frozenset({b"udta", b"meta", b"uuid"})
"""Where films keep titles, and where they were taken."""
_DEEPEST = 8


def check_mp3(file: IO[bytes]) -> None:
    """Walk from frame to frame. Only tags may stand before and after them."""
    if is_archive_too(file):
        raise FileIsTwoThings(_TWO)
    whole = file.seek(0, os.SEEK_END)
    at, frames = _after_tag(file), 0
    while at + 4 <= whole:
        file.seek(at)
        length = _frame(file.read(4))
        if length is None:
            break
        at += length
        frames += 1
    if frames < _FEWEST_FRAMES:
        raise FileNotWhatItSays(_BROKEN)
    file.seek(min(at, whole))
    rest = file.read(_TAIL + 1)
    if len(rest) > _TAIL or (
        rest.strip(b"\x00") and not rest.startswith((b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI"))
    ):
        raise FileIsTwoThings(_TWO)


def _after_tag(file: IO[bytes]) -> int:
    """Where the first frame may be: after an ID3 tag and its padding, if there is one."""
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    at = 10 + size + (10 if head[5] & 0x10 else 0)
    file.seek(at)
    padding = file.read(_TAIL)
    return at + len(padding) - len(padding.lstrip(b"\x00"))


def _frame(head: bytes) -> int | None:
    """How long an MPEG audio frame of layer 3 is, in bytes. None for what is none."""
    word = int.from_bytes(head, "big")
    version, layer, rate, samples = word >> 19 & 3, word >> 17 & 3, word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or version == 1 or layer != 1 or rate in {0, 15} or samples == 3:  # noqa: PLR2004 - the layout
        return None
    kilobits = _RATES[3 if version == 3 else 2][rate]  # noqa: PLR2004 - MPEG version 1
    factor = 144_000 if version == 3 else 72_000  # noqa: PLR2004 - the same
    return factor * kilobits // _SAMPLES[version][samples] + (word >> 9 & 1)


def check_mp4(file: IO[bytes], to: IO[bytes]) -> None:
    """Walk from box to box, and write the film without what is said beside it, such as the place it was taken."""
    if is_archive_too(file):
        raise FileIsTwoThings(_TWO)
    whole = file.seek(0, os.SEEK_END)
    kinds: list[bytes] = []
    blanked: list[tuple[int, int]] = []
    for kind, begin, head, end in _boxes(file, 0, whole):
        if kind not in _AT_THE_TOP and kind not in _SAID_BESIDE:
            raise FileIsTwoThings(_TWO)
        kinds.append(kind)
        _beside(file, kind, begin, head, end, blanked, 0)
    if kinds[:1] != [b"ftyp"] or b"moov" not in kinds or b"mdat" not in kinds:
        raise FileNotWhatItSays(_BROKEN)
    file.seek(0)
    while piece := file.read(1 << 20):
        to.write(piece)
    for begin, end in blanked:
        # The same length, so that nothing after it moves: a box named `free` is passed over.
        to.seek(begin + 4)
        to.write(b"free" + bytes(end - begin - 8))


def _beside(
    file: IO[bytes], kind: bytes, begin: int, head: int, end: int, blanked: list[tuple[int, int]], depth: int
) -> None:
    if kind in _SAID_BESIDE | {b"free", b"skip", b"wide"} and head == 8:  # noqa: PLR2004 - a plain box
        blanked.append((begin, end))
    elif kind in _CONTAINERS and depth < _DEEPEST:
        for inner, at, size, until in _boxes(file, begin + head, end):
            _beside(file, inner, at, size, until, blanked, depth + 1)


def _boxes(file: IO[bytes], begin: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Each box between two places: its kind, where it begins, how long its head is, where it ends."""
    while begin < end:
        file.seek(begin)
        head = file.read(16)
        if len(head) < 8 or end - begin < 8:  # noqa: PLR2004 - the shortest box
            raise FileIsTwoThings(_TWO)
        size, kind = struct.unpack(">I4s", head[:8])
        length = 8
        if size == 1 and len(head) == 16:  # noqa: PLR2004 - a long box
            size, length = struct.unpack(">Q", head[8:])[0], 16
        elif size == 0:
            size = end - begin
        if size < length or begin + size > end:
            # A film that was cut off ends in a box we know.
            raise FileUnreadable(_BROKEN) if kind in _AT_THE_TOP | _CONTAINERS else FileIsTwoThings(_TWO)
        yield kind, begin, length, begin + size
        begin += size
