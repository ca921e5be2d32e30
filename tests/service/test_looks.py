"""How Waymark looks is for each person to choose, signed in or not, with and without anything but a cookie."""

import io
import zipfile

import pytest

from service.api_examples import FOUNDER, WORKER
from service.looks.kept_looks import KeptLooks
from service.looks.looks import Looks
from service.people import PersonCard
from service.privacy.person_export import export_person
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


def _be(face: Face, person: str) -> None:
    face.client.cookies.clear()
    face.client.post("/who", data={"person": person}, headers=OURS)


@pytest.fixture
def sam(face: Face) -> Face:
    """Somebody who is signed in."""
    face.waymark.people.add(PersonCard(name="Sam Worker"), WORKER)
    face.waymark.people.add(PersonCard(name="Ann Founder"), FOUNDER)
    _be(face, WORKER)
    return face


def test_who_asks_for_it_finds_their_choice_in_each_browser_they_sign_in_with(sam: Face) -> None:
    sam.client.post("/how-it-looks", data={"theme": "contrast", "text": "150", "mine": "yes"}, headers=OURS)
    _be(sam, FOUNDER)
    assert sam.client.get("/looks.css").text == ""
    _be(sam, WORKER)
    assert "font-size:150%" in sam.client.get("/looks.css").text
    assert 'name="mine" value="yes" aria-describedby="mine-hint" checked' in sam.client.get("/how-it-looks").text


def test_without_the_tick_nothing_is_kept_about_a_persons_eyes(sam: Face) -> None:
    sam.client.post("/how-it-looks", data={"theme": "contrast", "mine": "yes"}, headers=OURS)
    sam.client.post("/how-it-looks", data={"theme": "contrast"}, headers=OURS)
    assert KeptLooks(sam.waymark.pool).of(WORKER) is None
    _be(sam, WORKER)
    assert sam.client.get("/looks.css").text == ""


def test_nobody_in_particular_keeps_nothing_on_the_server(face: Face) -> None:
    assert 'name="mine"' not in face.client.get("/how-it-looks").text
    face.client.post("/how-it-looks", data={"theme": "dark", "mine": "yes"}, headers=OURS)
    with face.waymark.pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM store.people WHERE looks IS NOT NULL").fetchone() == (0,)


def test_kept_looks_are_in_everything_a_person_is_given_and_go_when_they_are_forgotten(sam: Face) -> None:
    kept = KeptLooks(sam.waymark.pool)
    kept.keep(WORKER, Looks("dark", "200", calm=True))
    given = io.BytesIO()
    export_person(sam.waymark, WORKER, given)
    assert "dark.200.calm" in zipfile.ZipFile(given).read("data.json").decode()
    sam.waymark.people.erase(WORKER)
    assert kept.of(WORKER) is None
