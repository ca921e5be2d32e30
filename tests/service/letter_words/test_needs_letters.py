"""The letter of every year about what people need: what to do, where, how to stop it, and in Easy Read."""

import re

import pytest

from service.language.easy_read import faults
from service.language.language import speaking
from service.letter_words.needs import NeedsLetter
from tests.service.language.pseudo import pseudo

SITE = "https://waymark.example.org"
EACH = pytest.mark.parametrize("about", [None, "Ann"])


@EACH
def test_it_says_what_to_do_where_and_how_to_stop_it(about: str | None) -> None:
    text = NeedsLetter("Will", about, SITE, easy=False).text
    assert "Please" in text
    assert f"in Easy Read, choose it on this page:\n\n{SITE}/account/data\n" in text


@EACH
def test_in_easy_read_it_keeps_the_rules(about: str | None) -> None:
    text = NeedsLetter("Will", about, SITE, easy=True).text
    lines = [each for each in text.split("\n") if not each.startswith("http")]
    assert [(each.sentence, each.why) for each in faults("\n".join(lines))] == []
    assert f"Say so on this page:\n{SITE}/account/data\n" in text
    assert "It is a draft." in text


@EACH
@pytest.mark.parametrize("easy", [True, False])
def test_it_can_be_translated(about: str | None, easy: bool) -> None:  # noqa: FBT001 - one of two forms
    letter = NeedsLetter("Will", about, SITE, easy=easy)
    with speaking(pseudo()):
        said = f"{letter.subject}\n{letter.text}"
    left = re.sub(r"http\S+|\bWill\b|\bAnn\b", "", said)
    assert re.findall(r"[A-Za-z]{2,}", left) == []
