"""Files of evidence under another name, where no page and no session is."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.settings import Settings
from tests.service.evidence.sending import TEXT, send, shown
from tests.service.face import STRANGER, Face, MovedClock

THERE = "https://files.example.org"


@pytest.fixture
def apart(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"files_origin": THERE}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1", follow_redirects=False) as client,
    ):
        yield Face(client, waymark, clock)


def test_a_browser_gets_a_file_elsewhere_with_a_ticket_for_a_minute(apart: Face) -> None:
    programme = apart.start()
    file = shown(apart, programme)
    page = f"{programme.removeprefix('/api')}/files/{file['sha256']}"
    sent = apart.get(page, FOUNDER)
    assert (sent.status_code, sent.headers["Location"].startswith(f"{THERE}/handed/")) == (303, True)
    there = sent.headers["Location"]
    had = apart.client.get(there)
    assert (had.status_code, had.content) == (200, TEXT)
    assert had.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "set-cookie" not in had.headers
    assert apart.get(f"{programme}/files/{file['sha256']}", FOUNDER).content == TEXT
    assert apart.get(page, STRANGER).status_code == 404
    body, _, mark = there.rpartition(".")
    bent = f"{mark[:-1]}{'1' if mark.endswith('0') else '0'}"
    for wrong in (f"{body}.{bent}", f"{body[:-4]}.{mark}", f"{THERE}/handed/é", f"{THERE}/handed/", f"{there}x"):
        assert apart.client.get(wrong).status_code == 404
    apart.clock.move(days=1)
    over = apart.client.get(there)
    assert (over.status_code, over.text) == (
        404,
        "This link to a file is over. Go back to the page, and follow it again.\n",
    )


def test_there_is_nothing_else_under_the_other_name(apart: Face) -> None:
    programme = apart.start()
    file = send(apart, programme).json()
    for path in ("/", "/api/openapi.json", f"{programme}/files/{file['sha256']}", "/pages.css"):
        answer = apart.client.get(f"{THERE}{path}", headers=apart.acts(WORKER))
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    ticket = apart.get(f"{programme.removeprefix('/api')}/files/{file['sha256']}", WORKER).headers["Location"]
    assert apart.client.post(ticket).status_code == 404
    assert apart.client.get(ticket.replace(THERE, "http://127.0.0.1")).status_code == 404
    assert apart.client.get(ticket.replace(THERE, "https://evil.example")).status_code == 421
