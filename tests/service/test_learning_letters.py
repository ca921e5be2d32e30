"""What a letter says about a question, and about what was left behind: what to do, and nothing that is sealed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.duty_events import PromptKind
from domain.learning_commands import AnswerInformationNeed, RaiseInformationNeed
from domain.programme_commands import CloseProgramme
from domain.resource_commands import (
    CheckResource,
    DraftResource,
    EndOwnership,
    NameOwner,
    PublishResource,
    WithdrawResource,
)
from service.letter_words.item import Item
from service.letter_words.plain import sentence
from service.letters import still_needed
from service.views import create_views
from tests.service.group import FIRST, FOUNDER, MENTOR, WORKER, Group, Hands, group, settings_of

OWNER = "person:9b4e28ba-2fa1-41d2-883f-0016d3cca427"
WORDS = "How do we pay for Ann's interpreter?"


@pytest.fixture
def ours(tmp_path: Path, app_url: str, owner_url: str) -> Iterator[Group]:
    create_views(owner_url)
    with group(settings_of(tmp_path / "home", app_url, owner_url), Hands()) as ours:
        yield ours.start()


def item(ours: Group, about: str, kind: PromptKind, due: date) -> Item:
    return Item(ours.id, 9, about, kind, 1, due)


def said(ours: Group, item: Item) -> str:
    return sentence(item, ours.waymark.front_door.group(ours.id), ours.hands.now.date())


def needed(ours: Group, item: Item, person: str) -> bool:
    return still_needed(item, person, ours.waymark.front_door.group(ours.id))


def ask(ours: Group, milestone: str | None = FIRST) -> date:
    """A question; the day by which an answer is wanted."""
    ours.ask(RaiseInformationNeed(milestone=milestone, question=WORDS), WORKER)
    return ours.hands.now.date() + timedelta(days=14)


def leave(ours: Group) -> date:
    """A toolkit that is offered and has an owner; its review day."""
    day = ours.hands.now.date()
    ours.ask(DraftResource(kind="toolkit", title="A toolkit", text="How to begin."), WORKER)
    ours.ask(CheckResource(resource=1, agreed=True))
    ours.ask(PublishResource(resource=1, review_on=day + timedelta(weeks=70)))
    ours.ask(NameOwner(resource=1, organisation="Helping Hands", person=OWNER, agreed_on=day))
    return day + timedelta(weeks=70)


@pytest.mark.parametrize(
    ("kind", "words"), [("question", "nobody in the group can answer"), ("escalation", "no answer")]
)
def test_a_letter_says_which_question_waits_and_never_its_words(ours: Group, kind: PromptKind, words: str) -> None:
    text = said(ours, item(ours, "need/1", kind, ask(ours)))
    assert words in text
    assert "Buddy agreement signed with an established organisation" in text
    assert "read question 1 in Waymark" in text
    assert "Ann" not in text


def test_a_question_about_the_whole_programme_names_no_milestone(ours: Group) -> None:
    assert "Somebody asked a question that nobody" in said(ours, item(ours, "need/1", "question", ask(ours, None)))


def test_an_answered_question_needs_no_letter(ours: Group) -> None:
    told = item(ours, "need/1", "question", ask(ours))
    assert needed(ours, told, MENTOR)
    ours.ask(AnswerInformationNeed(need=1, answer="Ask the council."), MENTOR)
    assert not needed(ours, told, MENTOR)


def test_a_letter_names_what_should_be_looked_at(ours: Group) -> None:
    text = said(ours, item(ours, "resource/1", "review-resource", leave(ours)))
    assert text.startswith("“A toolkit” is offered to other groups. Please look whether it is still right.")


def test_a_letter_asks_whether_it_still_runs_and_for_the_look_when_that_is_due(ours: Group) -> None:
    review_on = leave(ours)
    ours.ask(CloseProgramme(ending="merged", reason="We joined another group."), FOUNDER)
    told = item(ours, "resource/1", "still-running", ours.hands.now.date() + timedelta(days=365))
    assert "Is it still running? Please answer yes or no" in said(ours, told)
    assert "Please also look" not in said(ours, told)
    ours.hands.to(review_on)
    assert "Please also look" in said(ours, told)


def test_a_letter_asks_those_who_can_name_an_owner_until_there_is_one(ours: Group) -> None:
    leave(ours)
    day = ours.hands.now.date()
    ours.ask(EndOwnership(resource=1, reason="We have no room."), WORKER)
    told = item(ours, "resource/1", "owner-wanted", day)
    text = said(ours, told)
    assert "Nobody looks after it any more. Who will?" in text
    assert "no room" not in text
    assert all(needed(ours, told, each) for each in (FOUNDER, MENTOR))
    assert not needed(ours, told, OWNER)
    ours.ask(NameOwner(resource=1, organisation="A third group", agreed_on=day))
    assert not needed(ours, told, FOUNDER)


def test_an_owner_without_another_part_is_told_and_a_stranger_is_not(ours: Group) -> None:
    told = item(ours, "resource/1", "review-resource", leave(ours))
    assert needed(ours, told, OWNER)
    assert not needed(ours, told, OWNER.replace("9b", "8b"))
    assert not needed(ours, item(ours, "review/1", "reminder", told.due), OWNER)
    ours.ask(WithdrawResource(resource=1, reason="It is out of date."))
    assert not needed(ours, told, OWNER)
    assert not needed(ours, told, WORKER)
