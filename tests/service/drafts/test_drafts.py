"""Nothing typed is lost: it can be kept, is kept when a session runs out, and is gone when it is sent or too old."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

from service.api_examples import FOUNDER, WORKER
from service.drafts.drafts import MOST, Drafts
from service.drafts.places import about, has_form, kept_fields, place_of
from service.privacy.erasure import finish
from service.privacy.person_export import export_person
from service.privacy.retention import retain
from service.sign_in.sessions import IDLE
from tests.service.face import Face
from tests.service.visitor import Page, become, open_form, programme_of, send

CANARY = "The chair has a new kidney."


def drafts_of(face: Face) -> Drafts:
    return Drafts(face.waymark.pool, face.waymark.keyring, face.waymark.clock)


def begin(face: Face, person: str = WORKER) -> tuple[str, str]:
    """Somebody keeps what they typed into a form. Gives the programme, and the address of the form."""
    programme = programme_of(face)
    become(face, person)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    kept = send(face, address, {**hidden, "reason": CANARY, "keep": "yes"})
    assert kept.headers["Location"] == f"{programme}/milestones/ENG-02?done=kept"
    return programme, f"{address}?milestone=ENG-02"


def test_what_is_kept_for_later_is_in_the_form_again_until_it_is_sent(face: Face) -> None:
    programme, form = begin(face)
    assert "What you typed is kept for 30 days" in face.client.get(f"{programme}/milestones/ENG-02?done=kept").text
    page, hidden = open_form(face, form)
    assert CANARY in page.text
    assert "You began this on 2 March 2026. It has not been sent yet." in page.text
    assert CANARY not in open_form(face, form.replace("ENG-02", "ENG-01"))[0].text, "that is about something else"
    sent = send(face, form.partition("?")[0], {**hidden, "reason": CANARY, "due": "2027-03-01"})
    assert sent.status_code == 303
    assert drafts_of(face).of(WORKER) == []
    assert CANARY not in open_form(face, form)[0].text


def test_what_is_kept_after_midnight_in_london_is_of_the_new_day(face: Face) -> None:
    face.clock.at = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    _, form = begin(face)
    assert "You began this on 4 July 2026." in open_form(face, form)[0].text
    assert "kept since 4 July 2026" in face.client.get("/tasks").text


def test_a_draft_is_its_writers_alone_and_nobody_reads_it_in_the_database(face: Face) -> None:
    _, form = begin(face)
    with face.waymark.pool.connection() as connection:
        rows = connection.execute("SELECT place, content FROM store.draft").fetchall()
    assert len(rows) == 1
    assert CANARY.encode() not in bytes(rows[0][1])
    become(face, FOUNDER)
    assert CANARY not in open_form(face, form)[0].text
    with face.waymark.pool.connection() as connection:
        connection.execute("UPDATE store.draft SET place = place || '&x=1'")
    assert drafts_of(face).of(WORKER) == [], "it was moved, so it cannot be read"


def test_what_was_refused_is_kept_too_and_can_be_thrown_away(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    assert send(face, address, {**hidden, "reason": CANARY, "due": "soon"}).status_code == 422
    page, hidden = open_form(face, f"{address}?milestone=ENG-02")
    assert CANARY in page.text
    thrown = send(face, address, {**hidden, "reason": CANARY, "keep": "no"})
    assert thrown.headers["Location"] == f"{address}?milestone=ENG-02"
    assert CANARY not in open_form(face, f"{address}?milestone=ENG-02")[0].text


def test_a_script_keeps_it_quietly_and_a_form_of_another_session_keeps_nothing(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/block"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    sent = {**hidden, "note": CANARY, "keep": "yes", "quietly": "yes"}
    assert send(face, address, {**sent, "form_token": "x"}).status_code == 403
    assert drafts_of(face).of(WORKER) == []
    quiet = send(face, address, sent)
    assert (quiet.status_code, quiet.content) == (204, b"")
    (draft,) = drafts_of(face).of(WORKER)
    assert draft.typed["note"] == CANARY
    assert "form_token" not in draft.typed


def test_what_the_script_keeps_in_the_moment_it_is_sent_is_no_draft(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/block"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    typed = {**hidden, "note": CANARY, "kind": "money"}
    assert send(face, address, typed).status_code == 303
    # Sent before the form was, and come after it.
    assert send(face, address, {**typed, "keep": "yes", "quietly": "yes"}).status_code == 204
    assert drafts_of(face).of(WORKER) == []


def test_what_is_sent_when_the_session_has_run_out_waits_in_its_form(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    face.clock.at += IDLE + timedelta(minutes=1)
    ended = send(face, address, {**hidden, "reason": CANARY, "due": "2027-03-01"})
    assert ended.status_code == 401
    assert "What you typed is kept" in ended.text
    become(face, WORKER)
    back = face.client.get("/sign-in/kept", follow_redirects=False)
    assert back.headers["Location"] == f"{address}?milestone=ENG-02"
    assert face.client.get("/sign-in/kept", follow_redirects=False).headers["Location"] == "/"
    page, hidden = open_form(face, back.headers["Location"])
    assert CANARY in page.text
    typed = {str(each["name"]): str(each["value"]) for each in page.all("input") if each.get("id") == "due"}
    assert typed == {"due": "2027-03-01"}
    assert send(face, address, {**hidden, **typed, "reason": CANARY}).status_code == 303


def test_a_draft_goes_after_thirty_days_and_with_its_person_and_is_in_their_own_data(face: Face) -> None:
    _, _ = begin(face)
    out = io.BytesIO()
    export_person(face.waymark, WORKER, out)
    with zipfile.ZipFile(out) as archive:
        (begun,) = json.loads(archive.read("data.json"))["begun"]
        assert begun["typed"]["reason"] == CANARY
        assert CANARY in archive.read("index.html").decode()
    face.clock.move(days=31)
    assert drafts_of(face).of(WORKER) == []
    assert retain(face.waymark) >= 1
    with face.waymark.pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM store.draft").fetchone() == (0,)
    drafts_of(face).keep(WORKER, "/x", [("note", CANARY)])
    finish(face.waymark, WORKER)
    with face.waymark.pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM store.draft").fetchone() == (0,)
    assert not drafts_of(face).keep(WORKER, "/x", [("note", CANARY)]), "nothing is written about them any more"


def test_nobody_fills_the_table(face: Face) -> None:
    _, _ = begin(face)
    drafts = drafts_of(face)
    for number in range(MOST + 5):
        face.clock.at += timedelta(seconds=1)
        assert drafts.keep(WORKER, f"/{number}", [("note", "x")])
    assert len(drafts.of(WORKER)) == MOST
    assert not drafts.keep(WORKER, "/large", [("note", "x" * 70_000)])
    assert not drafts.keep(WORKER, "/" + "x" * 700, [("note", "x")])
    assert not drafts.keep(WORKER, "/empty", [])


def test_a_place_is_the_form_with_what_it_is_about() -> None:
    here = "/programmes/6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    typed = {"milestone": "ENG-01", "note": "x", "meeting": ""}
    assert place_of(f"{here}/do/block", typed) == f"{here}/do/block?milestone=ENG-01"
    assert place_of("/account/new-email", typed) == "/account/new-email"
    assert about(f"{here}/do/block?milestone=ENG-01") == (here[12:], "block", {"milestone": "ENG-01"})
    assert about(f"{here}/milestones/ENG-01/evidence") == (here[12:], "", {"milestone": "ENG-01"})
    assert has_form(f"{here}/do/block?milestone=ENG-01")
    assert not has_form("/account/new-email")
    assert kept_fields([("password", "x"), ("note", "y")]) == [("note", "y")]


def test_a_form_says_in_words_that_it_is_kept_and_loads_two_small_scripts_of_ours(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    answer = face.client.get(f"{programme}/do/block?milestone=ENG-02")
    page = Page(answer)
    assert "Keep this for later" in page.text
    scripts = [str(each["src"]) for each in page.all("script")]
    assert [each.partition("?")[0] for each in scripts] == ["/drafts.js", "/stays.js"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert sum(len(face.client.get(script).content) for script in scripts) < 5000
    assert "script-src" not in face.client.get("/about").headers["Content-Security-Policy"]
