"""How Waymark looks is for each person to choose, signed in or not, with and without anything but a cookie."""

import pytest

from service.looks.looks import Looks
from tests.service.face import Face

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("looks", [Looks(), Looks("dark", "150", calm=True), Looks("contrast", "200")])
def test_what_a_cookie_keeps_is_what_was_chosen(looks: Looks) -> None:
    assert Looks.read(looks.written) == looks


@pytest.mark.parametrize("written", ["", "pink.1000.wild", "dark", "....", "<script>", "é"])
def test_a_cookie_that_says_nonsense_changes_nothing_it_cannot_say(written: str) -> None:
    read = Looks.read(written)
    assert (read.text, read.calm) == ("100", False)
    assert read.theme in {"auto", "dark"}


def test_a_choice_is_followed_by_the_sheet_of_every_page(face: Face) -> None:
    assert face.client.get("/looks.css").text == ""
    chosen = {"theme": "dark", "text": "150", "calm": "yes"}
    answer = face.client.post("/how-it-looks", data=chosen, headers=OURS)
    assert answer.status_code == 200
    assert "Your choice is kept" in answer.text
    sheet = face.client.get("/looks.css").text
    assert "--paper: #12161c" in sheet
    assert "font-size:150%" in sheet
    assert "animation:none" in sheet
    page = face.client.get("/how-it-looks").text
    assert 'value="dark" checked' in page
    assert 'href="/looks.css"' in face.client.get("/").text


def test_light_stays_light_on_a_device_that_is_dark(face: Face) -> None:
    sheet = Looks("light").sheet(face.client.get("/pages.css").text)
    assert "color-scheme: light;" in sheet
    assert "--paper: #fbfaf6" in sheet


def test_another_site_chooses_nothing_for_anybody(face: Face) -> None:
    refused = face.client.post("/how-it-looks", data={"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert "Set-Cookie" not in refused.headers


def test_the_letters_come_from_here_and_nothing_else_does(face: Face) -> None:
    sheet = face.client.get("/pages.css").text
    for cut in ("400", "700", "ext-400", "ext-700"):
        address = f"/fonts/hyperlegible-{cut}.woff2"
        assert f'url("{address}")' in sheet
        letters = face.client.get(address)
        assert letters.headers["Content-Type"] == "font/woff2"
        assert letters.content[:4] == b"wOF2"
    assert face.client.get("/fonts/LICENSE.txt").status_code == 404


@pytest.mark.parametrize("address", ["/about", "/accessibility", "/privacy"])
def test_what_waymark_is_and_does_with_data_is_there_for_anybody(face: Face, address: str) -> None:
    assert face.client.get(address).status_code == 200
