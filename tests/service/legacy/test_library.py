"""The library over HTTP and on pages: for anybody what is for everybody, for others what is theirs, in plain words."""

import pytest
from httpx2 import Response
from psycopg import Connection

from domain.learning_events import BuddyAgreed, InformationNeedRaised
from domain.passage import Words
from domain.programme_commands import EndAppointment
from projections.legacy import Legacy
from service.api_examples import COORDINATOR, FUNDER, WORKER
from service.people import PersonCard
from service.seals import Seals
from tests.projections.left_behind import Book, put, uuid
from tests.service.face import STRANGER, Face, assert_problem
from tests.service.visitor import Page

LIBRARY = "/api/library"
PICTURE = "<img src=x onerror=alert(1)>"


def seen(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [line["title"] for line in answer.json()["lines"]]


def fill(face: Face, programme: str) -> str:
    """A library with something for everybody and something for some. `programme` is an address in the API."""
    own = programme.rpartition("/")[2]
    book = Book()
    book.publish(1, 1, "An access audit", milestone="PRM-01", stage="PRM", contact=WORKER, consented_on="2025-03-03")
    book.publish(1, 2, "For members here", audience="waymark")
    book.publish(1, 3, "Cyfarfod agored", language="cy", easy_read="Rydym yn cwrdd.")
    book.publish(1, 4, PICTURE, text=f"{PICTURE}\nsecond line", link="https://example.org/kit")
    number = int(own.replace("-", ""), 16) - (1 << 124)
    book.publish(number, 1, "Only for our programme", audience="programme")
    with face.waymark.pool.connection() as connection:
        put(connection, book.events, [Legacy()])
    face.catch_up()
    return f"resource:{own}/1"


@pytest.fixture
def programme(face: Face) -> str:
    for person, name in ((COORDINATOR, "Maria Mentor"), (WORKER, "Sam Worker"), (STRANGER, "Sue Stranger")):
        face.waymark.people.add(PersonCard(name=name), person)
    started = face.start()
    fill(face, started)
    return started


def test_anybody_finds_what_is_for_everybody_and_nothing_else(face: Face, programme: str) -> None:
    assert programme
    titles = seen(face.client.get(LIBRARY))
    assert set(titles) == {"An access audit", "Cyfarfod agored", PICTURE}
    assert "For members here" in seen(face.get(LIBRARY, STRANGER))
    assert "Only for our programme" not in seen(face.get(LIBRARY, STRANGER))
    assert "Only for our programme" in seen(face.get(LIBRARY, WORKER))


def test_who_left_a_programme_no_longer_finds_what_is_for_its_people(face: Face, programme: str) -> None:
    own = f"{LIBRARY}/{programme.rpartition('/')[2]}/1"
    assert face.get(own, WORKER).status_code == 200
    ended = face.post(EndAppointment, COORDINATOR, programme, {"person": WORKER, "role": "worker"})
    assert ended.status_code == 201, ended.text
    assert_problem(face.get(own, WORKER), 404, "unknown-part")
    assert "Only for our programme" not in seen(face.get(LIBRARY, WORKER))


def test_what_is_not_for_a_reader_looks_like_what_is_not_there(face: Face, programme: str) -> None:
    own = programme.rpartition("/")[2]
    hidden = face.client.get(f"{LIBRARY}/{own}/1")
    assert_problem(hidden, 404, "unknown-part")
    assert hidden.content == face.client.get(f"{LIBRARY}/{uuid(77)}/1").content
    assert hidden.content == face.get(f"{LIBRARY}/{own}/1", STRANGER).content


def test_a_search_forgives_a_typing_error_and_says_what_it_found(face: Face, programme: str) -> None:
    assert programme
    page = face.client.get(LIBRARY, params={"words": "acess audit"}).json()
    assert [line["title"] for line in page["lines"]] == ["An access audit"]
    assert (page["matched"], page["did_you_mean"]) == ("similar", "access audit")


def test_a_question_that_makes_no_sense_is_refused_with_its_field(face: Face, programme: str) -> None:
    assert programme
    for asked in ({"criterion": "22"}, {"kind": "rumour"}, {"after": "x"}, {"limit": "0"}, {"language": "English!"}):
        body = assert_problem(face.client.get(LIBRARY, params=asked), 422, "fields-not-understood")
        assert [mistake["field"] for mistake in body["errors"]] == list(asked), body


def test_pages_of_the_library_follow_each_other(face: Face, programme: str) -> None:
    assert programme
    first = face.client.get(LIBRARY, params={"limit": "2"})
    following = first.links["next"]["url"]
    assert len(seen(first)) == 2
    assert len(seen(face.client.get(following))) == 1


def test_names_of_people_are_for_those_who_have_signed_in(face: Face, programme: str) -> None:
    assert programme
    address = f"{LIBRARY}/{uuid(1)}/1"
    assert face.get(address, STRANGER).json()["contact"]["name"] == "Sam Worker"
    assert face.client.get(address).json()["contact"] is None


def test_open_data_is_everything_that_is_open_and_names_nobody(face: Face, programme: str) -> None:
    assert programme
    answer = face.client.get("/api/library.json")
    assert answer.headers["Content-Type"] == "application/json"
    things = answer.json()
    assert {each["line"]["title"] for each in things} == {"An access audit", "Cyfarfod agored", PICTURE}
    assert all(each["line"]["licence"] for each in things)
    assert "person:" not in answer.text


def test_a_milestone_brings_what_others_left_for_it(face: Face, programme: str) -> None:
    answer = face.get(f"{programme}/milestones/PRM-01/lessons", WORKER)
    assert [(each["line"]["title"], each["why"]) for each in answer.json()] == [("An access audit", "same milestone")]
    assert_problem(face.get(f"{programme}/milestones/XYZ-99/lessons", WORKER), 404, "unknown-milestone")
    assert_problem(face.get(f"{programme}/milestones/PRM-01/lessons", STRANGER), 404, "unknown-programme")


def test_the_legacy_and_the_lineage_are_for_those_with_a_part(face: Face, programme: str) -> None:
    for address in ("legacy", "lineage"):
        assert face.get(f"{programme}/{address}", WORKER).status_code == 200
        assert_problem(face.get(f"{programme}/{address}", STRANGER), 404, "unknown-programme")
        assert face.client.get(f"{programme}/{address}").status_code == 401
    mentors = face.get(f"{programme}/lineage", WORKER).json()["mentors"]
    assert [each["organisation"] for each in mentors] == ["Disability Solutions"]
    assert [each["title"] for each in face.get(f"{programme}/legacy", WORKER).json()["published"]] == [
        "Only for our programme"
    ]


def test_totals_are_open_and_a_mentors_totals_are_for_its_people(face: Face, programme: str) -> None:
    assert programme
    everything = face.client.get("/api/totals").json()
    assert (everything["mentor"], everything["programmes_started"]) == (None, 1)
    mine = face.get("/api/mentors/Disability%20Solutions/totals", COORDINATOR).json()
    assert (mine["mentor"], mine["programmes_started"]) == ("Disability Solutions", 1)
    assert face.get("/api/mentors/Disability%20Solutions/totals", STRANGER).json()["programmes_started"] == 0
    assert face.client.get("/api/mentors/Disability%20Solutions/totals").status_code == 401


def test_the_library_page_searches_without_a_script(face: Face, programme: str) -> None:
    assert programme
    page = Page(face.client.get("/library"))
    assert "3 things" in page.text
    form = page.all("form")[0]
    assert (form["method"], form["action"]) == ("get", "/library")
    wrong = Page(face.client.get("/library", params={"words": "acess audit", "kind": "", "criterion": ""}))
    assert "Nothing has “acess audit” as it is written. This is the nearest. Did you mean access audit?" in wrong.text
    assert {"href": "/library?words=access+audit"} in wrong.all("a")
    nothing = Page(face.client.get("/library", params={"words": "xyzzyx"}))
    assert "Nothing was found for “xyzzyx”. Try fewer words" in nothing.text


def test_a_page_of_one_thing_says_where_it_comes_from_and_how_it_may_be_used(face: Face, programme: str) -> None:
    assert programme
    page = Page(face.client.get(f"/library/{uuid(1)}/1"))
    assert page.title == "An access audit · Waymark"
    assert "milestone PRM-01, stage PRM" in page.text
    assert "Free to use and change, if you name who made it" in page.text
    assert "nobody yet" in page.text
    assert "Sam Worker" not in page.text
    for missing in (f"/library/{uuid(77)}/1", f"/library/{programme.rpartition('/')[2]}/1", "/library/x/y"):
        assert face.client.get(missing).status_code == 404


def test_every_page_of_the_library_can_be_used_by_everybody(face: Face, programme: str) -> None:
    face.client.post("/who", data={"person": WORKER}, headers={"Sec-Fetch-Site": "same-origin"})
    lessons = f"{programme[4:]}/milestones/PRM-01/lessons"
    for address in ("/library", "/library?words=acess", f"/library/{uuid(1)}/3", f"/library/{uuid(1)}/4", lessons):
        answer = face.client.get(address)
        assert answer.status_code == 200, address
        page = Page(answer)
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), page.headings
        labelled = {label["for"] for label in page.all("label")}
        assert labelled == {field["id"] for kind in ("input", "select") for field in page.all(kind)}
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        # One script says in time that the session ends. What is left behind brings none.
        scripts = [each for each in page.all("script") if not str(each["src"]).startswith("/stays.js")]
        assert scripts == page.all("img") == []
    assert PICTURE in Page(face.client.get("/library")).text
    welsh = Page(face.client.get(f"/library/{uuid(1)}/3"))
    assert welsh.all("h1") == [{"lang": "cy"}]


def test_what_a_group_asked_is_not_for_a_funder(face: Face, programme: str) -> None:
    own = f"programme:{programme.rpartition('/')[2]}"
    with face.waymark.pool.connection() as connection:
        _ask(connection, Book(), own, face.waymark.seals)
    assert [each["question"] for each in face.get(f"{programme}/legacy", WORKER).json()["needs"]] == ["Who signs?"]
    funder = face.get(f"{programme}/legacy", FUNDER)
    assert funder.status_code == 404 or funder.json()["needs"] == []


def _ask(connection: Connection, book: Book, programme: str, seals: Seals) -> None:
    book.write(
        programme, InformationNeedRaised(need=1, milestone=None, question=Words(about=programme, text="Who signs?"))
    )
    book.write(programme, BuddyAgreed(organisation="Friends", programme=None, part="buddy", gives=True))
    put(connection, [seals.seal(event) for event in book.events], [Legacy()])
