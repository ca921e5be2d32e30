"""How the forecast moved is drawn with dates on both sides, all of them inside the drawing."""

from datetime import date, timedelta

from service.outlook.answers import DriftPoint, DriftView
from service.outlook.drawings import WIDTH
from service.outlook.drift_drawing import HEIGHT, drift_drawing

BEGAN = date(2026, 3, 2)


def drift(*ends: date) -> DriftView:
    points = tuple(
        DriftPoint(
            on=BEGAN + timedelta(days=30 * number),
            why="start",
            p50_on=end,
            p80_on=end + timedelta(days=60),
            moved_weeks=0,
        )
        for number, end in enumerate(ends)
    )
    return DriftView(of="a programme", points=points, sentence="")


def test_one_point_is_no_line() -> None:
    assert drift_drawing(drift()) is None
    assert drift_drawing(drift(date(2028, 5, 1))) is None


def test_both_lines_have_their_dates_within_the_drawing() -> None:
    drawn = drift_drawing(drift(*(date(2028, 5, 1) + timedelta(days=20 * number) for number in range(20))))
    assert drawn is not None
    assert [each.text for each in drawn.days] == ["Mar 2026", "Jun 2026", "Oct 2026", "Feb 2027", "Jun 2027"]
    assert [each.text for each in drawn.levels] == ["May 2028", "Jul 2029"]
    places = [tuple(map(float, each.split(","))) for each in f"{drawn.half} {drawn.eighty}".split()]
    assert len(places) == 40
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert drawn.eighty_y < drawn.half_y, "later is higher"


def test_a_forecast_that_never_moved_is_drawn() -> None:
    drawn = drift_drawing(drift(date(2028, 5, 1), date(2028, 5, 1)))
    assert drawn is not None
    assert len(drawn.levels) == 2
