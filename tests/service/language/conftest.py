"""Waymark with one programme, in a language that nobody speaks."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.language.language import ENGLISH
from service.language.shelf import Shelf
from service.settings import Settings
from tests.browser.served import Served, told
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import pseudo


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    clock = MovedClock()
    demonstration = settings.model_copy(update={"demonstration": True})
    with (
        build(demonstration, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        programme = told(face)
        face.catch_up()
        yield Served("http://127.0.0.1", face, programme)
