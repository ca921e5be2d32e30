"""How a file's name is said to a browser, and how much of a body is read before it is refused."""

import asyncio
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from service.evidence.arrival import MOST_BYTES, arriving, largest
from service.evidence.file_names import attachment, safe_name
from service.evidence.file_refusals import FileNameUnsafe, FileTooLarge
from service.home import Home


@given(st.text(max_size=300))
def test_no_name_can_say_more_than_a_name(name: str) -> None:
    said = attachment(name)
    found = re.fullmatch(r"attachment; filename=\"([A-Za-z0-9 ._()+-]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]*)", said)
    assert found
    assert not set('/\\\r\n"') & set(found[1])
    assert not set("/\\\r\n") & set(unquote(found[2]))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ('a"b.pdf', "a_b.pdf"),
        ("a\r\nSet-Cookie: x=y.pdf", "aSet-Cookie_ x_y.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("会議", "file"),
        ("", "file"),
    ],
)
def test_the_old_form_of_a_name_is_plain(name: str, plain: str) -> None:
    assert attachment(name).startswith(f'attachment; filename="{plain}";')


@given(st.text(max_size=250))
def test_a_name_that_is_taken_is_safe_as_part_of_a_path(name: str) -> None:
    try:
        kept = safe_name(name)
    except FileNameUnsafe:
        return
    assert Path(kept).name == kept
    assert ".." not in kept
    assert kept.isprintable()
    assert len(kept.encode()) <= 255


def test_reading_stops_as_soon_as_there_is_too_much(tmp_path: Path) -> None:
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        return {"type": "http.request", "body": head if asked == 1 else bytes(100_000), "more_body": True}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(b"content-type", b"multipart/form-data; boundary=b")],
    }

    async def read() -> None:
        async with arriving(Request(scope, receive), Home(tmp_path)):
            pass

    with pytest.raises(FileTooLarge):
        asyncio.run(read())
    assert asked == 2 + MOST_BYTES // 100_000
    assert list((tmp_path / "incoming").iterdir()) == []


def test_only_where_files_are_sent_may_a_body_be_large() -> None:
    programme = "/programmes/6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    for path in (f"/api{programme}/files", f"/api{programme}/published-files", f"{programme}/milestones/A-1/evidence"):
        assert (largest(path) or 0) > MOST_BYTES
    for path in (f"/api{programme}/evidence", f"{programme}/files/x", "/api/programmes", f"/api{programme}/files/"):
        assert largest(path) is None
