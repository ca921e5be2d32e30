"""Charts: a title, a description and a table say all that the drawing shows, and no colour says anything."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from projections.portfolio_reading import PortfolioPage
from projections.progress_shown import ShownProgress
from service.api_examples import COORDINATOR, FOUNDER, FUNDER
from service.charts.burn_up import burn_up_chart
from service.charts.chart import Chart, Scale
from service.charts.shares import portfolio_strip, time_chart
from service.charts.timeline import timeline
from tests.service.conftest import face
from tests.service.face import Face
from tests.service.reports.conftest import programme

__all__ = ["face", "programme"]
TODAY = date(2026, 5, 5)
SVG = "{http://www.w3.org/2000/svg}"


def view(face: Face, programme: str, reader: str = FOUNDER) -> ShownProgress:
    return ShownProgress.model_validate(face.get(programme, reader).json())


def drawn(face: Face, programme: str) -> list[Chart]:
    shown = view(face, programme)
    lines = PortfolioPage.model_validate(face.get("/api/programmes", COORDINATOR).json()).programmes
    charts = [timeline(shown, TODAY), burn_up_chart(shown, TODAY), time_chart(shown), portfolio_strip(lines)]
    return [chart for chart in charts if chart is not None]


def test_each_chart_has_a_name_a_description_and_a_table(face: Face, programme: str) -> None:
    charts = drawn(face, programme)
    assert [chart.name for chart in charts] == ["timeline", "burn-up", "time", "portfolio"]
    for chart in charts:
        root = ET.fromstring(str(chart.svg))  # noqa: S314 - our own
        assert root.get("role") == "img"
        named = {each.get("id"): each.text for each in root.iter() if each.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert [named[each] for each in str(root.get("aria-labelledby")).split()] == [chart.title, chart.description]
        assert chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.columns)}


def test_who_counts_the_milestones_of_a_plan_learns_that_one_was_set_aside(face: Face, programme: str) -> None:
    shown = view(face, programme)
    assert shown.counts is not None
    aside = shown.model_copy(update={"counts": shown.counts.model_copy(update={"set_aside": 1})})
    for whole, said in ((shown, False), (aside, True)):
        chart = burn_up_chart(whole, TODAY)
        assert chart is not None
        assert ("One more was set aside." in chart.description) is said


def test_no_month_is_cut_off_at_the_edge_of_a_drawing() -> None:
    ends = [Scale(date(2026, 11, 22), date(2029, 7, day), 34, 610) for day in (1, 8, 31)]
    for scale in ends:
        assert [called for x, called in scale.marks if x > 592 and called] == []
        assert "Jan 2029" in [called for _x, called in scale.marks]


def test_no_colour_says_anything(face: Face, programme: str) -> None:
    for chart in drawn(face, programme):
        painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', str(chart.svg)))
        assert {each for each in painted if not each.startswith("url(#")} <= {"currentColor", "none"}
        assert "style=" not in chart.svg


def test_the_table_of_a_timeline_says_what_was_planned_and_what_happened(face: Face, programme: str) -> None:
    chart = timeline(view(face, programme), TODAY)
    assert chart is not None
    first = chart.rows[0]
    assert first[0] == "Engage and agree"
    assert first[3:5] == ("2 March 2026", "not yet")
    assert chart.rows[1][3:5] == ("not yet", "not yet")


def test_where_the_time_went_adds_up(face: Face, programme: str) -> None:
    chart = time_chart(view(face, programme))
    assert chart is not None
    assert chart.rows == (("Engage and agree", "1", "3 weeks", "1 week"),)


def test_who_is_not_shown_the_milestones_gets_no_chart_of_them(face: Face, programme: str) -> None:
    hidden = view(face, programme, FUNDER).model_copy(update={"stages": None, "counts": None, "burn_up": None})
    assert timeline(hidden, TODAY) is None
    assert burn_up_chart(hidden, TODAY) is None
    assert time_chart(hidden) is None
    assert portfolio_strip([]) is None


@pytest.mark.parametrize("years", [0, 1, 3, 10, 30])
def test_a_scale_has_at_most_seven_marks_and_keeps_every_day_on_it(years: int) -> None:
    scale = Scale(date(2026, 3, 2), date(2026 + years, 9, 1), 10, 100)
    assert 1 <= len(scale.marks) <= 8
    assert all(10 <= x <= 100 for x, _ in scale.marks)
    assert scale.at(date(1990, 1, 1)) == 10
    assert scale.at(date(2090, 1, 1)) == 100
