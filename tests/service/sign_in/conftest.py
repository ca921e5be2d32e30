"""A Waymark that people sign in to: no demonstration, on a clock that stands still, its letters in a folder."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.settings import Settings
from tests.service.face import Face, MovedClock
from tests.service.sign_in.browser import SITE, House


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url=SITE) as client,
    ):
        yield House(Face(client, waymark, clock))
