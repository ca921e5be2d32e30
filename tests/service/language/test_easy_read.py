"""Every Easy Read text of Waymark keeps the rules that a machine can look at, and says honestly who checked it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import textstat  # type: ignore[import-untyped]
import yaml
from pydantic import ValidationError

from service.audit.easy_help import easy_help
from service.language.easy_checks import BY_A_MACHINE, Checked, check_of, key_of, notice, read_checks, shipped_checks
from service.language.easy_read import faults, sentences
from service.language.hard_words import HARD_WORDS, hard_words_in
from service.language.pictures import picture_of

_KNOWN_TO_ALL = frozenset((Path(__file__).parent / "known_words.txt").read_text("utf-8").split())
"""Words that no list of easy American words holds, and that everybody knows."""


@cache
def plan_texts() -> tuple[tuple[str, str], ...]:
    plans = [yaml.safe_load(each.read_text("utf-8")) for each in (files("service") / "plans").iterdir()]
    return tuple(
        (f"{plan['template']} {each['id']}", f"{each['easy_title']}.\n{' '.join(each.get('easy_what', '').split())}")
        for plan in plans
        for each in (*plan["milestones"], *plan["stages"], *plan["duties"])
    )


def everything() -> Iterator[tuple[str, str]]:
    yield from plan_texts()
    yield from ((f"hard word {word}", meaning) for word, meaning in HARD_WORDS.items())
    yield "a draft by us", notice(None)
    yield "a draft by a machine", notice(None, BY_A_MACHINE)
    yield from ((f"help {title}", line.text) for title, lines in easy_help() for line in lines)
    yield "checked", notice(Checked("Speaking Up Tamworth", date(2026, 4, 1))).replace("1 April 2026", "today")


def test_every_easy_read_text_keeps_the_rules() -> None:
    wrong = [(name, fault.sentence, fault.why) for name, text in everything() for fault in faults(text)]
    assert wrong == []


def test_every_hard_word_of_a_plan_is_explained() -> None:
    known = {*_KNOWN_TO_ALL, *(part for word in HARD_WORDS for part in word.split())}
    hard = {
        (name, word)
        for name, text in plan_texts()
        for word in textstat.textstat.difficult_words_list(text.lower())
        if word not in known and word.removesuffix("s") not in known
    }
    unexplained = {(name, word) for name, word in hard if f"{word} is" not in dict(plan_texts())[name].lower()}
    assert {word for _, word in unexplained} == set()


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("We go on and on and on until it rains.", "more than one thing"),
        ("We do this; then that.", "hard to read"),
        ("The plan was written.", "who does it"),
        ("There are five steps.", "figures"),
        ("The DPO meets.", "what DPO means"),
        ("This sentence goes on for so long that nobody can keep in mind how it once began.", "17 words"),
    ],
)
def test_a_rule_finds_what_breaks_it(sentence: str, why: str) -> None:
    assert [each for each in faults(sentence) if why in each.why]


def test_names_count_as_one_word() -> None:
    text = "Making All Possible in the Town of Tamworth and the Villages helps us to make our plan today."
    assert faults(text)
    assert not faults(text, one_word=("Making All Possible in the Town of Tamworth and the Villages",))


def test_a_hard_word_is_explained_beside_the_text_unless_the_text_does() -> None:
    assert [word for word, _ in hard_words_in(["The council pays a grant.", "Members meet."])] == [
        "council",
        "grant",
        "member",
    ]
    assert hard_words_in(["We meet the mentor.", "A mentor is a group that helps."]) == ()


def test_a_text_is_a_draft_until_somebody_checked_just_these_words() -> None:
    checks = read_checks(
        f"checks:\n- {{text: {key_of('We meet. We talk.')}, checked_by: Speaking Up, checked_on: 2027-01-31}}"
    )
    assert check_of(["We meet.\n  We talk."], checks) == Checked("Speaking Up", date(2027, 1, 31))
    assert check_of(["We meet. We talk!"], checks) is None
    assert check_of(["We meet. We talk.", "And more."], checks) is None
    assert "It is a draft." in notice(None)
    assert notice(Checked("Speaking Up", date(2027, 1, 31))) == "Speaking Up checked this Easy Read on 31 January 2027."


def test_nothing_is_said_to_be_checked_that_is_not() -> None:
    assert shipped_checks() == {}
    with pytest.raises(ValidationError):
        read_checks("checks: [{text: abc, checked_by: us, checked_on: 2027-01-31}]")


def test_nearly_every_sentence_of_a_plan_has_a_picture() -> None:
    said = [each for _, text in plan_texts() for each in sentences(text)]
    assert sum(picture_of(each) is not None for each in said) > 0.9 * len(said)


def test_every_picture_is_there_and_is_credited() -> None:
    folder = files("service") / "pages" / "pictures"
    there = {each.name.removesuffix(".svg") for each in folder.iterdir() if each.name.endswith(".svg")}
    credits_ = (folder / "CREDITS").read_text("utf-8")
    assert there
    assert [name for name in there if f"{name}.svg " not in credits_] == []
    assert "CC" in credits_ or "Creative Commons Attribution-ShareAlike 4.0" in credits_
