"""The words of a pack: in every language, as the group calls itself, and in Easy Read with pictures."""

import re
from pathlib import PurePosixPath

import pytest

from domain.programme_events import Vocabulary
from service.language.easy_read import faults
from service.language.language import speaking
from service.legacy_pack.packing import packed
from service.legacy_pack.site import pages
from tests.service.group import Group
from tests.service.language.pseudo import pseudo, texts
from tests.service.language.test_every_text import untranslated

OWN = Vocabulary(organisation="self-help group", short="SHG", member="activist")
NOT_OURS = re.compile(r"\bULOs?\b|[Uu]ser-led|\b(?<!board )[Mm]embers\b")
THEIRS = ("Our Own Voice", "Helping Hands", "Tamworth", "Ask before you book", "Our access check", "ENG-01", "en-XA")
IN_ENGLISH = (
    "waymark audit verify proof.zip --key",
    "waymark plan check plan.json",
    "waymark legacy import THIS-FILE.zip",
)
FOLDERS = ("proof.zip", "resources/", "files/", "pictures/", "OpenMoji, openmoji.org", "THE KEY")
MADE = (".html", ".txt")


@pytest.fixture
def made(leaving: Group) -> dict[str, str]:
    return dict(pages(packed(leaving.waymark, leaving.id), with_proof=True))


def test_every_page_of_a_pack_is_translated(leaving: Group) -> None:
    contents = packed(leaving.waymark, leaving.id)
    theirs = [*THEIRS, contents.plan.title, *(each.published.text for each in contents.resources)]
    theirs += [text for each in contents.plan.milestones for text in (each.title, each.easy_title)]
    theirs += [text for each in contents.resources for text in each.published.text.split("\n")]
    theirs += [text for each in contents.resources for text in (each.published.easy_read or "").split("\n") if text]
    with speaking(pseudo()):
        made = dict(pages(contents, with_proof=True))
    for name, page in made.items():
        if not name.endswith(MADE) or name == "pictures/CREDITS.txt":
            continue
        if name.endswith(".html"):
            assert '<html lang="en-XA">' in page
        said = texts(page) if name.endswith(".html") else page.split("\n")
        for text in said:
            left = text
            for each in sorted(theirs, key=len, reverse=True):
                left = re.sub(re.escape(each), "", left, flags=re.IGNORECASE)
            for each in (*IN_ENGLISH, *FOLDERS):
                left = left.replace(each, "")
            assert untranslated(left) == [], (name, text)


def test_the_groups_own_words_reach_every_page_of_a_pack(leaving: Group) -> None:
    contents = packed(leaving.waymark, leaving.id).model_copy(update={"vocabulary": OWN})
    made = dict(pages(contents, with_proof=True))
    for name in ("easy-read.html", "easy-read.txt"):
        assert "We are a self-help group." in made[name]
        assert "Our activists run it." in made[name]
    assert [name for name, page in made.items() if name.endswith(MADE) and NOT_OURS.search(page)] == []


def test_easy_read_of_a_pack_keeps_the_rules_and_says_who_checked_it(made: dict[str, str]) -> None:
    text = made["easy-read.txt"]
    assert "A computer made this Easy Read. It is a draft." in text
    lines = [each for each in text.split("\n") if each and each != each.upper()]
    names = ("Our Own Voice", "Ask before you book", "Our access check")
    assert [(each.sentence, each.why) for line in lines for each in faults(line, names)] == []


def test_its_pictures_are_in_the_pack_with_whose_they_are(made: dict[str, str]) -> None:
    shown = set(re.findall(r'<img src="(pictures/[a-z-]+\.svg)" alt=""', made["easy-read.html"]))
    assert shown
    assert shown == {name for name in made if PurePosixPath(name).suffix == ".svg"}
    assert "The pictures are from OpenMoji" in made["easy-read.html"]
    assert all(PurePosixPath(each).name in made["pictures/CREDITS.txt"] for each in shown)
    for each in shown:
        assert made[each].startswith("<svg")


def test_sentences_of_a_page_are_apart(made: dict[str, str]) -> None:
    run_together = re.compile(r"[a-z]\.[A-Z]")
    assert [(name, found[0]) for name, page in made.items() if (found := run_together.findall(page))] == []
