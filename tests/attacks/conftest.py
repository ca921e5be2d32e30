"""A Waymark for real use, with people in two programmes, and a count of every attack that was tried."""

from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.settings import Settings
from tests.attacks.town import Town
from tests.service.face import Face, MovedClock
from tests.service.sign_in.browser import SITE, House

Tried = Counter[str]


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Iterator[Tried]:
    """What was tried, by kind: the summary of all tests says how much that was."""
    counted: Tried = Counter()
    yield counted
    request.node.user_properties.append(("attacks", dict(counted)))


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """A Waymark that people sign in to, on a clock that stands still."""
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url=SITE) as client,
    ):
        yield House(Face(client, waymark, clock))


@pytest.fixture
def town(house: House) -> Town:
    """Two programmes with people in every part, who have nothing to do with each other."""
    return Town(house)
