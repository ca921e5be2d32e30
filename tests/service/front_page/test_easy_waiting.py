"""Who reads Easy Read best is told in it what waits for them, on the first page they see."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from domain.access_needs import AccessNeeds
from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.language.easy_read import faults
from service.privacy.needs import NeedsBook
from service.settings import Settings
from tests.browser.served import told
from tests.service.face import Face, MovedClock


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"demonstration": True}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        told(face)
        face.catch_up()
        yield face


def own_page(face: Face, person: str) -> str:
    face.client.post("/who", data={"person": person}, headers={"Origin": "http://127.0.0.1"})
    return face.client.get("/").text


def test_what_waits_is_told_in_easy_read_to_who_reads_it_best(face: Face) -> None:
    assert 'class="easy"' not in own_page(face, WORKER)
    for person in (WORKER, FOUNDER):
        easy = AccessNeeds(formats=frozenset({"easy-read"}))
        assert NeedsBook(face.waymark.pool, face.clock).keep(person, easy)
        html = own_page(face, person)
        section = html.partition('<section class="easy"')[2].partition("</section>")[0]
        assert section.count('<a href="/programmes/') >= 1
        assert 'src="/pictures/' in section
        assert "It is a draft." in section
        said = [re.sub(r"\d{1,2} \w+ 20\d\d", "today", each) for each in _sentences(section)]
        assert [(each.sentence, each.why) for text in said for each in faults(text, ("Who knows a good hall?",))] == []


def _sentences(section: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<p>(.*?)</p>", section)]
