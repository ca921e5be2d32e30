"""The pages: plain HTML everybody can use, that asks for nothing elsewhere and shows nobody what is not theirs."""

import re
from uuid import uuid4

from fastapi.testclient import TestClient

from domain.milestone_commands import AddEvidence
from domain.programme_commands import Appoint, EndAppointment
from service.api import build_app
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.assembly import build
from service.settings import Settings
from tests.service.face import Face, MovedClock
from tests.service.visitor import Page, become, told_programme

GONE = str(uuid4())


def test_a_reader_chooses_who_they_are_and_sees_their_programmes(face: Face) -> None:
    programme = told_programme(face)
    stranger = Page(face.client.get("/"))
    assert stranger.all("optgroup") == [{"label": "Making All Possible"}]
    assert "milestones reached" not in stranger.text
    assert programme[4:] not in str(stranger.tags)
    chosen = become(face, WORKER)
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/")
    cookie = chosen.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    home = Page(face.client.get("/"))
    assert "You are Sam Worker" in home.text
    assert {"href": programme[4:]} in home.all("a")
    assert "0 of 59 milestones reached" in home.text


def test_a_programme_shows_how_far_it_is_in_words(face: Face) -> None:
    programme = told_programme(face)
    become(face, FOUNDER)
    page = Page(face.client.get(programme[4:]))
    assert page.title == "Making All Possible · Waymark"
    assert "Held up since 2 March 2026: access" in page.text
    assert "0 of 7 reached" in page.text
    assert {"class": "button", "href": f"{programme[4:]}/plan"} in page.all("a")
    assert "Sam Worker" in page.text
    assert "The lift of the hall is broken." in page.text
    assert "once the plan is agreed" in page.text


def test_the_history_is_paged_and_can_be_read_as_of_a_day(face: Face) -> None:
    programme = told_programme(face)
    for number in range(60):
        face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": f"Note {number}."})
    face.clock.move(days=5)
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "Later."})
    face.catch_up()
    become(face, WORKER)
    address = f"{programme[4:]}/history"
    newest = face.client.get(address)
    assert "Later." in newest.text
    assert "Note 0." not in newest.text
    older = next(link["href"] for link in Page(newest).all("a") if link.get("rel") == "next")
    assert older is not None
    assert "Note 0." in face.client.get(older).text
    then = Page(face.client.get(address, params={"known_at": "2026-03-06", "since": "", "until": ""}))
    assert "This is what was known at the end of 6 March 2026." in then.text
    assert "Later." not in then.text
    wrong = face.client.get(address, params={"known_at": "soon"})
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "Give a day as year-month-day" in Page(wrong).text


def test_a_programme_of_others_looks_like_one_that_is_not_there(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    become(face, FUNDER)
    assert face.client.get(programme[4:]).status_code == 200
    face.post(EndAppointment, COORDINATOR, programme)
    for part in ("", "/history"):
        hidden = face.client.get(programme[4:] + part)
        assert hidden.status_code == 404
        assert hidden.content == face.client.get(f"/programmes/{uuid4()}{part}").content
        assert hidden.content == face.client.get(f"/programmes/nothing{part}").content
    face.client.cookies.clear()
    nobody = face.client.get(programme[4:])
    assert nobody.status_code == 401
    assert nobody.text.replace(programme[16:], "") == face.client.get(f"/programmes/{GONE}").text.replace(GONE, "")


def test_a_choice_from_another_site_or_of_nobody_is_refused(face: Face) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
    ):
        refused = face.client.post("/who", data={"person": WORKER}, headers=headers, follow_redirects=False)
        assert refused.status_code == 403, headers
        assert "Set-Cookie" not in refused.headers
    old = face.client.post(
        "/who", data={"person": WORKER}, headers={"Origin": "http://127.0.0.1"}, follow_redirects=False
    )
    assert old.status_code == 303
    for nobody in ("waymark", "person:1; Path=/evil", "x" * 200, ""):
        assert become(face, nobody).status_code in {404, 422}


def test_outside_a_demonstration_nobody_can_be_chosen(settings: Settings) -> None:
    with (
        build(settings, clock=MovedClock()) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, MovedClock())
        programme = told_programme(face)
        home = Page(client.get("/"))
        assert home.all("form") == []
        assert "Sam Worker" not in home.text
        assert become(face, WORKER).status_code == 404
        client.cookies.set("waymark_session", WORKER)
        assert client.get(programme[4:]).status_code == 401
        assert "milestones reached" not in client.get("/").text


def test_every_page_can_be_used_by_everybody(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    for address in ("/", programme[4:], f"{programme[4:]}/history", "/nothing", f"{programme[4:]}/history?since=x"):
        page = Page(face.client.get(address))
        assert page.all("html") == [{"lang": "en-GB"}]
        assert page.title.endswith(" · Waymark")
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), page.headings
        links = page.all("a")
        assert (links[0]["class"], links[0]["href"]) == ("skip", "#main")
        assert page.all("main")[0]["id"] == "main"
        regions = [each for each in page.all("div") if each.get("role") == "region"]
        assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(cell["scope"] in {"col", "row"} for cell in page.all("th"))
        labelled = {label["for"] for label in page.all("label")}
        assert labelled == {field["id"] for kind in ("input", "select") for field in page.all(kind)}
        assert all(bar["aria-label"] for bar in page.all("progress"))
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_a_page_asks_for_nothing_elsewhere_and_runs_only_what_is_ours(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    for address in ("/", programme[4:], f"{programme[4:]}/history", "/nothing"):
        answer = face.client.get(address)
        page = Page(answer)
        assert all(str(script["src"]).startswith(("/live.js", "/stays.js")) for script in page.all("script"))
        for _, attributes in page.tags:
            assert not any(name == "style" or name.startswith("on") for name in attributes)
            for name in ("href", "src", "action"):
                assert (attributes.get(name) or "/").startswith(("/", "#", "data:,"))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    style = next(link["href"] for link in page.all("link") if link["rel"] == "stylesheet")
    assert style is not None
    sheet = face.client.get(style)
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert set(re.findall(r"url\(.{7}", sheet.text)) == {'url("/fonts'}


def test_what_people_wrote_is_shown_as_they_wrote_it_and_never_as_markup(face: Face) -> None:
    programme = face.start(organisation="<script>alert(1)</script> & Co")
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": '<img src=x onerror="alert(1)">'})
    face.catch_up()
    become(face, WORKER)
    for address in ("/", programme[4:], f"{programme[4:]}/history"):
        page = Page(face.client.get(address))
        assert "<script>alert(1)</script> & Co" in page.text
        assert page.all("img") == []
        assert all("src" in script for script in page.all("script"))


def test_a_page_answers_head_as_get(face: Face) -> None:
    assert face.client.head("/").status_code == 200
    assert face.client.head("/").content == b""


def test_an_unknown_page_says_so_to_people(face: Face) -> None:
    for address in ("/nothing", "/programmes", "/programmes/", "/who"):
        answer = face.client.get(address)
        assert answer.status_code in {404, 405}
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
