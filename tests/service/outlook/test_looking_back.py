"""Whether forecasts of recorded programmes came true: told only of those that are finished, and not of stories."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from domain.backtest import Calibration
from domain.event import Fact, Meta, Recorded
from domain.forecast import Assumptions
from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from domain.passage import Sealed
from domain.plan import Plan
from domain.plan_events import PlanAgreed
from domain.programme_events import Ending, ProgrammeClosed, ProgrammeStarted, Vocabulary
from service.outlook.looking_back import Calibrations, calibration, in_words, then_and_ended
from service.outlook.past_states import states
from service.outlook.reckoning import drift_of
from tests.domain.people import MENTORING
from tests.domain.plans import PLAN
from tests.domain.programmes import FIRST_DAY

FEW = Assumptions(runs=200)
NONE = Calibration(forecasts=0, programmes=0, by_p50=0, by_p80=0)
SAID = Sealed(s="programme:x", kid="k", c="c")


def a_programme(
    number: int, weeks: int, ending: Ending = "finished", story: str | None = None, plan: Plan = PLAN
) -> list[Recorded[Fact]]:
    """Every milestone at its typical pace, stretched so that the last is reached in this week."""
    stream = f"programme:{UUID(int=number)}"
    events: list[Recorded[Fact]] = []

    def write(fact: Fact, week: float) -> None:
        day = FIRST_DAY + timedelta(days=round(7 * week))
        meta = Meta(
            id=UUID(int=len(events)),
            ledger=stream,
            actor="waymark",
            role="engine",
            recorded_at=datetime.combine(day, time(12), UTC),
            occurred_on=day,
            command_id=f"c{len(events)}",
            story=story,
        )
        events.append(Recorded(stream, len(events) + 1, meta, fact))

    write(_started(plan), 0)
    write(PlanAgreed(plan_number=1, typical_weeks=126, floor_weeks=104, floor_override=None), 0)
    step = weeks / len(PLAN.milestones)
    for place, milestone in enumerate(PLAN.milestones):
        due = FIRST_DAY + timedelta(weeks=round(step * (place + 1)))
        write(MilestoneOpened(milestone=milestone.id, round=1, due=due, early=False, reason=None), step * place)
        accepted = MilestoneAccepted(milestone=milestone.id, waived=(), board_version=0, note=None)
        write(accepted, step * (place + 1))
    write(ProgrammeClosed(ending=ending, reason=SAID), weeks)
    return events


def _started(plan: Plan) -> ProgrammeStarted:
    return ProgrammeStarted(
        organisation="Our Own Voice",
        locality="Tamworth",
        nation="england",
        mentor=MENTORING,
        commissioner=None,
        funders=(),
        vocabulary=Vocabulary(),
        start_on=FIRST_DAY,
        part_way=False,
        plan=plan,
    )


def test_a_programme_is_looked_at_in_the_same_weeks_with_what_was_known_then() -> None:
    found = list(then_and_ended(a_programme(1, weeks=70)))
    assert [each.course.now for each in found] == [13, 39, 65]
    assert {each.ended for each in found} == {70}
    first = found[0].course
    assert sum(work.done is not None for work in first.works) == 2
    assert all(work.done is None or work.done <= 13 for work in first.works)


def test_a_quick_programme_had_ended_by_its_p50_and_a_slow_one_not_even_by_its_p80() -> None:
    quick, slow = (calibration(a_programme(1, weeks=weeks), FEW).ordinary for weeks in (70, 400))
    assert quick == Calibration(forecasts=3, programmes=1, by_p50=3, by_p80=3)
    assert slow.by_p80 == 0


def test_what_was_stopped_and_stories_are_left_out() -> None:
    events = [
        *a_programme(1, weeks=70, ending="stopped-early"),
        *a_programme(2, weeks=70, story="map"),
    ]
    assert calibration(events, FEW).ordinary.forecasts == 0
    assert calibration(events, FEW, stories=True).ordinary.forecasts == 3


def test_a_plan_below_its_floor_is_looked_at_apart_for_the_group_was_told_so() -> None:
    squeezed = PLAN.model_copy(
        update={"floor": PLAN.floor.model_copy(update={"months": 240})},
    )
    found = calibration(a_programme(1, weeks=400, plan=squeezed), FEW)
    assert (found.ordinary.forecasts, found.below_floor.forecasts) == (0, 4)
    assert "Apart from these, 4 were given by a plan below its floor" in in_words(found)


def said_of(forecasts: int, programmes: int, by_p50: int, by_p80: int) -> str:
    found = Calibration(forecasts=forecasts, programmes=programmes, by_p50=by_p50, by_p80=by_p80)
    return in_words(Calibrations(ordinary=found, below_floor=NONE))


def test_it_is_said_in_words_whether_that_is_as_it_should_be() -> None:
    assert said_of(0, 0, 0, 0).startswith("No programme here has come to its end")
    assert said_of(10, 4, 5, 8).endswith("That is too few to judge by.")
    assert said_of(100, 40, 52, 78).endswith("That is as it should be.")
    assert "52% had ended by their P50 (chance alone leaves 35% to 65%)" in said_of(100, 40, 52, 78)
    assert said_of(100, 40, 20, 60).endswith("That is off: report it as a fault.")


def test_the_series_of_a_closed_programme_ends_with_it_and_is_not_told_as_of_today() -> None:
    events = a_programme(1, weeks=70)
    closed = FIRST_DAY + timedelta(weeks=70)
    days = [day for day, _state in states(events, closed + timedelta(days=3650))]
    assert (days[0], days[-1]) == (FIRST_DAY, closed)
    said = drift_of(events, closed + timedelta(days=3650), lambda _state, day: (day, day)).sentence
    assert "In the end it was" in said
    assert "Today" not in said
