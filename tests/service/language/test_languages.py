"""Which language somebody is answered in, and how it writes days, numbers and money."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from babel import Locale
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.language import written
from service.language.extract import MESSAGES
from service.language.extract import written as extracted
from service.language.language import ENGLISH, Language, gettext, ngettext, speaking
from service.language.shelf import Shelf, catalogue, preferred, shipped
from service.settings import Settings

CY = b"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Since %(day)s"
msgstr "[cy] %(day)s"

msgid "Programmes"
msgstr "[cy programmes]"
"""


@pytest.fixture
def welsh() -> Language:
    """A catalogue made up for the test: a true one needs somebody who speaks Welsh."""
    return catalogue("cy", CY)


@pytest.fixture
def client(settings: Settings, welsh: Language) -> Iterator[TestClient]:
    with (
        build(settings.model_copy(update={"demonstration": True}), pool_size=4) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, welsh))), base_url="http://127.0.0.1") as client,
    ):
        yield client


def language_of(client: TestClient, path: str = "/about", **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert f'<html lang="{answer.headers["Content-Language"]}"' in answer.text
    return str(answer.headers["Content-Language"])


def test_only_english_is_shipped_until_somebody_translates_it() -> None:
    assert shipped().tags == ("en-GB",)


def test_a_browser_is_answered_in_the_language_it_asks_for_and_in_english_when_there_is_none(
    client: TestClient,
) -> None:
    assert language_of(client) == "en-GB"
    assert language_of(client, **{"Accept-Language": "cy-GB, cy;q=0.9, en;q=0.5"}) == "cy"
    assert language_of(client, **{"Accept-Language": "en-GB;q=0.8, cy;q=0.3"}) == "en-GB"
    assert language_of(client, **{"Accept-Language": "fr, *;q=0.1, ;;q=x"}) == "en-GB"


def test_what_somebody_chose_is_kept_and_wins_over_their_browser(client: TestClient) -> None:
    assert language_of(client, "/about?lang=cy") == "cy"
    assert language_of(client, **{"Accept-Language": "en-GB"}) == "cy"
    assert language_of(client, "/about?lang=xx") == "cy"
    assert language_of(client, "/about?lang=en-GB") == "en-GB"
    assert language_of(client, **{"Accept-Language": "cy"}) == "en-GB"


def test_programs_are_answered_in_english(client: TestClient) -> None:
    answer = client.get("/api/problems", headers={"Accept-Language": "cy"})
    assert "Content-Language" not in answer.headers


def test_what_is_not_translated_yet_is_shown_in_english(welsh: Language) -> None:
    with speaking(welsh):
        assert gettext("Since %(day)s", day=written.day(date(2026, 3, 3))) == "[cy] 3 Mawrth 2026"
        assert gettext("Nobody") == "Nobody"
        assert ngettext("%(num)s day late", "%(num)s days late", 2) == "2 days late"
    assert gettext("Since %(day)s", day="today") == "Since today"


def test_days_numbers_money_and_lists_are_written_as_in_the_language() -> None:
    assert written.day(date(2026, 3, 3)) == "3 March 2026"
    assert written.weekday(date(2026, 3, 3)) == "Tuesday 3 March 2026"
    assert [written.money(each) for each in (120_000, 1_250)] == ["£1,200", "£12.50"]
    assert written.listed(["a", "b", "c"]) == "a, b and c"
    assert written.duration(90) == "1 hour and 30 minutes"
    with speaking(Language("de", Locale("de"))):
        assert written.number(1234.5) == "1.234,5"
        assert written.listed(["a", "b"]) == "a und b"


def test_the_day_of_a_moment_is_the_day_that_it_is_in_london() -> None:
    past_midnight = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    assert written.day(past_midnight) == "4 July 2026"
    assert written.weekday(past_midnight) == "Saturday 4 July 2026"
    assert written.day(past_midnight.replace(month=12)) == "3 December 2026"


def test_the_dearest_language_comes_first_and_those_that_are_not_wanted_are_left_out() -> None:
    assert preferred("en;q=0.4, cy, fr;q=0, *;q=0.1") == ["cy", "en"]


def test_the_texts_for_translators_are_those_of_the_pages() -> None:
    assert MESSAGES.read_text("utf-8") == extracted(), "Texts have changed: run `make messages` and commit the file."
