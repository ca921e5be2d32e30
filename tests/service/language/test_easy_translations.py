"""An Easy Read text in another language is a new text: only who reads that language can have checked it."""

from dataclasses import replace
from datetime import date

from service.language.easy_checks import Checked, key_of
from service.language.easy_lines import easy_count, easy_line, easy_title, notice_of
from service.language.language import ENGLISH, bare, speaking
from service.letter_words.easy_text import at
from tests.service.language.pseudo import pseudo

WRITTEN = "Hello %(name)s."
BY = Checked("Speaking Up", date(2027, 1, 31))
OURS = {key_of(WRITTEN): BY}


def test_a_check_of_the_english_words_says_nothing_of_a_translation() -> None:
    assert "Speaking Up checked" in notice_of([easy_line(WRITTEN, name="Ann")], OURS)
    with speaking(pseudo()):
        told = notice_of([easy_line(WRITTEN, name="Ann")], OURS)
        assert told == bare(
            "This Easy Read is a translation. It is a draft. "
            "People with learning disabilities have not checked it in this language yet."
        )
        assert told != notice_of([], OURS)


def test_a_check_that_was_recorded_for_the_language_counts_there_and_nowhere_else() -> None:
    with speaking(pseudo()):
        theirs = {key_of(bare(WRITTEN)): BY}
        assert "Speaking Up" in notice_of([easy_line(WRITTEN, name="Ann")], theirs)
        assert "Speaking Up" in notice_of([at(easy_line(WRITTEN, name="Ann"), "https://example.org")], theirs)
    assert "A computer made this Easy Read." in notice_of([easy_line(WRITTEN, name="Ann")], theirs)


def test_a_sentence_with_a_number_is_told_apart_too() -> None:
    one, many = "It took %(num)s week.", "It took %(num)s weeks."
    assert "Speaking Up checked" in notice_of([easy_count(one, many, 1)], {key_of(one): BY})
    with speaking(pseudo()):
        assert "Speaking Up" not in notice_of([easy_count(one, many, 1)], {key_of(one): BY})


def test_what_nobody_translated_keeps_the_notice_of_its_english() -> None:
    with speaking(replace(ENGLISH, tag="cy")):
        assert "A computer made this Easy Read." in notice_of([easy_line(WRITTEN, name="Ann")], {})
        assert "Speaking Up checked" in notice_of([easy_title("We meet.")], {key_of("We meet."): BY})
