"""When an owner leaves, those who can name another are asked: the next morning, and once more."""

from datetime import date, timedelta

import pytest

from domain.calendar import day_in_london, morning
from domain.decisions import prompt
from domain.duty_events import Prompted
from domain.event import ENGINE
from domain.programme_commands import CloseProgramme, Pause, Prompt, Resume
from domain.prompts import next_prompt
from domain.readiness import minute_of
from domain.resource_commands import AnswerRunning, EndOwnership, WithdrawResource
from domain.resource_events import ResourceKind
from domain.waits import open_waits
from tests.domain.legacies import an_owned_asset, owner, publish
from tests.domain.people import FOUNDER, MENTOR, SECOND_FOUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import Walk

TOOLKIT = "resource/1"
YEAR = timedelta(days=365)
WEEKS = timedelta(weeks=1)
ALL_OF_THEM = (FOUNDER, SECOND_FOUNDER, MENTOR)


def told(walk: Walk, until: date) -> list[tuple[str, date, tuple[str, ...]]]:
    """Everything said when the engine is always awake: what, on which day, and to whom."""
    said: list[tuple[str, date, tuple[str, ...]]] = []
    while True:
        due = next_prompt(walk.programme, TOOLKIT, walk.at, walk.left)
        if due is None or day_in_london(due.at) > until:
            return said
        walk.at = max(due.at, walk.at)
        facts = prompt(walk.programme, Prompt(about=TOOLKIT), walk.occasion(ENGINE, legacy=walk.left))
        walk.given(*facts)
        said += [(f"{each.kind} {each.number}", walk.today, each.to) for each in facts if isinstance(each, Prompted)]
        assert len(said) < 50, "the same thing is said again and again"


def owned(kind: ResourceKind = "toolkit") -> Walk:
    """An asset with an owner that nobody needs to look at for years, in a programme that has ended."""
    walk = an_owned_asset(kind)
    walk.ask(publish(review_on=walk.today + 9 * YEAR), FOUNDER)
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    return walk.wait(days=30)


def left(kind: ResourceKind = "toolkit") -> Walk:
    walk = owned(kind)
    walk.ask(EndOwnership(resource=1), STRANGER)
    return walk


def test_the_morning_after_an_owner_left_those_who_decide_and_the_mentor_are_asked_who_follows() -> None:
    walk = left()
    gone = walk.today
    due = next_prompt(walk.programme, TOOLKIT, walk.at, walk.left)
    assert due is not None
    assert due.at == morning(gone + timedelta(days=1), minute_of(walk.programme))
    assert due.due == gone
    assert told(walk, gone + WEEKS) == [("owner-wanted 1", gone + timedelta(days=1), ALL_OF_THEM)]


def test_they_are_asked_once_more_and_then_only_with_the_question_of_the_year() -> None:
    walk = left()
    gone = walk.today
    said = told(walk, gone + YEAR + 20 * WEEKS)
    assert [(what, day) for what, day, _ in said] == [
        ("owner-wanted 1", gone + timedelta(days=1)),
        ("owner-wanted 2", gone + timedelta(days=29)),
        ("still-running 1", gone + YEAR),
        ("still-running 2", gone + YEAR + 4 * WEEKS),
        ("still-running 3", gone + YEAR + 8 * WEEKS),
    ]
    assert {to for _, _, to in said} == {ALL_OF_THEM}


def test_a_new_owner_ends_the_question() -> None:
    walk = left()
    told(walk, walk.today + WEEKS)
    walk.ask(owner(walk.today, organisation="Helping Hands"), FOUNDER)
    named = walk.today
    assert walk.left.assets[1].owner_left_on is None
    assert told(walk, named + YEAR - WEEKS) == []
    assert [what for what, _, _ in told(walk, named + YEAR)] == ["still-running 1"]


def test_a_second_owner_who_leaves_is_asked_about_anew() -> None:
    walk = left()
    told(walk, walk.today + 10 * WEEKS)
    walk.ask(owner(walk.today, organisation="Helping Hands"), FOUNDER)
    walk.wait(weeks=1).ask(EndOwnership(resource=1), STRANGER)
    gone = walk.today
    assert [(what, day) for what, day, _ in told(walk, gone + WEEKS)] == [("owner-wanted 1", gone + timedelta(days=1))]


def test_while_the_programme_runs_it_is_asked_as_well() -> None:
    walk = an_owned_asset()
    walk.ask(EndOwnership(resource=1, reason=WHY), WORKER)
    gone = walk.today
    assert told(walk, gone + WEEKS) == [("owner-wanted 1", gone + timedelta(days=1), ALL_OF_THEM)]


def test_a_pause_lets_the_question_wait_and_after_it_one_message_is_said() -> None:
    walk = an_owned_asset()
    walk.ask(EndOwnership(resource=1, reason=WHY), WORKER)
    walk.ask(Pause(reason=WHY))
    walk.wait(weeks=6)
    assert told(walk, walk.today) == []
    walk.ask(Resume())
    assert [what for what, _, _ in told(walk, walk.today)] == ["owner-wanted 2"]


@pytest.mark.parametrize("days_late", [3, 20])
def test_after_downtime_it_is_said_once(days_late: int) -> None:
    walk = left().wait(days=days_late)
    assert [what for what, _, _ in told(walk, walk.today)] == ["owner-wanted 1"]


def test_a_leaving_that_is_written_down_later_is_asked_about_the_morning_after_that() -> None:
    walk = owned().wait(weeks=8)
    walk.ask(EndOwnership(resource=1, occurred_on=walk.today - 6 * WEEKS), WORKER)
    assert [what for what, _, _ in told(walk, walk.today + timedelta(days=1))] == ["owner-wanted 1"]


def test_nobody_is_wanted_for_what_never_had_an_owner_or_needs_none() -> None:
    walk = left("lesson")
    assert told(walk, walk.today + 2 * YEAR) == []


def test_what_has_stopped_or_was_withdrawn_needs_no_new_owner() -> None:
    stopped = owned()
    stopped.ask(AnswerRunning(resource=1, running=False), STRANGER)
    stopped.ask(EndOwnership(resource=1), STRANGER)
    assert TOOLKIT not in open_waits(stopped.programme, stopped.left)
    assert told(stopped, stopped.today + YEAR) == []

    withdrawn = left()
    withdrawn.ask(WithdrawResource(resource=1, reason=WHY), FOUNDER)
    assert TOOLKIT not in open_waits(withdrawn.programme, withdrawn.left)
    assert told(withdrawn, withdrawn.today + YEAR) == []
