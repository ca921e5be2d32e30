"""Questions, and what is left behind, on a server on which time is skipped, against a real store."""

from collections.abc import AsyncIterator

import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from domain.calendar import day_in_london
from domain.duty_events import Prompted
from domain.learning_commands import AnswerInformationNeed, RaiseInformationNeed
from domain.programme_commands import CloseProgramme, Pause, Resume
from domain.resource_commands import AnswerRunning, EndOwnership, NameOwner, WithdrawResource
from service.settings import Settings
from tests.workflows.years import FOUNDER, MENTOR, OWNER, Years, live_years

QUESTION = RaiseInformationNeed(milestone="ENG-01", question="How do we pay for interpreters?")


@pytest_asyncio.fixture
async def years(skipping: WorkflowEnvironment, settings: Settings) -> AsyncIterator[Years]:
    async with live_years(skipping, settings) as made:
        yield made


def said(years: Years, about: str) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(each.kind, each.number, each.to) for each in years.facts(Prompted) if each.about == about]


async def test_a_question_is_escalated_after_two_weeks_and_its_answer_ends_the_wait(years: Years) -> None:
    await years.ask(QUESTION)
    await years.pass_days(7)
    assert said(years, "need/1") == [("question", 1, (MENTOR,))]
    await years.pass_days(14)
    assert said(years, "need/1")[1:] == [("escalation", 1, (FOUNDER, MENTOR))]

    await years.ask(AnswerInformationNeed(need=1, answer="Ask the council."), MENTOR)
    await years.ends("need/1")
    await years.pass_days(56)
    assert len(said(years, "need/1")) == 2


async def test_a_pause_stops_a_question_and_afterwards_it_goes_on(years: Years) -> None:
    await years.ask(QUESTION)
    await years.ask(Pause(reason="The worker is away."), FOUNDER)
    await years.pass_days(70)
    assert said(years, "need/1") == []

    await years.ask(Resume(), FOUNDER)
    await years.pass_days(21)
    assert [(kind, number) for kind, number, _ in said(years, "need/1")] == [("question", 1), ("escalation", 1)]


async def test_the_owner_of_what_is_left_behind_is_asked_each_year_until_it_has_stopped(years: Years) -> None:
    await years.publish(owner=OWNER, review_weeks=600)
    await years.pass_days(28)
    await years.ask(CloseProgramme(ending="merged", reason="The group joined another."), FOUNDER)
    await years.pass_days(378)
    assert said(years, "resource/1") == [("still-running", 1, (OWNER,))]

    await years.ask(AnswerRunning(resource=1, running=True))
    await years.pass_days(350)
    assert len(said(years, "resource/1")) == 1
    await years.pass_days(28)
    assert said(years, "resource/1")[1:] == [("still-running", 1, (OWNER,))]
    assert await years.is_running("resource/1")

    await years.ask(AnswerRunning(resource=1, running=False))
    await years.ends("resource/1")


async def test_when_an_owner_leaves_those_who_decide_are_asked_until_another_is_named(years: Years) -> None:
    await years.publish(owner=OWNER, review_weeks=600)
    await years.ask(CloseProgramme(ending="merged", reason="The group joined another."), FOUNDER)
    await years.pass_days(28)
    await years.ask(EndOwnership(resource=1), OWNER)
    assert said(years, "resource/1") == []
    await years.pass_days(7)
    assert said(years, "resource/1") == [("owner-wanted", 1, (FOUNDER, MENTOR))]
    await years.pass_days(35)
    assert said(years, "resource/1")[1:] == [("owner-wanted", 2, (FOUNDER, MENTOR))]
    await years.pass_days(70)
    assert len(said(years, "resource/1")) == 2

    today = day_in_london(await years.now())
    await years.ask(NameOwner(resource=1, organisation="Another group", person=OWNER, agreed_on=today))
    await years.pass_days(350)
    assert len(said(years, "resource/1")) == 2
    await years.pass_days(28)
    assert said(years, "resource/1")[2:] == [("still-running", 1, (OWNER,))]


async def test_what_is_offered_is_looked_at_on_its_day_and_what_is_withdrawn_no_more(years: Years) -> None:
    await years.publish(owner=OWNER, review_weeks=8)
    await years.pass_days(49)
    assert said(years, "resource/1") == []
    await years.pass_days(14)
    assert said(years, "resource/1") == [("review-resource", 1, (OWNER,))]

    await years.ask(WithdrawResource(resource=1, reason="It is out of date."), FOUNDER)
    await years.ends("resource/1")
