"""The page about one's own data, as somebody uses it in a browser."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.access_needs import AccessNeeds
from service.api import build_app
from service.assembly import Waymark, build
from service.people import PersonCard
from service.privacy.needs import NeedsBook
from service.settings import Settings
from service.sign_in.desk import desk_of
from tests.service.face import MovedClock

ANN = "person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"


class Page:
    """One person's browser."""

    def __init__(self, client: TestClient, waymark: Waymark, clock: MovedClock) -> None:
        self.client, self.waymark, self.clock = client, waymark, clock
        desk = desk_of(waymark)
        waymark.people.add(PersonCard(name="Ann Example"), ANN)
        desk.accounts.add(ANN, "ann@example.org")
        self._secret = desk.sessions.begin(ANN, ["email-link"])

    def get(self) -> Response:
        return self.client.get("/account/data", headers={"Cookie": f"waymark_session={self._secret}"})

    def send(self, form: str, **fields: object) -> Response:
        found = re.search(r'name="form_token" value="([^"]+)"', self.get().text)
        token = found[1] if found else ""
        headers = {"Cookie": f"waymark_session={self._secret}", "Sec-Fetch-Site": "same-origin"}
        return self.client.post(f"/account/data/{form}", data={"form_token": token, **fields}, headers=headers)


@pytest.fixture
def page(settings: Settings) -> Iterator[Page]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://localhost") as client,
    ):
        yield Page(client, waymark, clock)


def test_needs_are_ticked_and_kept(page: Page) -> None:
    assert "Is this still right?" in page.get().text
    answer = page.send("needs", needs=["breaks", "hearing-loop"], formats=["braille"], involvement="keep-me-informed")
    assert answer.status_code == 200, answer.text
    assert "Thank you." in answer.text
    assert "Is this still right?" not in answer.text
    kept = NeedsBook(page.waymark.pool, page.clock).of(ANN)
    assert kept is not None
    said = {"needs": ["breaks", "hearing-loop"], "formats": ["braille"], "involvement": "keep-me-informed"}
    assert kept.needs == AccessNeeds.model_validate(said)


def test_who_wants_no_letters_finds_it_where_the_letters_send_them(page: Page) -> None:
    assert "send me no letters" in page.get().text


def test_everything_comes_in_one_file_only_just_after_signing_in(page: Page) -> None:
    with zipfile.ZipFile(io.BytesIO(page.send("export").content)) as archive:
        assert "ann@example.org" in archive.read("data.json").decode()
    page.clock.at = page.clock.at.replace(minute=16)
    late = page.send("export")
    assert "please sign in again first" in late.text


def test_somebody_types_their_name_and_is_forgotten(page: Page) -> None:
    assert "This is not your name" in page.send("forget", name="Will").text
    assert "You are forgotten" in page.send("forget", name="ann example ").text
    assert page.waymark.people.get(ANN) is None
    assert "Your data" not in page.get().text


def test_a_form_from_elsewhere_forgets_nobody(page: Page) -> None:
    headers = {"Cookie": f"waymark_session={page._secret}", "Sec-Fetch-Site": "cross-site"}  # noqa: SLF001
    page.client.post("/account/data/forget", data={"name": "Ann Example"}, headers=headers)
    assert page.waymark.people.get(ANN) is not None
