"""The page of the files of a thing that is left behind, as a person in a browser uses it."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from httpx2 import Response

from domain.resource_commands import CheckResource, DraftResource, PublishResource, ReviseResource
from domain.resource_events import PublishedFile, ResourcePublished
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.sign_in.door import Door
from service.sign_in.sessions import form_token
from tests.service.evidence import made_files as made
from tests.service.evidence.sending import kept
from tests.service.face import STRANGER, Face

OURS = {"Sec-Fetch-Site": "same-origin"}
GUIDE = ("guide.txt", b"How we found a room.\n")


class Browser:
    """Somebody who is signed in, at the page of the files of one thing."""

    def __init__(self, face: Face, programme: str, person: str = FOUNDER) -> None:
        self.face = face
        self.shelf = programme.rpartition("/")[2]
        self.address = f"/programmes/{self.shelf}/resources/1/files"
        door: Door = face.client.app.state.door  # type: ignore[attr-defined]
        door.desk.accounts.add(person)
        self.secret = door.desk.sessions.begin(person, ("demonstration",), second_factor=True, instead_of=None)
        self.cookies = {"Cookie": f"{door.session_cookie}={self.secret}"}

    def look(self, address: str | None = None) -> Response:
        self.face.catch_up()
        return self.face.client.get(address or self.address, headers=self.cookies)

    def send(self, file: tuple[str, bytes] | None = None, **fields: str) -> Response:
        said = {"form_token": form_token(self.secret), "key": "0" * 32, **fields}
        return self.face.client.post(
            self.address,
            files={"file": file or ("", b"")},
            data=said,
            headers={**self.cookies, **OURS},
            follow_redirects=False,
        )

    def editions(self) -> list[ResourcePublished]:
        events = self.face.waymark.store.load(f"resource:{self.shelf}")
        return [event.fact for event in events if isinstance(event.fact, ResourcePublished)]


@pytest.fixture
def offered(face: Face, programme: str) -> str:
    """A toolkit that a founder offered to everybody, in Welsh."""
    drafted(face, programme)
    body = {"resource": 1, "language": "cy", "licence": "CC0-1.0", "criteria": [3], "constituencies": ["Carers"]}
    assert face.post(PublishResource, FOUNDER, programme, body).status_code == 201
    return programme


def drafted(face: Face, programme: str) -> None:
    draft = {"kind": "toolkit", "title": "Finding a room", "text": "Ask the library.", "easy_read": "Ask."}
    assert face.post(DraftResource, WORKER, programme, draft).status_code == 201
    assert face.post(CheckResource, FOUNDER, programme, {"resource": 1, "agreed": True}).status_code == 201


def test_a_file_is_added_and_everybody_can_save_it(face: Face, offered: str) -> None:
    browser = Browser(face, offered)
    sent = browser.send(GUIDE)
    assert (sent.status_code, sent.headers["Location"].partition("?")[0]) == (303, browser.address)
    page = browser.look(sent.headers["Location"]).text
    assert "Others can save it." in page
    assert "Free to use in any way (CC0)" in page
    found = re.search(r'href="(/library/files/[0-9a-f]{64})" download>guide.txt', page)
    assert found
    assert face.client.get(found[1]).content == GUIDE[1]
    assert found[1] in face.client.get(f"/library/{browser.shelf}/1").text
    before, after = browser.editions()
    changed = {"edition": 2, "files": after.files, "formats": ("plain-text", "easy-read")}
    assert after == before.model_copy(update=changed), "all else stays as it was"


def test_the_same_form_sent_twice_adds_it_once(face: Face, offered: str) -> None:
    browser = Browser(face, offered)
    assert [browser.send(GUIDE).status_code for _ in range(2)] == [303, 303]
    assert len(browser.editions()) == 2


def test_of_two_who_add_a_file_in_the_same_moment_both_files_are_there(
    face: Face, offered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked = Barrier(2, timeout=60)
    publish = face.waymark.public_files.publish_file

    def when_both_have(*given: Any) -> PublishedFile:  # noqa: ANN401 - handed on as it came
        both_have_looked.wait()
        return publish(*given)

    monkeypatch.setattr(face.waymark.public_files, "publish_file", when_both_have)
    browsers = Browser(face, offered), Browser(face, offered, SECOND_FOUNDER)
    files = GUIDE, ("table.csv", b"a,b\n1,2\n")
    with ThreadPoolExecutor(2) as at_once:
        sent = list(at_once.map(Browser.send, browsers, files))
    assert [each.status_code for each in sent] == [303, 303], sent
    first, newest = browsers[0].editions()[-2:]
    assert len(first.files) == 1
    assert {each.name for each in newest.files} == {"guide.txt", "table.csv"}


def test_a_form_sent_again_after_others_changed_it_is_still_the_first_answer(face: Face, offered: str) -> None:
    mine, other = Browser(face, offered), Browser(face, offered, SECOND_FOUNDER)
    first = mine.send(GUIDE, key="1" * 32)
    other.send(("table.csv", b"a,b\n1,2\n"), key="2" * 32)
    other.send(without=mine.editions()[-1].files[0].sha256, key="3" * 32)
    again = mine.send(GUIDE, key="1" * 32)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert [each.name for each in mine.editions()[-1].files] == ["table.csv"]


def test_a_file_is_left_out_again_with_the_form_it_came_in(face: Face, offered: str) -> None:
    browser = Browser(face, offered)
    browser.send(GUIDE, key="1" * 32)
    browser.send(("table.csv", b"a,b\n1,2\n"), key="2" * 32)
    both = browser.editions()[-1]
    assert ([each.name for each in both.files], "spreadsheet" in both.formats) == (["guide.txt", "table.csv"], True)
    gone = browser.send(without=both.files[1].sha256, key="3" * 32)
    assert "The file is left out." in browser.look(gone.headers["Location"]).text
    left = browser.editions()[-1]
    assert ([each.name for each in left.files], "spreadsheet" in left.formats) == (["guide.txt"], False)
    again = browser.send(without=both.files[1].sha256, key="4" * 32)
    assert "not among them any more" in again.text
    assert "not among them any more" in browser.send(without="nonsense", key="5" * 32).text


def test_what_is_wrong_with_a_file_is_said_on_the_page_and_leaves_nothing(face: Face, offered: str) -> None:
    browser = Browser(face, offered)
    for file, fields, status, sentence in (
        (("a.docx", made.word_with({"word/vbaProject.bin": b"x"})), {}, 422, "a macro"),
        (("a.svg", b"<svg/>"), {}, 415, "You can send PDF"),
        (None, {}, 422, "No file was chosen"),
        (GUIDE, {"key": "../.."}, 400, "load the page again"),
    ):
        answer = browser.send(file, **fields)
        assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
        assert answer.headers["Content-Type"].startswith("text/html")
    assert kept(face) == []
    assert len(browser.editions()) == 1
    assert browser.send(GUIDE, form_token="0" * 64).status_code == 403


def test_words_that_were_checked_since_go_out_with_it_and_unchecked_ones_hold_it_up(face: Face, offered: str) -> None:
    browser = Browser(face, offered)
    newer = {"resource": 1, "title": "Finding a room", "text": "Ask the church."}
    face.post(ReviseResource, WORKER, offered, newer)
    assert "Add the file" not in browser.look().text
    assert "have not checked" in browser.send(GUIDE).text
    face.post(CheckResource, SECOND_FOUNDER, offered, {"resource": 1, "agreed": True})
    assert "others read the new words too" in browser.look().text
    assert browser.send(GUIDE).status_code == 303
    assert browser.editions()[-1].text == "Ask the church."


def test_what_is_not_offered_yet_has_no_files(face: Face, programme: str) -> None:
    drafted(face, programme)
    browser = Browser(face, programme)
    page = browser.look()
    assert (page.status_code, "Others do not see this yet" in page.text) == (200, True)
    assert "Offer it to others first" in browser.send(GUIDE).text
    assert browser.editions() == []


@pytest.mark.parametrize("person", [WORKER, COORDINATOR])
def test_who_does_not_decide_reads_the_files_and_changes_none(face: Face, offered: str, person: str) -> None:
    Browser(face, offered).send(GUIDE)
    browser = Browser(face, offered, person)
    page = browser.look()
    assert (page.status_code, "guide.txt" in page.text, "Leave it out" in page.text) == (200, True, False)
    assert browser.send(("b.txt", b"b\n")).status_code == 403
    assert len(browser.editions()) == 2


def test_to_whom_the_group_does_not_show_what_it_leaves_there_is_no_such_page(face: Face, offered: str) -> None:
    funder = Browser(face, offered, FUNDER)
    assert (funder.look().status_code, funder.send(GUIDE).status_code) == (404, 404)
    assert funder.look(f"/library/{funder.shelf}/1").status_code == 200


def test_who_has_no_part_finds_no_page_and_who_decides_is_led_there(face: Face, offered: str) -> None:
    stranger = Browser(face, offered, STRANGER)
    assert (stranger.look().status_code, stranger.send(GUIDE).status_code) == (404, 404)
    founder = Browser(face, offered)
    for place in (f"/library/{founder.shelf}/1", f"/programmes/{founder.shelf}/handover"):
        assert founder.address in founder.look(place).text
        assert founder.address not in Browser(face, offered, WORKER).look(place).text
    assert founder.look(founder.address.replace("/1/", "/9/")).status_code == 404
    for nonsense in ("0", "x", "٣", "01"):
        assert founder.look(founder.address.replace("/1/", f"/{nonsense}/")).status_code == 404
