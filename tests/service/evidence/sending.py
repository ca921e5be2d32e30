"""Sending files over HTTP, as programs do."""

from pathlib import Path
from typing import Any

from httpx2 import Response

from domain.milestone_commands import AddEvidence
from service.api_examples import WORKER
from tests.service.face import Face

TEXT = "Zoë found us a room.\n".encode()


def send(
    face: Face, programme: str, content: bytes = TEXT, name: str = "minutes.txt", by: str = WORKER, **fields: str
) -> Response:
    return face.client.post(f"{programme}/files", files={"file": (name, content)}, data=fields, headers=face.acts(by))


def shown(face: Face, programme: str, content: bytes = TEXT, name: str = "minutes.txt", **more: str) -> dict[str, Any]:
    """Send a file and name it as evidence. Returns what the upload answered."""
    sent = send(face, programme, content, name, **more)
    assert sent.status_code == 201, sent.text
    added = face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "file": sent.json(), **more})
    assert added.status_code == 201, added.text
    file: dict[str, Any] = sent.json()
    return file


def kept(face: Face) -> list[Path]:
    """Every file in the folders of files, whole or half."""
    home = face.waymark.settings.folders
    return [path for path in (*home.files.rglob("*"), *home.incoming.rglob("*")) if path.is_file()]
