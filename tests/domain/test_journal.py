"""What a group writes down: reviews, mentoring, celebrations, lessons, people, decisions of meetings."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.journal_commands import (
    CorrectFigure,
    CountPeople,
    HoldReview,
    RecordCelebration,
    RecordDecision,
    RecordLesson,
    RecordMentoringSession,
)
from domain.journal_events import (
    DecisionRecorded,
    FigureCorrected,
    LessonRecorded,
    MentoringSessionHeld,
    ReviewHeld,
    ReviewOpened,
)
from domain.passage import Words
from domain.programme_commands import Command, MeetingNote
from domain.refusals import AlreadyDone, DayNotPossible, NotAllowed, NotNow, UnknownMilestone
from tests.domain.people import FOUNDER, FUNDER, MENTOR, WHY, WORKER, meeting
from tests.domain.programmes import FIRST_DAY, GROUP, Walk, a_draft, a_running_programme


def counted(walk: Walk) -> tuple[int, int, int, int]:
    people = walk.programme.people
    return people.engaged, people.trained, people.supported, people.different


def test_a_review_is_called_two_weeks_ahead() -> None:
    walk = a_running_programme().wait(weeks=11)
    assert ReviewOpened(review=1, due=FIRST_DAY + timedelta(weeks=13)) in walk.engine()


def test_a_review_is_not_called_sooner_or_twice() -> None:
    walk = a_running_programme().wait(weeks=10)
    assert not [fact for fact in walk.engine() if isinstance(fact, ReviewOpened)]
    walk.wait(weeks=1).engine()
    assert not [fact for fact in walk.engine() if isinstance(fact, ReviewOpened)]


def test_a_review_held_calls_the_next_a_quarter_later() -> None:
    walk = a_running_programme().wait(weeks=12)
    walk.engine()
    (held,) = walk.ask(HoldReview(agreed="Go on."), WORKER)
    assert held == ReviewHeld(
        review=1, agreed=Words(about=GROUP, text="Go on."), next_review_on=walk.today + timedelta(weeks=13)
    )
    assert walk.programme.review is None


def test_a_review_can_be_held_before_it_was_called() -> None:
    walk = a_running_programme().wait(weeks=5)
    walk.ask(HoldReview(agreed="Go on."), WORKER)
    assert walk.programme.reviews_held == 1


def test_a_review_written_down_late_calls_the_next_on_a_day_still_to_come() -> None:
    walk = a_running_programme().wait(weeks=40)
    walk.ask(HoldReview(agreed="Go on.", occurred_on=FIRST_DAY + timedelta(weeks=13)), WORKER)
    assert walk.programme.next_review_on == FIRST_DAY + timedelta(weeks=52)


def test_the_next_review_is_still_to_come() -> None:
    with pytest.raises(DayNotPossible):
        a_running_programme().ask(HoldReview(agreed="Go on.", next_review_on=FIRST_DAY))


def test_a_draft_has_no_review() -> None:
    with pytest.raises(NotNow):
        a_draft().ask(HoldReview(agreed="Go on."))


def test_mentoring_is_counted_in_minutes_and_may_name_milestones() -> None:
    (fact,) = a_running_programme().ask(RecordMentoringSession(minutes=90, milestones=("ENG-01",)), MENTOR)
    assert fact == MentoringSessionHeld(minutes=90, milestones=("ENG-01",), note=None)


def test_celebrations_and_lessons_are_counted() -> None:
    walk = a_running_programme()
    walk.ask(RecordCelebration(note="Cake."), FOUNDER)
    (lesson,) = walk.ask(RecordLesson(milestone="ENG-01", lesson="Begin sooner.", context="In winter."), WORKER)
    assert isinstance(lesson, LessonRecorded)
    assert (walk.programme.celebrations, walk.programme.lessons) == (1, 1)


@pytest.mark.parametrize(
    "command",
    [
        RecordCelebration(milestone="XXX-01", note="Cake."),
        RecordLesson(milestone="XXX-01", lesson="Look first."),
        RecordMentoringSession(milestones=("ENG-01", "XXX-01"), minutes=5),
    ],
)
def test_what_is_written_down_names_only_milestones_of_the_plan(command: Command) -> None:
    with pytest.raises(UnknownMilestone):
        a_running_programme().ask(command, MENTOR)


def test_a_new_count_of_people_replaces_the_last() -> None:
    walk = a_running_programme()
    walk.ask(CountPeople(engaged=20, trained=5, supported=5, different=25), WORKER)
    walk.wait(weeks=1).ask(CountPeople(engaged=60, trained=20, supported=15, different=95), WORKER)
    assert counted(walk) == (60, 20, 15, 95)


def test_an_older_count_written_down_late_does_not_replace_a_newer_one() -> None:
    walk = a_running_programme().wait(weeks=8)
    walk.ask(CountPeople(engaged=60, different=60), WORKER)
    walk.ask(CountPeople(engaged=20, different=20, occurred_on=FIRST_DAY), WORKER)
    assert counted(walk) == (60, 0, 0, 60)


@pytest.mark.parametrize("different", [59, 96])
def test_people_are_counted_once_each_and_never_summed(different: int) -> None:
    with pytest.raises(ValidationError):
        CountPeople(engaged=60, trained=20, supported=15, different=different)


def test_a_wrong_figure_is_corrected_by_a_new_fact() -> None:
    walk = a_running_programme()
    walk.ask(CountPeople(engaged=60, different=60), WORKER)
    (fact,) = walk.ask(CorrectFigure(figure="engaged", correct=59, reason=WHY), WORKER)
    assert fact == FigureCorrected(figure="engaged", was=60, correct=59, reason=Words(about=GROUP, text=WHY))
    assert counted(walk) == (59, 0, 0, 60)
    with pytest.raises(AlreadyDone):
        walk.ask(CorrectFigure(figure="engaged", correct=59, reason=WHY), WORKER)


def test_a_meeting_decides_for_people_without_accounts() -> None:
    (fact,) = a_running_programme().ask(
        RecordDecision(decision="We meet on Tuesdays.", on_behalf_of=meeting(FIRST_DAY)), WORKER
    )
    assert fact == DecisionRecorded(decision=Words(about=GROUP, text="We meet on Tuesdays."))


def test_a_decision_names_its_meeting() -> None:
    with pytest.raises(ValidationError):
        RecordDecision.model_validate({"decision": "We meet on Tuesdays."})


@pytest.mark.parametrize(("votes_for", "against"), [(2, 2), (0, 0), (5, 3), (3, 4)])
def test_only_what_a_meeting_carried_is_recorded(votes_for: int, against: int) -> None:
    with pytest.raises(ValidationError):
        MeetingNote(
            body="board", held_on=FIRST_DAY, present=7, votes_for=votes_for, votes_against=against, minute="No."
        )


def test_a_meeting_still_to_come_has_decided_nothing() -> None:
    tomorrow = meeting(FIRST_DAY + timedelta(days=1))
    with pytest.raises(DayNotPossible):
        a_running_programme().ask(RecordDecision(decision="Yes.", on_behalf_of=tomorrow), WORKER)


def test_a_funder_does_not_write_down_what_a_meeting_decided() -> None:
    with pytest.raises(NotAllowed):
        a_running_programme().ask(RecordDecision(decision="Yes.", on_behalf_of=meeting(FIRST_DAY)), FUNDER)
