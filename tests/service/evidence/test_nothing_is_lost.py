"""Evidence that was refused, or kept for later, is there again with its file; what was added can be taken back."""

import re

from service.api_examples import FOUNDER, WORKER
from service.drafts.drafts import Drafts
from service.evidence.arrival import MOST_BYTES
from tests.service.evidence.sending import TEXT, kept
from tests.service.evidence.test_evidence_page import Browser
from tests.service.face import Face


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_file_is_not_sent_again_when_the_link_beside_it_was_wrong(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    wrong = browser.send(("minutes.txt", TEXT), note="We met.", link="example")
    assert wrong.status_code == 422
    assert "Error: Evidence for ENG-01" in wrong.text
    assert 'href="#link"' in wrong.text
    assert "We met." in wrong.text
    assert "Your file is here already: minutes.txt" in wrong.text
    assert len(kept(face)) == 1
    later = browser.look().text
    assert "Your file is here already: minutes.txt" in later, "whoever leaves finds it again"
    again = {name: hidden(later, name) for name in ("key", "taken_sha256", "taken_name")}
    assert browser.send(None, note="We met.", link="https://example.org", **again).status_code == 303
    page = browser.look().text
    assert "download>minutes.txt</a>" in page
    assert "Your file is here already" not in page
    assert Drafts(face.waymark.pool, face.waymark.keyring, face.waymark.clock).of(WORKER) == []


def test_a_file_is_kept_for_later_with_what_was_typed_and_can_be_left_out(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    later = browser.send(("minutes.txt", TEXT), note="Not finished.", keep="yes")
    assert later.headers["Location"].endswith("/milestones/ENG-01?done=kept")
    page = browser.look().text
    assert "Not finished." in page
    assert "Nothing yet that you may see." in page
    again = {name: hidden(page, name) for name in ("key", "taken_sha256", "taken_name")}
    assert browser.send(None, note="Without it.", without_file="yes", **again).status_code == 303
    assert "minutes.txt" not in browser.look().text


def test_a_file_of_somebody_else_is_not_taken_by_its_number(face: Face, programme: str) -> None:
    Browser(face, programme).send(("minutes.txt", TEXT), keep="yes")
    (number,) = face.waymark.files.register.unnamed_of(f"programme:{programme.rpartition('/')[2]}", WORKER)
    other = Browser(face, programme, FOUNDER)
    refused = other.send(note="Mine.", taken_sha256=number, taken_name="minutes.txt")
    assert refused.status_code == 404
    assert "Choose it again" in refused.text
    assert "Your file is here already" not in refused.text


def test_who_added_something_is_offered_to_take_it_back(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    browser.send(note="We met.")
    assert (
        f"{programme.removeprefix('/api')}/do/retract-evidence?milestone=ENG-01&amp;evidence=1" in browser.look().text
    )


def test_a_file_that_is_too_large_loses_no_word_and_the_form_says_so(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    refused = browser.send(("film.mp4", bytes(MOST_BYTES + 200_000)), note="We met in the hall.")
    assert refused.status_code == 413
    assert 'href="#file"' in refused.text
    assert "give a link to it instead" in refused.text
    assert "We met in the hall." in refused.text
    assert "We met in the hall." in browser.look().text, "whoever leaves finds it again"
    assert kept(face) == []


def test_who_sends_too_much_from_elsewhere_is_refused_like_any_stranger(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    refused = browser.send(("film.mp4", bytes(MOST_BYTES + 200_000)), note="Not mine.", form_token="0" * 64)
    assert refused.status_code == 403
    assert "Not mine." not in refused.text


def test_an_address_without_its_beginning_is_taken_as_browsers_do(face: Face, programme: str) -> None:
    browser = Browser(face, programme)
    assert browser.send(link="www.example.org/photos").status_code == 303
    assert 'href="https://www.example.org/photos"' in browser.look().text
    assert browser.send(link="our photos").status_code == 422
