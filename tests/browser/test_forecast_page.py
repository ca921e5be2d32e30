"""The page that looks ahead, as people see it: at a desk, on a small screen, and with a checker of markup."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from domain.milestone_commands import Accept, AddEvidence, AgreePlan, Submit
from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.settings import Settings
from tests.browser.examined import Examiner
from tests.service.face import Face, MovedClock

pytestmark = pytest.mark.browser
NOTE = {"milestone": "ENG-01", "note": "Minutes of the meeting"}


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        yield Face(client, waymark, clock)


def the_page(face: Face) -> str:
    """Half a year in: one milestone reached, a grant that ends too soon."""
    programme = face.start()
    assert face.post(AgreePlan, FOUNDER, programme, body={}).status_code == 201
    ends = (face.clock().date() + timedelta(weeks=150)).isoformat()
    body = {"duty": "grant-ends", "title": "The grant ends", "due": ends, "limit": "funding-end"}
    headers = {**face.acts(FOUNDER), "Idempotency-Key": "grant"}
    assert face.client.post(f"{programme}/duties", json=body, headers=headers).status_code == 201
    face.clock.move(days=160)
    for kind, actor in ((AddEvidence, WORKER), (Submit, WORKER), (Accept, FOUNDER)):
        body = NOTE if kind is AddEvidence else {"milestone": "ENG-01"}
        assert face.post(kind, actor, programme, body=body).status_code == 201
    answer = face.get(programme.replace("/api", "") + "/forecast", FOUNDER)
    assert answer.status_code == 200, answer.text
    style = face.client.get(answer.text.partition('href="/pages.css')[2].partition('"')[0].join(["/pages.css", ""]))
    return answer.text.replace("</head>", f"<style>{style.text}</style></head>")


@pytest.mark.parametrize("width", [320, 1000])
def test_anybody_can_use_the_page_that_looks_ahead(
    face: Face, page: Page, examiner: Examiner, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "forecast.html"
    file.write_text(the_page(face))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())

    assert examiner.barriers(page) == []
    assert examiner.overflow(page) == 0
    assert examiner.mistakes([file]) == []
    for drawing in page.locator("svg[role=img]").all():
        labels = (drawing.get_attribute("aria-labelledby") or "").split()
        assert [page.locator(f"#{label}").count() for label in labels] == [1, 1]
