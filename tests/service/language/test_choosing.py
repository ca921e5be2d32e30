"""Where there is more than one language, each page leads to the others; what somebody chooses is kept for them."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import Waymark, build
from service.language.kept_language import KeptLanguages
from service.language.language import ENGLISH
from service.language.shelf import Shelf
from service.people import PersonCard
from service.settings import Settings
from tests.service.language.pseudo import pseudo

OURS = {"Sec-Fetch-Site": "same-origin"}
PSEUDO, BRITISH = '<html lang="en-XA">', '<html lang="en-GB">'


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings.model_copy(update={"demonstration": True}), pool_size=4) as built:
        for person, name in ((WORKER, "Sam Worker"), (FOUNDER, "Ann Founder")):
            built.people.add(PersonCard(name=name), person)
        yield built


@pytest.fixture
def client(waymark: Waymark) -> Iterator[TestClient]:
    with TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as face:
        yield face


def be(client: TestClient, person: str) -> None:
    """Somebody signs in, in a browser of their own."""
    client.cookies.clear()
    client.post("/who", data={"person": person}, headers=OURS)


def choose(client: TestClient, language: str) -> str:
    return client.post("/how-it-looks", data={"language": language}, headers=OURS).text


def test_with_english_alone_nobody_is_asked_for_a_language(waymark: Waymark) -> None:
    with TestClient(build_app(waymark), base_url="http://127.0.0.1") as alone:
        page = alone.get("/how-it-looks").text
    assert 'name="language"' not in page
    assert "lang=" not in page.replace('<html lang="en-GB"', "")


def test_each_page_leads_to_the_other_languages_by_their_own_names(client: TestClient) -> None:
    assert '<a href="/how-it-looks?lang=en-XA" lang="en-XA" hreflang="en-XA">Ελληνικά</a>' in client.get("/about").text
    there = client.get("/how-it-looks?lang=en-XA").text
    assert PSEUDO in there
    assert 'id="language-en-XA" name="language" value="en-XA" checked' in there
    assert '<label for="language-en-GB" lang="en-GB">English</label>' in there


def test_what_is_chosen_wins_over_the_browser_until_something_else_is_chosen(client: TestClient) -> None:
    assert PSEUDO in choose(client, "en-XA")
    assert PSEUDO in client.get("/about", headers={"Accept-Language": "en-GB"}).text
    assert BRITISH in choose(client, "en-GB")
    assert BRITISH in client.get("/about", headers={"Accept-Language": "en-XA"}).text


def test_a_language_that_is_not_there_changes_nothing(client: TestClient) -> None:
    assert BRITISH in choose(client, "xx")
    assert "waymark_language" not in client.cookies


def test_somebody_finds_their_language_in_each_browser_they_sign_in_with_and_nobody_else_does(
    client: TestClient, waymark: Waymark
) -> None:
    be(client, WORKER)
    choose(client, "en-XA")
    be(client, FOUNDER)
    assert BRITISH in client.get("/about").text
    be(client, WORKER)
    assert PSEUDO in client.get("/about").text
    waymark.people.erase(WORKER)
    assert KeptLanguages(waymark.pool).tag_of(WORKER) is None
