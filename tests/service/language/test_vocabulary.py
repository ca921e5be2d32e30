"""A group that calls itself something else than a user-led organisation is called that on every page and report."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.api_examples import FOUNDER
from service.assembly import build
from service.settings import Settings
from tests.browser.every_page import addresses
from tests.browser.served import Served, told
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import texts
from tests.service.language.written_by_people import written_by_people

OWN = {"organisation": "self-help group", "short": "SHG", "member": "people who use wheelchairs"}
NOT_OURS = re.compile(r".{0,50}(?:\bULOs?\b|[Uu]ser-led|\b[Mm]embers\b).{0,50}")
OFFICES = re.compile(r"(?:voting|board) members|members of the (?:board|founding group)", re.IGNORECASE)
"""Those on a board are members of it, whatever a group calls its people."""
REPORTS = [f"report?kind={kind}&as={form}" for kind in ("progress", "funder") for form in ("html", "text", "easy-read")]


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"demonstration": True}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        programme = told(face, vocabulary=OWN)
        face.catch_up()
        client.post("/who", data={"person": FOUNDER}, headers={"Origin": "http://127.0.0.1"})
        yield Served("http://127.0.0.1", face, programme)


def not_theirs(text: str) -> list[str]:
    return NOT_OURS.findall(OFFICES.sub("·", written_by_people().sub("·", text)))


def test_the_groups_own_words_reach_every_page_of_its_programme(served: Served) -> None:
    client, found = served.face.client, dict[str, set[str]]()
    asked = [(route, address) for route, address in addresses(served) if route.startswith("/programmes/{programme}")]
    assert len(asked) > 20
    for route, address in asked:
        answer = client.get(address, follow_redirects=False)
        if "text/html" in answer.headers.get("content-type", ""):
            for words in (each for text in texts(answer.text) for each in not_theirs(text)):
                found.setdefault(words, set()).add(route)
    assert found == {}


def test_the_texts_of_the_plan_use_the_groups_own_words_wherever_they_are_shown_and_programs_are_told_the_plan_itself(
    served: Served,
) -> None:
    face, ours = served.face, "Members asked who really controls the organisation"
    theirs = ours.replace("Members", "People who use wheelchairs")
    for address in ("plan", "milestones/VOI-04", "milestones/VOI-04?words=easy"):
        page = face.client.get(f"{served.programme}/{address}").text
        assert theirs in page
        assert ours not in page
    assert "We ask people who use wheelchairs:" in page
    assert ours in face.get(f"/api{served.programme}").text


@pytest.mark.parametrize("report", REPORTS)
def test_the_groups_own_words_reach_every_report(served: Served, report: str) -> None:
    answer = served.face.client.get(f"{served.programme}/{report}")
    assert answer.status_code == 200
    assert "self-help group" in " ".join(answer.text.split())
    said = texts(answer.text) if "html" in answer.headers["content-type"] else [" ".join(answer.text.split())]
    assert [each for text in said for each in not_theirs(text)] == []


def test_the_name_of_a_group_is_never_taken_for_the_word_for_such_groups(served: Served) -> None:
    pages = {
        address: served.face.client.get(f"{served.programme}/{address}").text
        for address in ("history", "proof", "figures", "decisions", "sharing", "milestones/ENG-02/lessons")
    }
    shown = {address: html.split("</title>")[0] + html.split("<main")[1] for address, html in pages.items()}
    assert [address for address, html in shown.items() if "Making All Possible" not in html] == []
    assert [address for address, html in pages.items() if "of self-help group" in html] == []
