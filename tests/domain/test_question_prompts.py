"""When somebody is told of a question: the mentor the next morning, those who decide after two weeks, until it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.duty_events import Prompted
from domain.event import ENGINE
from domain.learning_commands import AnswerInformationNeed, RaiseInformationNeed, WithdrawInformationNeed
from domain.programme_commands import CloseProgramme, Command, Pause, Prompt, Resume
from domain.programme_evolution import evolve
from domain.prompts import next_prompt
from domain.recipients import recipients
from domain.waits import PROGRAMME, open_waits, rung_by
from tests.domain.people import FOUNDER, MENTOR, SECOND_FOUNDER, WHY, WORKER, meeting
from tests.domain.programmes import FIRST_DAY, GROUP, Walk, a_running_programme
from tests.domain.test_prompts import once, said

NEED = "need/1"
QUESTION = RaiseInformationNeed(milestone="ENG-01", question="How do we pay for interpreters?")
ENDS = [AnswerInformationNeed(need=1, answer="Ask the council."), WithdrawInformationNeed(need=1)]


def a_question(by: str = WORKER) -> Walk:
    walk = a_running_programme()
    walk.ask(QUESTION, by)
    return walk


def test_a_question_is_told_the_next_morning_and_escalated_after_two_weeks_and_every_four() -> None:
    assert said(a_question(), NEED, until=FIRST_DAY + timedelta(weeks=11)) == [
        ("question 1", FIRST_DAY + timedelta(days=1)),
        ("escalation 1", FIRST_DAY + timedelta(days=14)),
        ("escalation 2", FIRST_DAY + timedelta(days=42)),
        ("escalation 3", FIRST_DAY + timedelta(days=70)),
    ]


def test_the_mentor_hears_first_and_then_those_who_decide_too() -> None:
    walk = a_question()
    assert once(walk.wait(days=1), NEED).to == (MENTOR,)
    assert once(walk.wait(days=13), NEED).to == (FOUNDER, SECOND_FOUNDER, MENTOR)


def test_a_question_of_the_mentor_is_for_the_others() -> None:
    assert once(a_question(MENTOR).wait(days=1), NEED).to == (WORKER,)


def test_a_question_that_a_meeting_asked_is_for_the_mentor_whoever_wrote_it_down() -> None:
    walk = a_running_programme()
    before = walk.programme
    walk.ask(QUESTION, MENTOR)
    meta = walk.events[-1].meta.model_copy(update={"on_behalf_of": meeting(FIRST_DAY).meeting(GROUP)})
    after = evolve(before, replace(walk.events[-1], meta=meta))  # type: ignore[arg-type] # a fact of the programme
    due = next_prompt(after, NEED, walk.at)
    assert due is not None
    assert recipients(after, due, walk.occasion(ENGINE)) == (MENTOR,)


def test_a_question_written_down_late_is_told_of_all_the_same() -> None:
    walk = a_running_programme().wait(weeks=8)
    walk.ask(QUESTION.model_copy(update={"occurred_on": FIRST_DAY}), WORKER)
    assert walk.prompt_at(NEED) == ("question 1", walk.today + timedelta(days=1))
    assert walk.programme.needs[1].asked_on == FIRST_DAY


@pytest.mark.parametrize("command", ENDS)
def test_a_question_that_was_answered_or_withdrawn_is_silent_and_waited_for_no_more(command: Command) -> None:
    walk = a_question()
    assert NEED in open_waits(walk.programme)
    (ended,) = walk.ask(command, MENTOR)
    assert rung_by(ended, walk.programme) == {NEED}
    assert NEED not in open_waits(walk.programme)
    assert walk.prompt_at(NEED) is None
    assert walk.wait(weeks=10).ask(Prompt(about=NEED), ENGINE) == []


def test_a_second_answer_rings_nobody_who_waits() -> None:
    walk = a_question()
    for _ in range(2):
        walk.ask(ENDS[0], MENTOR)
    assert open_waits(walk.programme) == {PROGRAMME, "milestone/ENG-01"}


def test_a_question_rings_its_own_wait_alone() -> None:
    walk = a_running_programme()
    (raised,) = walk.ask(QUESTION, WORKER)
    assert rung_by(raised, walk.programme) == {NEED}


def test_in_a_pause_a_question_waits_and_then_gets_the_lost_days_back() -> None:
    walk = a_question()
    once(walk.wait(days=1), NEED)
    walk.wait(days=4).ask(Pause(reason=WHY))
    assert walk.prompt_at(NEED) is None
    walk.wait(weeks=10).ask(Resume())
    assert walk.prompt_at(NEED) == ("escalation 1", walk.today + timedelta(days=9))


def test_a_question_asked_in_a_pause_counts_from_its_end() -> None:
    walk = a_running_programme()
    walk.ask(Pause(reason=WHY))
    walk.wait(weeks=2).ask(QUESTION, WORKER)
    (resumed, *_) = walk.wait(weeks=2).ask(Resume())
    assert NEED in rung_by(resumed, walk.programme)
    assert walk.prompt_at(NEED) == ("question 1", walk.today + timedelta(days=1))


def test_after_downtime_one_message_says_it_all() -> None:
    walk = a_question().wait(weeks=7)
    told = once(walk, NEED)
    assert isinstance(told, Prompted)
    assert (told.kind, told.number, told.due) == ("escalation", 2, FIRST_DAY + timedelta(days=14))
    assert walk.ask(Prompt(about=NEED), ENGINE) == []


def test_the_end_of_a_programme_ends_its_questions() -> None:
    walk = a_question()
    (closed,) = walk.ask(CloseProgramme(ending="merged", reason=WHY))
    assert NEED in rung_by(closed, walk.programme), "what ends must hear of it"
    assert NEED not in open_waits(walk.programme)
    assert walk.prompt_at(NEED) is None
