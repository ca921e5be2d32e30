"""Dates by which the plan must be ready: a forecast that passes one raises a duty in time to act."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from domain.calendar import day_in_london
from domain.decisions import advance
from domain.duty_events import DutyMet, DutyOpened
from domain.event import ENGINE, Fact
from domain.journal_commands import MeetDuty, MoveDuty, RaiseDuty
from domain.limits import next_outlook
from domain.programme_commands import Pause
from domain.refusals import AlreadyDone, UnknownMilestone
from domain.waits import PROGRAMME, rung_by
from tests.domain.people import WHY
from tests.domain.programmes import FIRST_DAY, Walk, a_draft, a_running_programme
from workflows.look import Wait, look

END = FIRST_DAY + timedelta(weeks=120)
FUNDING = RaiseDuty(duty="grant-ends", title="The grant ends", due=END, limit="funding-end")


def funded() -> Walk:
    walk = a_running_programme()
    walk.ask(FUNDING)
    walk.engine()
    return walk


def forecast_says(walk: Walk, ready_on: date, duty: str = "grant-ends") -> list[Fact]:
    """What the engine records when the forecast is this, after it was recorded."""
    facts = list(advance(walk.programme, walk.occasion(ENGINE, outlook={duty: ready_on})))
    walk.given(*facts)
    return facts


def test_a_forecast_that_passes_the_end_of_the_funding_raises_a_duty_in_time_to_act() -> None:
    walk = funded()
    (raised,) = forecast_says(walk, END + timedelta(days=1))
    assert isinstance(raised, DutyOpened)
    assert (raised.duty, raised.kind, raised.about) == ("forecast-1", "forecast", "grant-ends")
    assert raised.expected == END + timedelta(days=1)
    assert raised.due == FIRST_DAY + timedelta(weeks=4)
    assert forecast_says(walk, END + timedelta(days=8)) == [], "it was said"


def test_a_forecast_in_time_raises_nothing_and_ends_what_was_raised() -> None:
    walk = funded()
    assert forecast_says(walk, END) == []
    forecast_says(walk, END + timedelta(days=1))
    (met,) = forecast_says(walk, END)
    assert isinstance(met, DutyMet)
    assert met.duty == "forecast-1"


def test_what_the_group_decided_about_is_asked_again_after_a_quarter_at_the_soonest() -> None:
    walk = funded()
    late = END + timedelta(weeks=9)
    forecast_says(walk, late)
    walk.wait(weeks=1).ask(MeetDuty(duty="forecast-1"))
    walk.wait(weeks=12).engine()
    assert forecast_says(walk, late) == []
    assert [fact.duty for fact in forecast_says(walk.wait(weeks=1), late) if isinstance(fact, DutyOpened)] == [
        "forecast-2"
    ]


def test_a_date_that_is_near_leaves_no_more_time_than_there_is() -> None:
    walk = funded().wait_until(END - timedelta(days=10))
    walk.engine()
    (raised,) = forecast_says(walk, END + timedelta(days=1))
    assert isinstance(raised, DutyOpened)
    assert raised.due == END


def test_a_date_that_has_passed_or_a_programme_that_is_paused_is_not_watched() -> None:
    walk = funded().wait_until(END + timedelta(days=1))
    walk.engine()
    assert forecast_says(walk, END + timedelta(weeks=40)) == []
    paused = funded()
    paused.ask(Pause(reason=WHY))
    assert forecast_says(paused, END + timedelta(weeks=40)) == []
    assert next_outlook(paused.programme, paused.at, 0) is None
    assert next_outlook(a_draft().programme, paused.at, 0) is None


def test_a_lease_and_a_funders_deadline_name_what_must_be_reached_by_then() -> None:
    with pytest.raises(ValidationError, match="needs the milestone that must be reached by then"):
        RaiseDuty(duty="lease", title="The lease begins", due=END, limit="lease-start")
    with pytest.raises(ValidationError, match="names a milestone to reach without a limit"):
        RaiseDuty(duty="lease", title="The lease begins", due=END, reach="PRM-02")
    with pytest.raises(UnknownMilestone, match="The plan has no milestone PRM-99"):
        funded().ask(RaiseDuty(duty="lease", title="The lease begins", due=END, limit="lease-start", reach="PRM-99"))


def test_the_name_of_a_forecasts_duty_is_taken() -> None:
    with pytest.raises(AlreadyDone, match="There is a duty called forecast-7 already"):
        funded().ask(RaiseDuty(duty="forecast-7", title="Mine", due=END))


def test_the_forecast_is_looked_at_on_mondays_while_there_is_such_a_date() -> None:
    walk = funded().wait(days=2)
    found = look(walk.programme, Wait(programme=walk.programme.id), walk.occasion(ENGINE))
    monday = FIRST_DAY + timedelta(weeks=1)
    assert (found.step, found.why) == ("wait", "the next forecast")
    assert found.seconds is not None
    assert day_in_london(walk.at + timedelta(seconds=found.seconds)) == monday
    walk.ask(MeetDuty(duty="grant-ends"))
    found = look(walk.programme, Wait(programme=walk.programme.id), walk.occasion(ENGINE))
    assert found.why == "the next review"


def test_a_date_that_is_given_moved_or_met_wakes_the_programme() -> None:
    walk = funded()
    for command in (MoveDuty(duty="grant-ends", due=END + timedelta(days=7), reason=WHY), MeetDuty(duty="grant-ends")):
        for fact in walk.ask(command):
            assert rung_by(fact, walk.programme) == {PROGRAMME, "duty/grant-ends"}
    (plain,) = walk.ask(RaiseDuty(duty="lease-end", title="The lease ends", due=END))
    assert rung_by(plain, walk.programme) == {"duty/lease-end"}
