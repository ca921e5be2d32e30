"""When somebody is asked about what was left behind: a look on its review day, and each year whether it still runs."""

from datetime import date, timedelta

import pytest

from domain.decisions import prompt
from domain.duty_events import Prompted
from domain.event import ENGINE, Fact
from domain.occasion import AssetReading, LegacyReading
from domain.passage import Words
from domain.programme_commands import CloseProgramme, Pause, Prompt, Resume
from domain.programme_events import Ending, ProgrammeClosed
from domain.prompts import next_prompt
from domain.resource_events import (
    Owner,
    OwnerLeft,
    OwnerNamed,
    ResourceChecked,
    ResourceReviewed,
    RunningAnswered,
)
from domain.waits import HANDOVER, PACK, open_waits, rung_by
from tests.domain.people import FOUNDER, MENTOR, SECOND_FOUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import FIRST_DAY, GROUP, Walk, a_running_programme

TOOLKIT = "resource/1"
OWNER = STRANGER
REVIEW = FIRST_DAY + timedelta(weeks=20)
YEAR = timedelta(days=365)


def asset(**changes: object) -> LegacyReading:
    kept = AssetReading(
        kind="toolkit",
        title="A toolkit",
        published_on=FIRST_DAY,
        review_on=REVIEW,
        owner_organisation="Second Steps",
        owner_person=OWNER,
        owner_agreed_on=FIRST_DAY,
    )
    return LegacyReading(version=1, assets={1: kept.model_copy(update=changes)})


def tell(walk: Walk, legacy: LegacyReading) -> list[Prompted]:
    """What the engine says now."""
    facts = prompt(walk.programme, Prompt(about=TOOLKIT), walk.occasion(ENGINE, legacy=legacy))
    walk.given(*facts)
    return [fact for fact in facts if isinstance(fact, Prompted)]


def told(walk: Walk, legacy: LegacyReading, until: date) -> list[tuple[str, date]]:
    """Everything said when the engine is always awake: what, and on which day."""
    said = []
    while (due := next_prompt(walk.programme, TOOLKIT, walk.at, legacy)) is not None and due.at.date() <= until:
        walk.at = max(due.at, walk.at)
        (fact,) = tell(walk, legacy)
        said.append((f"{fact.kind} {fact.number}", walk.today))
        assert len(said) < 50, "the same thing is said again and again"
    return said


def ended() -> Walk:
    walk = a_running_programme()
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    return walk


def test_what_is_offered_is_looked_at_once_on_its_review_day() -> None:
    walk = a_running_programme()
    assert told(walk, asset(), until=FIRST_DAY + 10 * YEAR) == [("review-resource 1", REVIEW)]


def test_a_lesson_is_looked_at_too_and_nobody_asks_whether_it_runs() -> None:
    lesson = asset(kind="lesson", owner_organisation=None, owner_person=None).assets[1]
    walk, legacy = a_running_programme(), LegacyReading(version=1, lessons={1: lesson})
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    assert TOOLKIT in open_waits(walk.programme, legacy)
    assert told(walk, legacy, until=FIRST_DAY + 5 * YEAR) == [("review-resource 1", REVIEW)]


def test_a_next_review_day_is_a_next_look() -> None:
    walk = a_running_programme()
    told(walk, asset(), until=REVIEW)
    assert told(walk, asset(review_on=REVIEW + YEAR), until=REVIEW + YEAR) == [("review-resource 1", REVIEW + YEAR)]


def test_its_owner_looks_or_else_the_worker() -> None:
    for legacy, to in ((asset(), (OWNER,)), (asset(owner_person=None), (WORKER,))):
        (said,) = tell(a_running_programme().wait_until(REVIEW), legacy)
        assert (said.kind, said.due, said.to) == ("review-resource", REVIEW, to)


def test_a_year_after_the_end_its_owner_is_asked_three_times_whether_it_still_runs() -> None:
    later = asset(review_on=FIRST_DAY + 3 * YEAR)
    assert told(ended(), later, until=FIRST_DAY + 2 * YEAR) == [
        ("still-running 1", FIRST_DAY + YEAR),
        ("still-running 2", FIRST_DAY + YEAR + timedelta(weeks=4)),
        ("still-running 3", FIRST_DAY + YEAR + timedelta(weeks=8)),
    ]


@pytest.mark.parametrize("ending", ["finished", "merged", "stopped-early"])
def test_what_is_left_behind_is_asked_about_however_the_programme_ended(ending: Ending) -> None:
    walk = a_running_programme()
    walk.given(ProgrammeClosed(ending=ending, reason=Words(about=GROUP, text=WHY)))
    assert TOOLKIT in open_waits(walk.programme, asset())
    assert tell(walk.wait_until(FIRST_DAY + YEAR), asset())


def test_the_owner_is_asked_first_and_those_who_decide_when_there_is_no_answer() -> None:
    walk = ended().wait_until(FIRST_DAY + YEAR)
    (first,) = tell(walk, asset())
    (second,) = tell(walk.wait(weeks=4), asset())
    assert first.to == (OWNER,)
    assert second.to == (OWNER, FOUNDER, SECOND_FOUNDER, MENTOR)


def test_without_an_owner_whom_we_know_those_who_decide_and_the_mentor_are_asked() -> None:
    (said,) = tell(ended().wait_until(FIRST_DAY + YEAR), asset(owner_person=None))
    assert said.to == (FOUNDER, SECOND_FOUNDER, MENTOR)


def test_a_yes_is_asked_again_a_year_later_and_a_no_never() -> None:
    walk = ended()
    told(walk, asset(), until=FIRST_DAY + YEAR)
    yes = asset(running=True, answered_on=walk.today + timedelta(days=3), review_on=FIRST_DAY + 9 * YEAR)
    assert told(walk, yes, until=FIRST_DAY + 2 * YEAR + timedelta(days=3)) == [
        ("still-running 1", FIRST_DAY + 2 * YEAR + timedelta(days=3))
    ]
    no = asset(running=False, answered_on=walk.today)
    assert told(walk, no, until=FIRST_DAY + 20 * YEAR) == []
    assert TOOLKIT not in open_waits(walk.programme, no)


def test_a_new_owner_is_asked_a_year_after_they_agreed() -> None:
    walk = ended()
    told(walk, asset(), until=FIRST_DAY + 2 * YEAR)
    agreed = FIRST_DAY + 2 * YEAR
    new = asset(owner_agreed_on=agreed, review_on=FIRST_DAY + 9 * YEAR)
    assert told(walk, new, until=agreed + YEAR) == [("still-running 1", agreed + YEAR)]


def test_a_review_that_falls_into_the_asking_is_said_in_the_same_letter() -> None:
    walk = ended()
    near = asset(review_on=FIRST_DAY + YEAR + timedelta(days=10))
    assert {what for what, _ in told(walk, near, until=FIRST_DAY + 5 * YEAR)} == {
        "still-running 1",
        "still-running 2",
        "still-running 3",
    }


def test_what_was_published_long_ago_is_not_asked_about_the_past() -> None:
    walk = a_running_programme().wait(weeks=200)
    walk.ask(CloseProgramme(ending="merged", reason=WHY, occurred_on=FIRST_DAY))
    assert told(walk, asset(review_on=FIRST_DAY - YEAR), until=FIRST_DAY + 9 * YEAR) == []


def test_a_pause_stops_the_look_and_after_it_one_message_is_said() -> None:
    walk = a_running_programme()
    walk.ask(Pause(reason=WHY))
    walk.wait_until(REVIEW + timedelta(weeks=5))
    assert tell(walk, asset()) == []
    walk.ask(Resume())
    assert [said.kind for said in tell(walk, asset())] == ["review-resource"]
    assert tell(walk, asset()) == []


def test_the_timers_of_what_is_left_behind_go_on_after_the_end() -> None:
    walk = a_running_programme().wait_until(REVIEW)
    assert tell(walk, asset())
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    assert tell(walk, asset()) == [], "it was said before the end"


def test_nothing_is_waited_for_that_is_not_offered() -> None:
    walk = a_running_programme()
    assert TOOLKIT not in open_waits(walk.programme)
    assert walk.ask(Prompt(about=TOOLKIT), ENGINE) == []


def test_the_end_rings_everything_that_is_left_behind_and_leaves_only_that_and_the_handover() -> None:
    walk = a_running_programme()
    (closed,) = walk.ask(CloseProgramme(ending="merged", reason=WHY))
    assert TOOLKIT in rung_by(closed, walk.programme, asset())
    assert open_waits(walk.programme, asset()) == {TOOLKIT, HANDOVER, PACK}


@pytest.mark.parametrize(
    "fact",
    [
        OwnerLeft(resource=1, reason=None),
        OwnerNamed(resource=1, owner=Owner(organisation="Second Steps", agreed_on=FIRST_DAY)),
        ResourceReviewed(resource=1, review_on=REVIEW, note=None),
        RunningAnswered(resource=1, running=False, note=None),
    ],
)
def test_what_happens_to_an_asset_rings_its_wait(fact: Fact) -> None:
    assert rung_by(fact, a_running_programme().programme, asset()) == {TOOLKIT}


def test_a_check_of_a_draft_rings_nobody() -> None:
    checked = ResourceChecked(resource=1, draft=1, agreed=True, note=None)
    assert rung_by(checked, a_running_programme().programme, asset()) == frozenset()
