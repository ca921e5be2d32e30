"""Reports: one set of facts in four forms, for each reader what they may see, and nobody's name."""

import re

import pytest

from domain.programme_commands import CloseProgramme
from domain.sharing_commands import DecideSharing
from projections.progress_shown import ShownProgress
from service.api_examples import COORDINATOR, FOUNDER, FUNDER
from service.charts.burn_up import burn_up_chart
from service.charts.timeline import timeline
from tests.service.face import STRANGER, Face, assert_problem
from tests.service.reports.conftest import NAMES, done
from tests.service.visitor import Page

WRITTEN = ("text", "html", "easy-read", "json")


def test_a_report_says_where_we_are_what_was_reached_what_is_next_and_what_is_held_up(
    face: Face, programme: str
) -> None:
    said = spaces(face.get(f"{programme}/report", FOUNDER, **{"as": "text"}).text)
    assert "1 of 59 milestones are reached. That is 1 per cent." in said
    assert "* 30 March 2026: Partnership agreement signed by the founding group" in said
    assert "* Quarterly review, by 1 June 2026." in said
    assert "since 5 May 2026. What is in the way: money." in said
    assert "Up to 30 March 2026, 15 different people took part." in said
    assert "30 March 2026: “How we found a room that everybody can enter”, a toolkit." in said
    assert re.search(r"it ends by \d+ \w+ 20\d\d with an even chance, and by \d+ \w+ 20\d\d", said)
    assert f"{programme[4:]}/proof" in said
    assert "A secret note" not in said


def test_the_name_of_a_file_says_whose_report_it_is_for_whom_and_up_to_when(face: Face, programme: str) -> None:
    named = [
        face.get(f"{programme}/report", FOUNDER, kind=kind, to="2026-04-30", **{"as": "text"}).headers[
            "Content-Disposition"
        ]
        for kind in ("progress", "funder")
    ]
    assert 'inline; filename="Making All Possible - Progress report - 2026-04-30.txt"' in named[0]
    assert 'inline; filename="Making All Possible - Report to funders - 2026-04-30.txt"' in named[1]


def test_plain_text_says_figures_without_telling_of_a_drawing_that_is_not_there(face: Face, programme: str) -> None:
    said = spaces(face.get(f"{programme}/report", FOUNDER, detail="full", **{"as": "text"}).text)
    assert "Where we are" in said
    assert [each for each in ("thick line", "full bar", "dotted part") if each in said] == []
    assert "* Engage and agree: reached 1; in the plan 7" in said
    assert "* Were trained: " in said


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("kind", ["progress", "funder"])
def test_no_person_is_named_in_a_report(face: Face, programme: str, form: str, kind: str) -> None:
    answer = face.get(f"{programme}/report", FOUNDER, kind=kind, detail="full", **{"as": form})
    assert answer.status_code == 200
    assert [name for name in NAMES.values() if name in answer.text] == []
    assert "person:" not in answer.text


@pytest.mark.parametrize("form", WRITTEN)
def test_a_reader_gets_only_what_the_group_shows_them(face: Face, programme: str, form: str) -> None:
    held_up = {"easy-read": "We need money for it", "json": '"kind":"money"'}.get(form, "way: money")
    assert held_up in face.get(f"{programme}/report", FOUNDER, **{"as": form}).text
    assert held_up not in face.get(f"{programme}/report", FUNDER, **{"as": form}).text


def test_what_is_left_out_is_said_and_what_is_shown_later_is_in_later(face: Face, programme: str) -> None:
    before = face.get(f"{programme}/report", FUNDER).json()
    assert before["held_up"] is None
    assert before["lessons"] is None
    assert "blocked" in before["not_shown"]
    said = face.get(f"{programme}/report", FUNDER, **{"as": "text"}).text
    assert "* what cannot go on, and since when" in said
    face.post(DecideSharing, FOUNDER, programme)
    face.catch_up()
    (held_up,) = face.get(f"{programme}/report", FUNDER).json()["held_up"]
    assert (held_up["milestone"], held_up["kind"]) == ("ENG-02", "money")


def test_who_has_no_part_in_a_programme_gets_no_report(face: Face, programme: str) -> None:
    for form in (*WRITTEN, "pdf", "easy-read-pdf"):
        assert face.get(f"{programme}/report", STRANGER, **{"as": form}).status_code == 404


def test_a_report_of_a_past_time_says_how_it_was_then(face: Face, programme: str) -> None:
    then = face.get(f"{programme}/report", FOUNDER, to="2026-03-25").json()
    assert (then["first"], then["last"], then["made_on"]) == ("2026-03-02", "2026-03-25", "2026-05-05")
    assert (then["reached"], then["held_up"], then["people"]["different"]) == ([], [], 0)
    assert [each["what"] for each in then["coming"]][:1] == ["decision"]
    later = face.get(f"{programme}/report", FOUNDER, **{"from": "2026-04-01"}).json()
    assert (later["reached"], later["lessons"], later["percent_before"]) == ([], [], 1)


def test_long_after_the_end_a_report_is_of_the_last_weeks_before_the_end(face: Face, programme: str) -> None:
    done(face, CloseProgramme, FOUNDER, programme)
    face.clock.move(days=200)
    face.catch_up()
    report = face.get(f"{programme}/report", FOUNDER).json()
    assert (report["first"], report["last"], report["closed_on"]) == ("2026-03-02", "2026-05-05", "2026-05-05")
    shown, today = ShownProgress.model_validate(face.get(programme, FOUNDER).json()), face.clock().date()
    for chart in (burn_up_chart(shown, today), timeline(shown, today)):
        assert chart is not None
        assert "2026" in chart.description
        assert today.strftime("%B") not in chart.description


@pytest.mark.parametrize(
    "days", [{"to": "2026-05-06"}, {"to": "2026-03-01"}, {"from": "2026-04-02", "to": "2026-04-01"}]
)
def test_days_that_no_report_can_be_about_are_refused_in_plain_words(
    face: Face, programme: str, days: dict[str, str]
) -> None:
    assert_problem(face.get(f"{programme}/report", FOUNDER, **days), 422, "day-not-possible")
    be(face, FOUNDER)
    page = face.client.get(f"{programme[4:]}/report", params=days)
    assert page.status_code == 422
    assert Page(page).title.startswith("Error: ")


@pytest.mark.parametrize("form", ["text", "html", "easy-read"])
def test_the_words_a_group_uses_for_itself_are_in_every_form(face: Face, form: str) -> None:
    at = face.start(vocabulary={"organisation": "self-help group", "short": "SHG", "member": "activist"})
    face.catch_up()
    said = spaces(face.get(f"{at}/report", FOUNDER, **{"as": form}).text)
    assert "a self-help group" in said
    assert "activists" in said
    assert "SHG" in said
    assert "ULO" not in said
    assert "user-led" not in said


@pytest.mark.parametrize("form", ["html", "easy-read", "text"])
def test_what_a_group_calls_itself_is_words_and_never_markup(face: Face, form: str) -> None:
    at = face.start(organisation="<b>Us</b> & #panic() $x$")
    face.catch_up()
    said = face.get(f"{at}/report", FOUNDER, **{"as": form}).text
    assert ("<b>Us" in said) is (form == "text")


def test_the_page_of_a_report_has_a_form_and_every_form_to_take_away(face: Face, programme: str) -> None:
    be(face, FOUNDER)
    answer = face.client.get(
        f"{programme[4:]}/report", params={"kind": "funder", "detail": "full", "from": "", "to": ""}
    )
    page = Page(answer)
    assert page.headings[0] == 1
    assert "Report to funders about Making All Possible" in page.text
    assert {each["name"] for each in page.all("select")} >= {"kind", "detail", "as"}
    links = [str(each.get("href")) for each in page.all("a")]
    for form in ("pdf", "easy-read", "easy-read-pdf", "text", "json"):
        (link,) = [each for each in links if each.endswith(f"as={form}")]
        assert face.client.get(link).status_code == 200


def test_a_report_sent_on_as_a_file_needs_nothing_else(face: Face, programme: str) -> None:
    answer = face.get(f"{programme}/report", COORDINATOR, detail="full", **{"as": "html"})
    page = Page(answer)
    assert not page.all("script")
    assert not page.all("link")
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]


def spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def be(face: Face, person: str) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    face.client.post("/who", data={"person": person}, headers=headers, follow_redirects=False)
