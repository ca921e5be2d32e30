"""Anybody finds out how to reach who runs this Waymark, without signing in."""

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.operating.condition import condition
from service.operating.findings import findings
from service.settings import Settings
from tests.service.visitor import Page

WORDS = "Disability Solutions, telephone 01782 000000"


@pytest.mark.parametrize(
    ("told", "says", "state"),
    [
        ({"contact": WORDS}, WORDS, "well"),
        ({}, "has not said here yet how to reach it", "could"),
        ({"demonstration": True}, "Ask whoever showed it to you.", "could"),
    ],
)
def test_whom_to_ask_is_on_a_page_for_everybody_and_an_operator_is_told_when_it_is_missing(
    settings: Settings, told: dict[str, object], says: str, state: str
) -> None:
    here = settings.model_copy(update=told)
    with build(here, pool_size=4) as waymark, TestClient(build_app(waymark), base_url="http://127.0.0.1") as client:
        for address in ("/", "/accessibility", "/privacy", "/sign-in"):
            assert 'href="/about#ask"' in client.get(address).text
        assert says in Page(client.get("/about")).text
        found = findings(condition(here, waymark.pool, waymark.clock))
    assert next(each.state for each in found if each.part == "Who to ask") == state
