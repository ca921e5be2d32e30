"""Stories are data: what is wrong with one is told with its line, like the faults of a plan."""

from datetime import date
from pathlib import Path

import pytest

from service.story_file import StoryFaulty, StoryUnreadable, load_story, read_story, story_names
from service.story_said import INVENTED, Said

SOUND = """story: small
title: A small story
summary: Nothing much happens.
sources: [S:002]
invented: [Everything.]
mentor: An older group
programmes:
  - key: one
    organisation: A new group
    short: New
    locality: Somewhere
    starts: 2015-01-05
    people:
      - {key: mentor, name: Ann, role: mentor}
      - {key: worker, name: Ben, role: worker}
      - {key: first, name: Cat, role: founder, from_constituency: true}
      - {key: second, name: Dan, role: founder, from_constituency: true}
      - {key: third, name: Eve, role: founder, from_constituency: true}
    ending: {reason: It is done.}
"""


def faults_of(text: str, tmp_path: Path) -> list[tuple[int | None, str]]:
    file = tmp_path / "story.yaml"
    file.write_text(text)
    return [(fault.line, fault.sentence) for fault in read_story(str(file)).faults]


def test_both_stories_that_come_with_waymark_are_sound() -> None:
    assert story_names() == ("map", "spectrum")
    assert [read_story(name).faults for name in story_names()] == [(), ()]


def test_what_the_sources_say_is_in_the_stories() -> None:
    told, spectrum = load_story("map"), load_story("spectrum")
    (programme,) = told.programmes

    assert (told.mentor, programme.short, programme.locality) == (
        "Disability Solutions",
        "MAP",
        "Tamworth, Staffordshire",
    )
    assert programme.starts.year == 2009
    assert programme.first_plan is not None
    assert programme.first_plan.weeks == 52
    assert sum(each.counts[-1].different for each in spectrum.programmes) == 95
    assert all(date(2013, 1, 1) < story.starts < date(2015, 1, 1) for story in spectrum.programmes)


def test_words_without_a_source_say_that_they_are_invented() -> None:
    assert Said.model_validate("We sang.").recorded == f"We sang. {INVENTED}"
    assert Said(text="It took two to three years.", source="S:002").recorded == "It took two to three years."


def test_what_is_published_says_to_strangers_where_it_comes_from() -> None:
    assert Said.model_validate("We sang.").published == f"We sang.\n{INVENTED}"
    assert "from source S:002" in Said(text="It took two to three years.", source="S:002").published


def test_a_sound_story_of_ones_own_can_be_read(tmp_path: Path) -> None:
    assert faults_of(SOUND, tmp_path) == []


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ("title: A small story\n", "", 1, "'title' is missing"),
        ("mentor: An older group", "mentors: An older group", 6, "'mentors' is not known here"),
        ("role: worker", "role: workre", 15, "'role' cannot be used"),
        ("invented: [Everything.]", "invented: []", 5, "'invented' cannot be used"),
        ("{key: second,", "{key: first,", 16, "Two people are called first"),
        ("role: worker", "role: funder", 13, "at least 1 with the role worker"),
        ("Eve, role: founder, from_constituency: true", "Eve, role: founder", 13, "2 of 3 founders"),
        ("    ending:", "    template: nothing\n    ending:", 19, "no plan and no file called nothing"),
        ("    ending:", "    left_out: [{milestone: GOV-99, reason: No.}]\n    ending:", 19, "no milestone GOV-99"),
        (
            "    ending:",
            "    left_behind: [{kind: toolkit, title: A list, text: What we used., begins: GOV-99}]\n    ending:",
            19,
            "no milestone GOV-99",
        ),
        (
            "    ending:",
            "    thanks: [{milestone: ENG-01, what: {programme: two, title: A list}}]\n    ending:",
            19,
            "No other programme two of this story leaves “A list”",
        ),
        (
            "    ending:",
            "    stands_beside: [{after: LEG-04, programme: one}]\n    ending:",
            19,
            "No other programme here is one",
        ),
        ("    ending:", "    stands_beside: [{after: LEG-04}]\n    ending:", 19, "either a programme of this story"),
        (
            "    ending:",
            "    worker_leaves: {month: 3, who: worker, to: nobody, reason: Away.}\n    ending:",
            19,
            "Nobody in this programme has the key nobody",
        ),
        (
            "    ending:",
            "    took: {from_months: 36, to_months: 24}\n    ending:",
            19,
            "more months at least than at most",
        ),
        (
            "    ending:",
            "    counts: [{month: 3, engaged: 5, trained: 0, supported: 0, different: 9}]\n    ending:",
            19,
            "Each person counts once",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(was: str, now: str, line: int, words: str, tmp_path: Path) -> None:
    assert was in SOUND
    found = faults_of(SOUND.replace(was, now), tmp_path)

    assert any(words in sentence and at == line for at, sentence in found), found


def test_a_story_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(StoryUnreadable, match="map, spectrum"):
        load_story("robin-hood")


def test_a_faulty_story_is_never_played(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text("title: Half a story")

    with pytest.raises(StoryFaulty, match="'story' is missing"):
        load_story(str(file))
