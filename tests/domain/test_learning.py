"""How groups learn from each other: questions, answers, what helped, and who stands beside whom."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.learning_commands import (
    AgreeBuddy,
    AnswerInformationNeed,
    RaiseInformationNeed,
    SayItHelped,
    TraceMentor,
    WithdrawInformationNeed,
)
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    MentorTraced,
    ResourceHelped,
)
from domain.passage import Words
from domain.programme_commands import CloseProgramme, Command, ReplaceMentor
from domain.programme_events import Mentor
from domain.refusals import AlreadyDone, NotAllowed, NotNow, OwnGroup, UnknownMilestone, UnknownPart
from tests.domain.people import FOUNDER, FUNDER, MENTOR, STRANGER, WHY, WORKER
from tests.domain.programmes import GROUP, Walk, a_draft, a_running_programme
from tests.domain.requests import ANOTHER_PROGRAMME, LEFT_BY_OTHERS

QUESTION = RaiseInformationNeed(milestone="ENG-01", question="How do we pay for interpreters?")


def a_question() -> Walk:
    walk = a_running_programme()
    walk.ask(QUESTION, WORKER)
    return walk


def an_ended_programme() -> Walk:
    walk = a_running_programme()
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    return walk.wait(days=30)


def test_questions_are_numbered_and_may_be_about_a_milestone() -> None:
    walk = a_question()
    (raised,) = walk.ask(RaiseInformationNeed(question="Who can teach us to chair?"), FOUNDER)
    assert raised == InformationNeedRaised(
        need=2, milestone=None, question=Words(about=GROUP, text="Who can teach us to chair?")
    )
    assert [(n, need.milestone, need.settled) for n, need in walk.programme.needs.items()] == [
        (1, "ENG-01", None),
        (2, None, None),
    ]


def test_a_question_can_be_asked_while_the_plan_is_a_draft() -> None:
    assert a_draft().ask(QUESTION, WORKER)


@pytest.mark.parametrize("by", [MENTOR, WORKER, FOUNDER])
def test_whoever_works_with_the_group_may_answer_also_the_one_who_asked(by: str) -> None:
    walk = a_question()
    (answered,) = walk.ask(AnswerInformationNeed(need=1, answer="Ask the council."), by)
    assert answered == InformationNeedAnswered(need=1, answer=Words(about=GROUP, text="Ask the council."), resources=())
    assert walk.programme.needs[1].settled == "answered"


def test_an_answer_may_be_what_others_left_behind_each_thing_named_once() -> None:
    (answered,) = a_question().ask(AnswerInformationNeed(need=1, resources=(LEFT_BY_OTHERS, LEFT_BY_OTHERS)), MENTOR)
    assert answered == InformationNeedAnswered(need=1, answer=None, resources=(LEFT_BY_OTHERS,))


def test_an_answer_says_something() -> None:
    with pytest.raises(ValidationError, match="Give an answer in words"):
        AnswerInformationNeed(need=1)


def test_a_second_answer_is_welcome() -> None:
    walk = a_question()
    for answer in ("Ask the council.", "The council's fund is closed. Ask the lottery."):
        assert walk.ask(AnswerInformationNeed(need=1, answer=answer), MENTOR)


def test_a_question_that_was_withdrawn_is_answered_no_more() -> None:
    walk = a_question()
    (withdrawn,) = walk.ask(WithdrawInformationNeed(need=1), WORKER)
    assert withdrawn == InformationNeedWithdrawn(need=1, reason=None)
    for command in (AnswerInformationNeed(need=1, answer="Late."), WithdrawInformationNeed(need=1)):
        with pytest.raises(NotNow, match="withdrawn"):
            walk.ask(command, MENTOR)


def test_a_question_that_was_answered_cannot_be_withdrawn() -> None:
    walk = a_question()
    walk.ask(AnswerInformationNeed(need=1, answer="Ask the council."), MENTOR)
    with pytest.raises(AlreadyDone):
        walk.ask(WithdrawInformationNeed(need=1), WORKER)


@pytest.mark.parametrize("command", [AnswerInformationNeed(need=7, answer="Yes."), WithdrawInformationNeed(need=7)])
def test_only_a_question_that_was_asked_is_answered_or_withdrawn(command: Command) -> None:
    with pytest.raises(UnknownPart, match="no question 7"):
        a_question().ask(command, MENTOR)


@pytest.mark.parametrize(
    "command",
    [
        RaiseInformationNeed(milestone="XXX-01", question="How?"),
        SayItHelped(resource=LEFT_BY_OTHERS, milestone="XXX-01"),
    ],
)
def test_what_is_asked_and_thanked_for_names_only_milestones_of_the_plan(command: Command) -> None:
    with pytest.raises(UnknownMilestone):
        a_running_programme().ask(command, WORKER)


def test_funders_ask_and_answer_nothing() -> None:
    for command in (QUESTION, AnswerInformationNeed(need=1, answer="Yes."), SayItHelped(resource=LEFT_BY_OTHERS)):
        with pytest.raises(NotAllowed):
            a_question().ask(command, FUNDER)


def test_the_same_thing_helps_once_at_each_milestone() -> None:
    walk = a_running_programme()
    for milestone in ("ENG-01", "ENG-02", None):
        (helped,) = walk.ask(SayItHelped(resource=LEFT_BY_OTHERS, milestone=milestone), WORKER)
        assert helped == ResourceHelped(resource=LEFT_BY_OTHERS, milestone=milestone, note=None)
        with pytest.raises(AlreadyDone):
            walk.ask(SayItHelped(resource=LEFT_BY_OTHERS, milestone=milestone, note="Again."), FOUNDER)


def test_nobody_thanks_themselves() -> None:
    ours = f"{GROUP.replace('programme', 'resource')}/1"
    with pytest.raises(OwnGroup, match="another group"):
        a_running_programme().ask(SayItHelped(resource=ours), WORKER)


def test_where_the_mentor_began_is_recorded_once_and_can_be_corrected() -> None:
    walk = a_running_programme()
    (traced,) = walk.ask(TraceMentor(programme=ANOTHER_PROGRAMME), MENTOR)
    assert traced == MentorTraced(programme=ANOTHER_PROGRAMME)
    with pytest.raises(AlreadyDone):
        walk.ask(TraceMentor(programme=ANOTHER_PROGRAMME), MENTOR)
    other = ANOTHER_PROGRAMME.replace("0f14", "1f14")
    walk.ask(TraceMentor(programme=other), MENTOR)
    assert walk.programme.mentor_programme == other


def test_another_mentor_began_somewhere_else() -> None:
    walk = a_running_programme()
    walk.ask(TraceMentor(programme=ANOTHER_PROGRAMME), MENTOR)
    walk.ask(ReplaceMentor(mentor=Mentor(organisation="Second Steps", coordinator=STRANGER), reason=WHY))
    assert walk.programme.mentor_programme is None


def test_two_groups_stand_beside_each_other_in_more_than_one_way() -> None:
    walk = a_running_programme()
    both = [AgreeBuddy(organisation="Second Steps", gives=gives) for gives in (True, False)]
    assert [walk.ask(each, WORKER) for each in both] == [
        [BuddyAgreed(organisation="Second Steps", programme=None, part="buddy", gives=gives)] for gives in (True, False)
    ]
    for each in both:
        with pytest.raises(AlreadyDone):
            walk.ask(each, WORKER)


@pytest.mark.parametrize(
    "command",
    [
        TraceMentor(programme=GROUP),
        AgreeBuddy(organisation="Second Steps", programme=GROUP, gives=True),
        AgreeBuddy(organisation="Our Own Voice", gives=True),
    ],
)
def test_a_group_is_not_its_own_buddy_and_did_not_begin_in_itself(command: Command) -> None:
    with pytest.raises(OwnGroup):
        a_running_programme().ask(command, WORKER)


def test_an_organisation_goes_on_to_mentor_after_its_programme_has_ended() -> None:
    walk = an_ended_programme()
    (agreed,) = walk.ask(AgreeBuddy(organisation="Second Steps", part="mentor", gives=True), FOUNDER)
    assert isinstance(agreed, BuddyAgreed)
    assert walk.ask(TraceMentor(programme=ANOTHER_PROGRAMME), MENTOR)


def test_help_that_a_group_had_is_written_down_after_the_end_only_for_a_day_before_it() -> None:
    walk = an_ended_programme()
    with pytest.raises(NotNow, match="ended on"):
        walk.ask(AgreeBuddy(organisation="Second Steps", gives=False), WORKER)
    before = walk.today - timedelta(days=31)
    assert walk.ask(AgreeBuddy(organisation="Second Steps", gives=False, occurred_on=before), WORKER)


@pytest.mark.parametrize("command", [QUESTION, SayItHelped(resource=LEFT_BY_OTHERS)])
def test_after_the_end_nobody_asks_and_nothing_helps_any_more(command: Command) -> None:
    with pytest.raises(NotNow, match="closed"):
        an_ended_programme().ask(command, WORKER)
