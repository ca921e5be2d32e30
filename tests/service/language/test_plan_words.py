"""The texts of a plan say “members”: each group finds its own word there, and what anybody wrote stays as it is."""

import pytest

from domain.programme_events import Vocabulary
from service.language.plan_words import in_own_words, page_in_own_words
from service.language.vocabulary import USUAL, speaking_of

ACTIVISTS = Vocabulary(organisation="self-help group", short="SHG", member="activist")
WALKERS = Vocabulary(organisation="self-help group", short="SHG", member="people who use wheelchairs")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Members say who is in charge", "Activists say who is in charge"),
        ("People can become members. A member has a vote.", "People can become activists. An activist has a vote."),
        (
            "Good looks like an agreement that a new member could read in ten minutes and explain to a friend.",
            "Good looks like an agreement that a new activist could read in ten minutes and explain to a friend.",
        ),
        (
            "Decide about “Lessons collected and checked by members”",
            "Decide about “Lessons collected and checked by activists”",
        ),
    ],
)
def test_the_texts_of_a_plan_use_the_word_of_the_group(ours: str, theirs: str) -> None:
    assert in_own_words(ours, ACTIVISTS) == theirs
    assert in_own_words(ours, USUAL) == ours
    assert in_own_words(ours) == ours


def test_a_word_that_is_many_already_stands_for_one_too() -> None:
    assert in_own_words("A member has a vote.", WALKERS) == "One of the people who use wheelchairs has a vote."
    assert in_own_words("Our members test it.", WALKERS) == "Our people who use wheelchairs test it."


@pytest.mark.parametrize(
    "text",
    [
        "Board members learn what a board does.",
        "List of its members",
        "A common trap is a clause that lets a funder name voting members, which can tip the balance on a bad day.",
        "Board elected from the group, with support for each member of it",
        "Our members of Parliament came.",
        "Members Together",
        "We asked the members of the council.",
    ],
)
def test_members_of_something_else_names_and_what_somebody_wrote_stay_as_they_are(text: str) -> None:
    assert in_own_words(text, ACTIVISTS) == text


def test_a_group_cannot_put_anything_but_words_into_a_page() -> None:
    with speaking_of(lambda: Vocabulary(member="<b>friend</b>")):
        said = page_in_own_words(
            "<p>It is the members&#39; group, so the plan counts only once they have agreed it.</p>"
        )
    assert said.startswith("<p>It is the &lt;b&gt;friend&lt;/b&gt;s&#39; group, so")
