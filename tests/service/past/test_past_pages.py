"""The pages of the past: to look back, to compare, and to see where a number comes from. All without a script."""

from uuid import uuid4

import pytest

from domain.milestone_commands import AddEvidence, Submit
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FUNDER, WORKER
from service.people import PersonCard
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become

PARTS = (
    "/history",
    "/history/difference",
    "/history.csv",
    "/history.jsonl",
    "/figures",
    "/figures/percent",
)
PAGES = tuple(part for part in PARTS if not part.startswith("/history."))


@pytest.fixture
def programme(face: Face) -> str:
    """The address of a programme in which something happened late, for its worker."""
    for person, name in ((COORDINATOR, "Maria Mentor"), (WORKER, "Sam Worker"), (STRANGER, "Sue Stranger")):
        face.waymark.people.add(PersonCard(name=name), person)
    programme = face.start()
    face.clock.move(days=38)
    late = {"milestone": "ENG-01", "note": "=1+1", "occurred_on": "2026-03-03"}
    face.post(AddEvidence, WORKER, programme, late)
    face.post(Submit, WORKER, programme, {"milestone": "ENG-01"})
    face.catch_up()
    become(face, WORKER)
    return programme[4:]


def test_the_history_page_looks_back_to_what_was_known_and_to_what_was_true(face: Face, programme: str) -> None:
    now = Page(face.client.get(f"{programme}/history"))
    assert "This was true on 3 March 2026, but only known here from 9 April 2026." in now.text
    assert "entry 0 of the record" in now.text
    known = Page(face.client.get(f"{programme}/history", params={"known_at": "2026-03-03", "true_on": ""}))
    assert "This is what was known at the end of 3 March 2026." in known.text
    assert "added evidence" not in known.text
    assert "0 of 59 milestones were reached" in known.text
    true = Page(face.client.get(f"{programme}/history", params={"true_on": "2026-03-03"}))
    assert "This is what was true on 3 March 2026, by all that is known." in true.text
    assert "added evidence" in true.text
    assert "asked for a decision" not in true.text
    of_another = Page(face.client.get(f"{programme}/history", params={"milestone": "ENG-02", "person": ""}))
    assert "added evidence" not in of_another.text


def test_the_difference_page_says_what_changed_and_why(face: Face, programme: str) -> None:
    page = Page(face.client.get(f"{programme}/history/difference", params={"from_known_at": "2026-03-03"}))
    assert "From what was known on 3 March 2026 to what is known now." in page.text
    assert "Before, it was open." in page.text
    assert "Because of 1 event" in page.text
    late = {"from_known_at": "2026-03-03", "to_true_on": "2026-03-03"}
    page = Page(face.client.get(f"{programme}/history/difference", params=late))
    assert "The pieces of evidence for “Partnership agreement signed" in page.text
    assert "”: 1. Before, it was 0." in page.text
    early = Page(face.client.get(f"{programme}/history/difference", params={"from_known_at": "2025-03-03"}))
    assert "The programme had not begun at the first moment" in early.text


def test_every_number_leads_to_its_events_and_on_to_the_proof(face: Face, programme: str) -> None:
    first = Page(face.client.get(programme))
    assert f"{programme}/figures/percent" in {link["href"] for link in first.all("a")}
    links = _numbers(face, programme)
    every = {each["name"] for each in face.get(f"/api{programme}/figures", WORKER).json()["figures"]}
    assert len(links) > 200
    assert {link.rpartition("/")[2] for link in links} == every
    for link in (links[0], links[-1], f"{programme}/figures/counts.submitted"):
        figure = Page(face.client.get(link))
        assert "alone:" in figure.text
        assert "of the record" in figure.text
        assert f"{programme}/proof" in {each["href"] for each in figure.all("a")}
    assert face.client.get(f"{programme}/figures/nothing").status_code == 404


def _numbers(face: Face, programme: str) -> list[str]:
    """Where every number leads: those on the first page, and those on the pages of the longer parts."""
    found, pages = list[str](), [f"{programme}/figures"]
    for address in pages:
        for link in Page(face.client.get(address)).all("a"):
            to = link["href"] or ""
            if "/figures/" in to:
                found.append(to)
            elif to.startswith("?part=") and f"{programme}/figures{to}" not in pages:
                pages.append(f"{programme}/figures{to}")
    return list(dict.fromkeys(found))


def test_the_files_are_those_of_what_was_asked_for(face: Face, programme: str) -> None:
    asked = {"known_at": "2026-03-03", "since": "", "milestone": ""}
    page = Page(face.client.get(f"{programme}/history", params=asked))
    links = [link["href"] or "" for link in page.all("a")]
    table = next(link for link in links if "/history.csv" in link)
    lines = next(link for link in links if "/history.jsonl" in link)
    assert "known_at=2026-03-03" in table
    assert "added evidence" not in face.client.get(table).text
    assert "added evidence" in face.client.get(f"{programme}/history.csv").text
    assert "evidence-added" not in face.client.get(lines).text


@pytest.mark.parametrize("part", PARTS)
def test_the_past_of_others_looks_like_one_that_is_not_there(face: Face, programme: str, part: str) -> None:
    become(face, STRANGER)
    hidden = face.client.get(programme + part)
    assert hidden.status_code == 404
    assert hidden.content == face.client.get(f"/programmes/{uuid4()}{part}").content


@pytest.mark.parametrize("part", PAGES)
def test_every_page_of_the_past_can_be_used_by_everybody(face: Face, programme: str, part: str) -> None:
    page = Page(face.client.get(programme + part))
    assert all(str(script["src"]).startswith("/stays.js") for script in page.all("script")), "only what warns in time"
    assert page.title.endswith(" · Waymark")
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps), page.headings
    labelled = {label["for"] for label in page.all("label")}
    assert labelled == {field["id"] for kind in ("input", "select") for field in page.all(kind)}
    assert len(page.all("caption")) == len(page.all("table"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_funder_sees_of_the_past_what_the_group_shows_them(face: Face, programme: str) -> None:
    face.post(Appoint, COORDINATOR, f"/api{programme}")
    face.catch_up()
    lessons = f"/api{programme}/figures/lessons/events"
    assert face.get(lessons, WORKER).status_code == 200
    assert face.get(lessons, FUNDER).status_code == 404
    named = {each["name"] for each in face.get(f"/api{programme}/figures", FUNDER).json()["figures"]}
    assert "counts.accepted" in named
    assert not {"lessons", "board.voting", "board.from_constituency", "counts.blocked", "version"} & named
    then = face.get(f"/api{programme}/history/progress", FUNDER, known_at="2026-03-05").json()
    assert (then["lessons"], then["board"], then["counts"]["blocked"]) == (None, None, None)
