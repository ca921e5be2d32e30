"""A calendar program asks for no language: the dates are in the one that its reader chose."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from domain import journal_commands as journal
from domain import milestone_commands as milestones
from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.language.kept_language import KeptLanguages
from service.language.language import ENGLISH
from service.language.shelf import Shelf
from service.people import PersonCard
from service.settings import Settings
from tests.service.calendar_feed.test_calendar_feed import address
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import pseudo
from tests.service.language.test_every_text import untranslated

OWN = {"end of lease"}
"""What a duty is called by those who raised it."""


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=4) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as client,
    ):
        made = Face(client, waymark, clock)
        waymark.people.add(PersonCard(name="Sam Worker"), WORKER)
        at = made.start()
        for kind, body in ((milestones.AgreePlan, {}), (milestones.OpenMilestone, None), (journal.RaiseDuty, None)):
            assert made.post(kind, FOUNDER, at, body).status_code == 201
        made.catch_up()
        yield made


def said(face: Face, at: str, **headers: str) -> list[str]:
    calendar = Calendar.from_ical(face.client.get(at, headers=headers).content)
    return [str(each[name]) for each in calendar.walk("VEVENT") for name in ("SUMMARY", "DESCRIPTION")]


def test_a_calendar_is_in_the_language_that_its_reader_chose(face: Face) -> None:
    at, _ = address(face, WORKER)
    assert any("Open Waymark to see" in each for each in said(face, at))
    KeptLanguages(face.waymark.pool).keep(WORKER, pseudo())
    chosen = said(face, at)
    assert chosen
    assert {left for each in chosen for left in untranslated(each)} <= OWN


def test_until_they_choose_it_is_in_the_language_that_is_asked_for(face: Face) -> None:
    at, _ = address(face, WORKER)
    asked = said(face, at, **{"Accept-Language": "en-XA"})
    assert {left for each in asked for left in untranslated(each)} <= OWN
