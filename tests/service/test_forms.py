"""A form is a command: only what may be done is offered, nothing typed is lost, and what is sent twice is done once."""

import re

import pytest

from domain.milestone_commands import AddEvidence, Submit
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.api_paths import PATHS
from service.forms.asking import FormWords
from service.forms.catalogue import ELSEWHERE, FORMS
from service.forms.fields import Lists, fields_of
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, hidden_of, open_form, programme_of, send

NOW = "2026-03-02"
LISTS: Lists = {"milestone": {"ENG-02": "ENG-02 Meet"}, "several": {"ENG-02": "ENG-02 Meet"}}


@pytest.mark.parametrize("words", FORMS.values(), ids=FORMS)
def test_every_field_of_every_form_is_a_field_of_its_command(words: FormWords) -> None:
    fields = fields_of(words, {WORKER: "Sam"}, meeting=True, lists=LISTS)
    assert len({field.id for field in fields}) == len(fields)
    known = words.command.model_fields
    assert {name.partition(".")[0] for name in (*words.given, *(field.name for field in fields))} <= set(known)
    needed = {name for name, field in known.items() if field.is_required()}
    assert needed <= {*words.given, *words.made, *(field.name.partition(".")[0] for field in fields)}
    assert set(words.made) <= set(known)
    assert all(field.choices for field in fields if field.kind in {"choice", "person", "several", "milestone"})
    assert words.command in PATHS


def test_the_words_of_a_form_are_short_and_plain() -> None:
    for words in FORMS.values():
        said = (words.link, words.button, words.done, words.lead, *(each.label for each in words.asked))
        for sentence in re.split(r"(?<=[.?!:;])\s", " ".join(said)):
            assert len(sentence.split()) <= 22, sentence


def test_a_form_gives_its_command_and_the_page_says_so(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/block"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    done = send(face, address, {**hidden, "kind": "money", "note": "The hall asks for rent."})
    assert done.status_code == 303, done.text
    assert done.headers["Location"].startswith(f"{programme}/milestones/ENG-02?done=block&at=")
    face.catch_up()
    page = face.client.get(done.headers["Location"]).text
    assert "It is recorded that this is held up" in page
    assert "The hall asks for rent." in page


def test_a_form_sent_twice_is_done_once(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/raise-information-need"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    sent = {**hidden, "question": "Who knows a good hall?"}
    first, again = send(face, address, sent), send(face, address, sent)
    assert first.headers["Location"] == again.headers["Location"]
    other = send(face, address, {**sent, "question": "Who knows a cheap hall?"})
    assert other.status_code == 422
    assert "This was sent before" in other.text
    assert "Who knows a cheap hall?" in other.text
    _, anew = hidden_of(other)
    assert send(face, address, {**anew, "question": "Who knows a cheap hall?"}).status_code == 303


def test_what_is_wrong_stands_at_its_field_and_at_the_top_and_nothing_typed_is_lost(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    wrong = send(face, address, {**hidden, "due": "soon", "reason": "The hall is closed."})
    assert wrong.status_code == 422
    page = Page(wrong)
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert {"href": "#due"} in page.all("a")
    due = next(each for each in page.all("input") if each.get("id") == "due")
    assert (due["aria-invalid"], due["aria-describedby"], due["value"]) == ("true", "due-error", "soon")
    assert "The hall is closed." in page.text
    empty = Page(send(face, address, hidden))
    assert {"href": "#due"} in empty.all("a")
    assert {"href": "#reason"} in empty.all("a")
    assert "Please write something here." in empty.text
    past = Page(send(face, address, {**hidden, "due": "2020-01-06", "reason": "The hall is closed."}))
    assert {"href": "#due"} in past.all("a")
    assert "has passed" in past.text


def test_who_looked_at_something_older_is_asked_again(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    moved = {"due": "2027-03-01", "reason": "The hall is closed."}
    assert send(face, address, {**hidden, **moved}).status_code == 303
    late = {**hidden, "attempt": "another1", **moved, "due": "2027-04-05"}
    old = send(face, address, late)
    assert old.status_code == 412
    assert "Somebody changed this since you looked at it" in old.text
    _, anew = hidden_of(old)
    assert send(face, address, {**anew, "due": "2027-04-05", "reason": "Still closed."}).status_code == 303


def test_only_what_may_be_done_now_is_offered_to_each(face: Face) -> None:
    programme = programme_of(face)
    face.post(AddEvidence, WORKER, f"/api{programme}", {"milestone": "ENG-01", "note": "We met."})
    face.post(Submit, WORKER, f"/api{programme}", {"milestone": "ENG-01"})
    face.post(Appoint, COORDINATOR, f"/api{programme}")
    face.catch_up()
    seen = {}
    for person in (WORKER, FOUNDER, FUNDER, COORDINATOR):
        become(face, person)
        page = Page(face.client.get(f"{programme}/milestones/ENG-01"))
        seen[person] = {str(link["href"]) for link in page.all("a") if "/do/" in str(link["href"])}
        for address in seen[person]:
            assert face.client.get(address).status_code == 200, address
    offered = {person: {address.rpartition("/")[2] for address in links} for person, links in seen.items()}
    assert offered[FUNDER] == set()
    assert "accept?milestone=ENG-01" in offered[FOUNDER]
    assert "return?milestone=ENG-01" in offered[FOUNDER]
    assert "accept?milestone=ENG-01" not in offered[WORKER]
    assert "accept?milestone=ENG-01&meeting=yes" in offered[COORDINATOR]
    assert "submit?milestone=ENG-01" not in offered[WORKER] | offered[FOUNDER]


def test_a_worker_writes_down_what_a_meeting_decided(face: Face) -> None:
    programme = programme_of(face)
    face.post(AddEvidence, WORKER, f"/api{programme}", {"milestone": "ENG-01", "note": "We met."})
    face.post(Submit, WORKER, f"/api{programme}", {"milestone": "ENG-01"})
    become(face, COORDINATOR)
    address = f"{programme}/do/accept"
    page, hidden = open_form(face, f"{address}?milestone=ENG-01&meeting=yes")
    assert "You write down what a meeting decided" in page.text
    nothing = Page(send(face, address, hidden))
    assert {"href": "#on-behalf-of-body-founding-group"} in nothing.all("a")
    assert {"href": "#on-behalf-of-minute"} in nothing.all("a")
    meeting = {
        "on_behalf_of.body": "founding group",
        "on_behalf_of.held_on": NOW,
        "on_behalf_of.present": "7",
        "on_behalf_of.votes_for": "6",
        "on_behalf_of.votes_against": "1",
        "on_behalf_of.minute": "Agreed.",
    }
    lost = send(face, address, {**hidden, **meeting, "on_behalf_of.votes_for": "1"})
    assert lost.status_code == 422
    assert "did not carry" in lost.text
    assert send(face, address, {**hidden, **meeting}).status_code == 303


def test_who_may_not_do_it_is_told_so_and_a_stranger_learns_nothing(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    refused = face.client.get(f"{programme}/do/accept?milestone=ENG-02")
    assert refused.status_code == 403
    assert face.client.get(f"{programme}/do/nothing").status_code == 404
    _, hidden = open_form(face, f"{programme}/do/block?milestone=ENG-02")
    assert send(face, f"{programme}/do/accept", hidden).status_code == 403
    assert send(face, f"{programme}/do/block", {**hidden, "form_token": "x"}).status_code == 403
    become(face, STRANGER)
    assert face.client.get(f"{programme}/do/block?milestone=ENG-02").status_code == 404
    assert send(face, f"{programme}/do/block", hidden).status_code == 404


def test_a_form_about_what_is_not_there_says_so(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    assert face.client.get(f"{programme}/do/submit?milestone=ZZZ-99").status_code == 404
    assert face.client.get(f"{programme}/do/submit").status_code == 409


def test_every_command_that_people_may_give_has_a_form_or_is_given_elsewhere() -> None:
    forms = {words.command for words in FORMS.values()}
    assert forms & set(ELSEWHERE) == set()
    assert forms | set(ELSEWHERE) == set(PATHS)
    assert all(ELSEWHERE.values())
