"""A file on its way out: always to be saved, never shown, never run, never kept by what is in between."""

from collections.abc import Iterator
from itertools import chain

from fastapi.responses import StreamingResponse

from service.evidence.evidence_files import Download
from service.evidence.file_names import attachment

SCAN = "Waymark-Scan"
SANDBOX = "sandbox; default-src 'none'"


def handed_out(download: Download) -> StreamingResponse:
    """A file of evidence as an answer. Raises FileDamaged before a byte is sent, when its beginning was altered."""
    answer = saved(download.card.name, download.card.media_type, download.card.size, download.pieces)
    answer.headers[SCAN] = download.scan
    return answer


def saved(name: str, media_type: str, size: int, pieces: Iterator[bytes]) -> StreamingResponse:
    """Any file as an answer that a browser saves."""
    first = next(pieces, b"")
    return StreamingResponse(
        chain([first], pieces),
        media_type=media_type,
        headers={
            "Content-Disposition": attachment(name),
            "Content-Length": str(size),
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
