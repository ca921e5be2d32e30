"""When somebody is told: reminders, due, overdue, escalation, follow-ups; once each, and never about the past."""

from datetime import date, timedelta

import pytest

from domain.calendar import LONDON, morning
from domain.duty_events import Prompted
from domain.event import ENGINE
from domain.journal_commands import HoldReview, RaiseDuty
from domain.milestone_commands import (
    Accept,
    Assign,
    Block,
    OpenMilestone,
    Reopen,
    Reschedule,
    ReturnForWork,
    Submit,
    Unblock,
    WithdrawAcceptance,
)
from domain.milestone_events import MilestoneOpened
from domain.programme_commands import Appoint, EndAppointment, Pause, Prompt, Resume
from domain.prompts import next_prompt
from domain.readiness import minute_of
from domain.roles import Role
from tests.domain.people import BOARD, FOUNDER, MENTOR, SECOND_FOUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme, a_submitted_milestone

GOV = "milestone/GOV-01"
DUE = date(2026, 9, 28)
"""Thirty weeks after the first day: room for every reminder."""


def a_long_milestone(slack_days: int | None = 60) -> Walk:
    opened = MilestoneOpened(milestone="GOV-01", round=1, due=DUE, early=True, reason=None, slack_days=slack_days)
    return a_running_programme().given(opened)


def said(walk: Walk, about: str = GOV, until: date = FIRST_DAY + timedelta(weeks=60)) -> list[tuple[str, date]]:
    """Everything said about a wait when the engine is always awake: what, and on which day."""
    told = []
    while (due := next_prompt(walk.programme, about, walk.at)) is not None and due.at.date() <= until:
        walk.at = max(due.at, walk.at)
        (fact,) = walk.ask(Prompt(about=about), ENGINE)
        assert isinstance(fact, Prompted)
        told.append((f"{fact.kind} {fact.number}", walk.today))
        assert len(told) < 50, "the same thing is said again and again"
    return told


def once(walk: Walk, about: str = GOV) -> Prompted:
    (fact,) = walk.ask(Prompt(about=about), ENGINE)
    assert isinstance(fact, Prompted)
    return fact


def test_an_open_milestone_is_reminded_of_due_overdue_and_then_escalated() -> None:
    assert said(a_long_milestone(), until=DUE + timedelta(days=80)) == [
        ("reminder 1", DUE - timedelta(days=14)),
        ("reminder 2", DUE - timedelta(days=2)),
        ("due 1", DUE),
        ("overdue 1", DUE + timedelta(days=7)),
        ("escalation 1", DUE + timedelta(days=21)),
        ("escalation 2", DUE + timedelta(days=49)),
        ("escalation 3", DUE + timedelta(days=77)),
    ]


def test_a_milestone_without_slack_is_chased_sooner() -> None:
    assert said(a_long_milestone(slack_days=6), until=DUE + timedelta(days=40)) == [
        ("reminder 1", DUE - timedelta(days=28)),
        ("reminder 2", DUE - timedelta(days=2)),
        ("due 1", DUE),
        ("overdue 1", DUE + timedelta(days=3)),
        ("escalation 1", DUE + timedelta(days=10)),
        ("escalation 2", DUE + timedelta(days=38)),
    ]


def test_a_milestone_of_an_old_event_or_a_draft_is_chased_as_before() -> None:
    assert a_long_milestone(slack_days=None).prompt_at(GOV) == ("reminder 1", DUE - timedelta(days=14))


def test_nothing_is_said_before_its_time() -> None:
    walk = a_long_milestone().wait_until(DUE - timedelta(days=15))
    assert walk.ask(Prompt(about=GOV), ENGINE) == []


def test_prompts_come_in_the_morning_in_london_in_summer_and_winter() -> None:
    walk = a_long_milestone()
    due = next_prompt(walk.programme, GOV, walk.at)
    assert due is not None
    assert due.at == morning(DUE - timedelta(days=14), minute_of(walk.programme))
    assert (due.at.astimezone(LONDON).hour, due.at.utcoffset()) == (9, timedelta(hours=1))


def test_after_downtime_only_one_message_says_it_all() -> None:
    walk = a_long_milestone().wait_until(DUE + timedelta(days=60))
    assert once(walk).kind == "escalation"
    assert walk.ask(Prompt(about=GOV), ENGINE) == []
    assert walk.prompt_at(GOV) == ("escalation 3", DUE + timedelta(days=77))


def test_a_milestone_that_opens_shortly_before_it_is_due_is_not_reminded_of_the_past() -> None:
    walk = a_running_programme()
    walk.ask(Reschedule(milestone="ENG-01", due=FIRST_DAY + timedelta(days=5), reason=WHY))
    assert walk.prompt_at("milestone/ENG-01") == ("reminder 2", FIRST_DAY + timedelta(days=3))


def test_a_submitted_milestone_waits_for_a_decision_and_reminds_of_it() -> None:
    walk = a_submitted_milestone()
    assert said(walk, "milestone/ENG-01", until=FIRST_DAY + timedelta(days=45)) == [
        ("decision 1", FIRST_DAY + timedelta(days=14)),
        ("decision 2", FIRST_DAY + timedelta(days=42)),
    ]


def test_a_blocked_milestone_is_followed_up_instead_of_reminded() -> None:
    walk = a_long_milestone()
    walk.ask(Block(milestone="GOV-01", kind="someone-outside"))
    assert said(walk, until=FIRST_DAY + timedelta(days=45)) == [
        ("blocked-follow-up 1", FIRST_DAY + timedelta(days=14)),
        ("blocked-follow-up 2", FIRST_DAY + timedelta(days=42)),
    ]
    walk.ask(Unblock(milestone="GOV-01"))
    assert walk.prompt_at(GOV) == ("reminder 1", DUE - timedelta(days=14))


def remind(walk: Walk) -> Walk:
    walk.wait_until(DUE - timedelta(days=14))
    assert once(walk).kind == "reminder"
    return walk


def test_a_rescheduled_milestone_reminds_again() -> None:
    walk = remind(a_long_milestone())
    walk.ask(Reschedule(milestone="GOV-01", due=DUE + timedelta(days=30), reason=WHY))
    assert walk.prompt_at(GOV) == ("reminder 1", DUE + timedelta(days=2)), "now without slack: two weeks sooner"


def test_a_reopened_milestone_reminds_again_in_its_new_round() -> None:
    walk = remind(a_long_milestone()).reach("GOV-01")
    assert walk.prompt_at(GOV) is None
    walk.ask(Reopen(milestone="GOV-01", reason=WHY))
    prompted = once(walk.wait(weeks=28, days=1))
    assert (prompted.kind, prompted.round) == ("reminder", 2)


def test_a_withdrawn_acceptance_gives_two_weeks_to_decide_again() -> None:
    walk = a_long_milestone().reach("GOV-01").wait(weeks=20)
    walk.ask(WithdrawAcceptance(milestone="GOV-01", reason=WHY))
    assert walk.prompt_at(GOV) == ("decision 1", walk.today + timedelta(days=14))


def command_ids(walk: Walk, about: str, count: int) -> list[str]:
    ids = []
    for _ in range(count):
        due = next_prompt(walk.programme, about, walk.at)
        assert due is not None
        ids.append(due.command_id)
        walk.at = max(due.at, walk.at)
        walk.ask(Prompt(about=about), ENGINE)
    return ids


def test_a_second_block_in_one_round_is_followed_up_under_another_command_id() -> None:
    walk = a_long_milestone()
    ids = []
    for _ in range(3):
        walk.wait(days=1).ask(Block(milestone="GOV-01", kind="money"))
        ids += command_ids(walk, GOV, 2)
        walk.ask(Unblock(milestone="GOV-01"))
    assert len(set(ids)) == 6


def test_a_second_decision_in_one_round_is_asked_for_under_another_command_id() -> None:
    walk = a_long_milestone()
    ids = []
    walk.reach("GOV-01").ask(WithdrawAcceptance(milestone="GOV-01", reason=WHY))
    for _ in range(3):
        ids += command_ids(walk, GOV, 1)
        walk.ask(ReturnForWork(milestone="GOV-01", reason=WHY))
        walk.ask(Submit(milestone="GOV-01"), WORKER)
    assert len(set(ids)) == 3


def test_a_command_id_is_the_same_whoever_computes_it_and_whenever() -> None:
    walk = a_long_milestone()
    ids = set()
    for day in (0, 30, 150, 196):
        walk.wait_until(FIRST_DAY + timedelta(days=day), hour=8)
        due = next_prompt(walk.programme, GOV, walk.at)
        assert due is not None
        ids.add(due.command_id)
    assert ids == {"milestone/GOV-01/1/2026-09-28/reminder/1/2026-09-14"}


def test_an_accepted_milestone_is_silent() -> None:
    walk = a_submitted_milestone()
    walk.ask(Accept(milestone="ENG-01"))
    assert walk.prompt_at("milestone/ENG-01") is None
    assert walk.wait(weeks=10).ask(Prompt(about="milestone/ENG-01"), ENGINE) == []


def test_a_prompt_about_nothing_is_nothing() -> None:
    walk = a_running_programme()
    for about in ("milestone/XXX-01", "duty/no-such", "review/7", "handover", "milestone/PRM-01"):
        assert walk.ask(Prompt(about=about), ENGINE) == []


def test_in_a_pause_the_clock_stands_still_and_then_goes_on() -> None:
    walk = a_long_milestone()
    walk.ask(Pause(reason=WHY))
    assert walk.prompt_at(GOV) is None
    walk.wait(weeks=4).ask(Resume())
    assert walk.prompt_at(GOV) == ("reminder 1", DUE + timedelta(days=14))


def test_a_review_is_reminded_a_week_ahead() -> None:
    walk = a_running_programme().wait(weeks=11)
    walk.engine()
    day = FIRST_DAY + timedelta(weeks=13)
    assert [what for what, _ in said(walk, "review/1", day)] == ["reminder 1", "reminder 2", "due 1"]
    walk.ask(HoldReview(agreed="Go on."))
    assert walk.prompt_at("review/1") is None


def test_a_duty_gives_time_to_cure_before_the_mentor_hears() -> None:
    walk = a_running_programme()
    day = FIRST_DAY + timedelta(weeks=20)
    walk.ask(RaiseDuty(duty="lease-end", title="The lease ends", due=day, remind_weeks=8, cure_weeks=6))
    assert said(walk, "duty/lease-end", day + timedelta(weeks=7)) == [
        ("reminder 1", day - timedelta(weeks=8)),
        ("due 1", day),
        ("overdue 1", day + timedelta(days=7)),
        ("escalation 1", day + timedelta(weeks=7)),
    ]


def test_the_handover_is_asked_about_every_four_weeks() -> None:
    walk = a_running_programme()
    walk.ask(OpenMilestone(milestone="LEG-01", reason=WHY))
    walk.engine()
    days = [day - FIRST_DAY for _, day in said(walk, "handover", FIRST_DAY + timedelta(weeks=9))]
    assert days == [timedelta(weeks=4), timedelta(weeks=8)]


def test_who_looks_after_a_milestone_is_told() -> None:
    walk = a_long_milestone()
    walk.ask(Assign(milestone="GOV-01", to=SECOND_FOUNDER))
    assert once(walk.wait_until(DUE)).to == (SECOND_FOUNDER,)


def test_who_has_left_is_not_told() -> None:
    walk = a_long_milestone()
    walk.ask(Assign(milestone="GOV-01", to=SECOND_FOUNDER))
    walk.ask(EndAppointment(person=SECOND_FOUNDER, role=Role.FOUNDER))
    assert once(walk.wait_until(DUE)).to == (WORKER,)


def test_who_was_let_in_for_some_days_is_told_only_on_these() -> None:
    walk = a_long_milestone()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, starts_on=FIRST_DAY, ends_on=DUE))
    assert once(walk.wait_until(DUE - timedelta(days=14))).to == (WORKER, STRANGER)
    assert once(walk.wait_until(DUE)).to == (WORKER,)


def test_the_mentor_hears_when_it_stays_late_or_blocked() -> None:
    assert once(a_long_milestone().wait_until(DUE + timedelta(days=30))).to == (MENTOR,)
    walk = a_long_milestone()
    walk.ask(Block(milestone="GOV-01", kind="policy"))
    assert once(walk.wait(days=20)).to == (MENTOR,)


def test_those_who_decide_are_asked_for_a_decision_the_board_once_it_has_taken_over() -> None:
    walk = a_submitted_milestone()
    assert once(walk.wait(days=20), "milestone/ENG-01").to == (FOUNDER, SECOND_FOUNDER)
    walk.adopt().wait(days=40)
    assert set(once(walk, "milestone/ENG-01").to) == set(BOARD)


@pytest.mark.parametrize(
    ("milestone", "about", "told"),
    [
        ("ENG-01", "duty/check-in-1", {FOUNDER, SECOND_FOUNDER, MENTOR}),
        ("FUN-01", "duty/supervision-1", {WORKER}),
    ],
)
def test_a_duty_is_told_to_those_it_is_for(milestone: str, about: str, told: set[str]) -> None:
    walk = a_running_programme().reach(milestone)
    assert set(once(walk.wait_until(walk.programme.duties[about[5:]].due), about).to) == told
