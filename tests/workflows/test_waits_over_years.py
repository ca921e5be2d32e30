"""The five workflows on a server on which time is skipped, against a real store."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from domain.duty_events import Prompted
from domain.journal_commands import HoldReview, RaiseDuty
from domain.journal_events import ReviewOpened
from domain.milestone_commands import AgreePlan, Block, Reschedule
from domain.milestone_events import MilestoneOpened
from domain.programme_commands import Pause
from service.settings import Settings
from tests.workflows.years import FOUNDER, MENTOR, WORKER, Years, live_years, until
from workflows.catalogue import workflow_id


@pytest_asyncio.fixture
async def years(skipping: WorkflowEnvironment, settings: Settings) -> AsyncIterator[Years]:
    async with live_years(skipping, settings) as made:
        yield made


async def test_an_open_milestone_is_reminded_of_and_the_mentor_hears_when_it_stays_late(years: Years) -> None:
    await years.pass_days(70)

    said = [(prompt.kind, prompt.number) for prompt in years.facts(Prompted) if prompt.about == "milestone/ENG-01"]
    assert said == [
        ("reminder", 1),
        ("reminder", 2),
        ("due", 1),
        ("overdue", 1),
        ("escalation", 1),
    ]
    told = {prompt.kind: prompt.to for prompt in years.facts(Prompted)}
    assert told["reminder"] == (WORKER,)
    assert told["escalation"] == (MENTOR,)


async def test_what_has_become_ready_opens_by_itself_and_a_reached_milestone_stops_its_wait(years: Years) -> None:
    await years.reach("ENG-01")

    await until(lambda: "ENG-02" in {opened.milestone for opened in years.facts(MilestoneOpened)})
    await years.ends("milestone/ENG-01")
    await years.settle()
    assert await years.is_running("milestone/ENG-02")


async def test_a_rescheduled_milestone_reminds_again(years: Years) -> None:
    await years.pass_days(28)
    before = len(years.facts(Prompted))
    later = years.front_door.programme(years.programme).milestones["ENG-01"].due
    assert later is not None
    await years.ask(Reschedule(milestone="ENG-01", due=later + timedelta(days=60), reason="Illness in the group."))
    await years.pass_days(60)

    again = [prompt for prompt in years.facts(Prompted)[before:] if prompt.about == "milestone/ENG-01"]
    assert [(prompt.kind, prompt.number) for prompt in again] == [("reminder", 1), ("reminder", 2), ("due", 1)]


async def test_a_blocked_milestone_is_followed_up_with_the_mentor_only(years: Years) -> None:
    await years.ask(Block(milestone="ENG-01", kind="someone-outside"))
    await years.pass_days(49)

    said = [prompt for prompt in years.facts(Prompted) if prompt.about == "milestone/ENG-01"]
    assert [prompt.kind for prompt in said] == ["blocked-follow-up", "blocked-follow-up"]
    assert {prompt.to for prompt in said} == {(MENTOR,)}


async def test_reviews_are_called_each_quarter_and_the_programme_begins_its_history_anew(years: Years) -> None:
    await years.ask(AgreePlan(), FOUNDER)
    handle = years.environment.client.get_workflow_handle(workflow_id(years.programme, ""))
    first_run = (await handle.describe()).run_id
    await years.pass_days(91)
    assert [opened.review for opened in years.facts(ReviewOpened)] == [1]
    await years.ask(HoldReview(agreed="Go on as planned."), MENTOR)
    await years.ends("review/1")

    async def began_anew() -> bool:
        return (await handle.describe()).run_id != first_run

    await until(began_anew)
    await years.pass_days(91)
    assert [opened.review for opened in years.facts(ReviewOpened)] == [1, 2]


async def test_a_pause_stops_our_own_clocks_but_not_a_legal_date(years: Years) -> None:
    for duty, legal in (("lease-end", True), ("newsletter", False)):
        await years.ask(RaiseDuty(duty=duty, title=duty, due=date(2020, 3, 2), remind_weeks=2, legal=legal), WORKER)
    await years.ask(Pause(reason="The worker is away."), FOUNDER)
    await years.pass_days(56)

    assert {prompt.about for prompt in years.facts(Prompted)} == {"duty/lease-end"}
