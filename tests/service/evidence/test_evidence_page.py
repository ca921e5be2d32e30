"""The page of a milestone's evidence, as a person in a browser uses it."""

import re

from httpx2 import Response

from domain.milestone_commands import AddEvidence, RetractEvidence
from service.api_examples import FOUNDER, WORKER
from service.sign_in.door import Door
from service.sign_in.sessions import form_token
from tests.service.evidence import made_files as made
from tests.service.evidence.sending import TEXT, kept, shown
from tests.service.face import STRANGER, Face

OURS = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """Somebody who is signed in."""

    def __init__(self, face: Face, programme: str, person: str = WORKER) -> None:
        self.face = face
        self.address = f"{programme.removeprefix('/api')}/milestones/ENG-01/evidence"
        door: Door = face.client.app.state.door  # type: ignore[attr-defined]
        door.desk.accounts.add(person)
        self.secret = door.desk.sessions.begin(person, ("demonstration",), second_factor=True, instead_of=None)
        self.cookies = {"Cookie": f"{door.session_cookie}={self.secret}"}

    def look(self) -> Response:
        return self.face.client.get(self.address, headers=self.cookies)

    def key(self) -> str:
        found = re.search(r'name="key" value="([0-9a-f]{32})"', self.look().text)
        assert found
        return found[1]

    def send(self, file: tuple[str, bytes] | None = None, **fields: str) -> Response:
        said = {"form_token": form_token(self.secret), "key": "0" * 32, "about": "", "note": "", "link": "", **fields}
        return self.face.client.post(
            self.address,
            files={"file": file or ("", b"")},
            data=said,
            headers={**self.cookies, **OURS},
            follow_redirects=False,
        )


def test_a_note_a_link_and_a_file_are_added_in_one_step(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    key = browser.key()
    note, link = "Fourteen <b>people</b> came", "https://example.org/photos"
    sent = browser.send(("photo of us.jpg", made.photo()), key=key, note=note, link=link)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{browser.address}?done=add-evidence")
    page = browser.look().text
    assert "Fourteen &lt;b&gt;people&lt;/b&gt; came" in page
    assert link in page
    assert "not yet scanned for viruses" in page
    address = re.search(
        rf'href="({programme.removeprefix("/api")}/files/[0-9a-f]{{64}})" download>photo of us.jpg', page
    )
    assert address
    had = face.client.get(address[1], headers=browser.cookies)
    assert had.headers["Content-Disposition"].startswith('attachment; filename="photo of us.jpg"')
    again = browser.send(("photo of us.jpg", made.photo()), key=key, note=note, link=link)
    assert again.status_code == 303
    assert browser.look().text.count("photo of us.jpg") == 1
    assert len(kept(face)) == 1


def test_who_added_something_is_told_so_and_what_is_next(face: Face, programme: str) -> None:
    face.catch_up()
    browser = Browser(face, programme)
    before = browser.look().text
    assert "The plan asks for this:" in before
    assert "The signed agreement" in before
    assert "Hand it in" not in before
    after = face.client.get(browser.send(note="We met.").headers["Location"], headers=browser.cookies).text
    assert "It is added." in after
    assert f'{programme.removeprefix("/api")}/do/submit?milestone=ENG-01">Hand it in</a>' in after


def test_a_note_alone_needs_no_file(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    assert browser.send(note="We met.").status_code == 303
    assert "We met." in browser.look().text
    assert kept(face) == []


def test_evidence_that_was_taken_back_says_so(face: Face, programme: str) -> None:
    shown(face, programme)
    body = {"milestone": "ENG-01", "evidence": 1, "reason": "It was about another meeting."}
    assert face.post(RetractEvidence, WORKER, programme, body).status_code == 201
    assert "taken back, so it does not count" in Browser(face, programme, FOUNDER).look().text


def test_what_is_wrong_is_said_on_a_page_and_leaves_nothing(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    for file, fields, status, sentence in (
        (("a.docx", made.word_with({"word/vbaProject.bin": b"x"})), {}, 422, "a macro"),
        (("a.svg", b"<svg/>"), {}, 415, "You can send PDF"),
        (None, {}, 422, "Give a note, a link or a file"),
        (None, {"link": "javascript:alert(1)"}, 422, "https://"),
        (None, {"note": "x", "key": "../.."}, 400, "load the page again"),
        (("a.txt", TEXT), {"about": "person:me"}, 422, "Name a person as"),
    ):
        answer = browser.send(file, **fields)
        assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
        assert answer.headers["Content-Type"].startswith("text/html")
    assert kept(face) == []
    assert "Nothing yet" in browser.look().text


def test_only_a_form_of_this_very_session_adds_anything(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    assert browser.send(note="x", form_token="0" * 64).status_code == 403
    foreign = face.client.post(
        browser.address,
        files={"note": (None, "x")},
        headers={**browser.cookies, "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert foreign.status_code == 403
    assert "Nothing yet" in browser.look().text


def test_who_has_no_part_finds_no_page(face: Face, programme: str) -> None:
    stranger = Browser(face, programme, STRANGER)
    assert stranger.look().status_code == 404
    assert stranger.send(note="x").status_code == 404
    assert face.client.get(stranger.address).status_code in {303, 401}


def test_a_file_about_a_person_is_sealed_for_that_person(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    assert browser.send(("story.txt", TEXT), about=FOUNDER).status_code == 303
    (line,) = face.waymark.files.register.of_subject(FOUNDER)
    assert line.uploader == WORKER
    added = face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "x", "about": FOUNDER})
    assert added.status_code == 201
