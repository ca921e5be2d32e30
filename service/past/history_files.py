"""Histories as files: sent while they are read, each with the address that says what its columns mean."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse

from projections.history_question import HistoryQuestion
from service.api_headers import POSITION
from service.api_positions import Read
from service.past.room import PastRoom
from service.past.table import history_table

DICTIONARY = "/api/history/columns"


def table_file(room: PastRoom, programme: str, asked: HistoryQuestion, reader: str) -> Response:
    """A history as a table, sent while it is read."""
    whole = room.whole(programme, asked, reader)
    name = f"history-{programme.removeprefix('programme:')}.csv"
    return _sent(Read(whole.position, history_table(whole.found)), name, "text/csv; charset=utf-8")


def lines_file(room: PastRoom, programme: str, asked: HistoryQuestion, reader: str) -> Response:
    """The stored events, sent while they are read."""
    name = f"history-{programme.removeprefix('programme:')}.jsonl"
    return _sent(room.raw(programme, asked, reader), name, "application/jsonl")


def as_file(content: str, name: str, media_type: str) -> Response:
    """A small file to keep."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sent(read: Read[Iterator[Any]], name: str, media_type: str) -> Response:
    headers = {
        POSITION: str(read.position),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": f'<{DICTIONARY}>; rel="describedby"',
    }
    return StreamingResponse(_in_pieces(read.found), media_type=media_type, headers=headers)


def _in_pieces(parts: Iterable[str | bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """A few rows at a time: each piece costs a change of threads."""
    piece = bytearray()
    for part in parts:
        piece += part.encode() if isinstance(part, str) else part
        if len(piece) >= size:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)
