"""Letters of sign-in in Easy Read: kept as they are read, by the rules, and to whoever asked for Easy Read alone.

`WAYMARK_WRITE_LETTERS=1 pytest tests/service/sign_in/test_easy_letters.py` writes them anew; then read `git diff`.
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from domain.access_needs import AccessNeeds
from service.api_examples import FOUNDER
from service.language.easy_read import faults
from service.language.language import speaking
from service.letter_words.signing_in import CHANGES
from service.people import PersonCard
from service.privacy.needs import NeedsBook
from service.sign_in.desk import desk_of
from service.sign_in.letters import Letters
from service.sign_in.way_in import WayIn
from tests.service.face import Face
from tests.service.language.pseudo import pseudo
from tests.service.sign_in.test_letter_languages import Kept

GOLDEN = Path(__file__).with_name("easy_letters.txt")
TO = "ann@example.org"
NAMES = ("Our Own Voice", "Ann", "Maria", "a member of the founding group")


def letters_sent() -> list[str]:
    """One of each kind."""
    kept = Kept()
    letters = Letters(kept, "waymark@example.org", "https://example.org", lambda: datetime(2026, 3, 2, tzinfo=UTC))
    letters.sign_in(TO, "s3cr3t", easy=True)
    letters.new_email(TO, "s3cr3t", easy=True)
    letters.invitation(TO, "Ann", "Maria", (NAMES[0], NAMES[3]), "s3cr3t", easy=True)
    letters.invitation(TO, "Ann", "Maria", None, "s3cr3t", easy=True)
    for what in CHANGES:
        letters.changed(TO, what, easy=True)
    return kept.texts


def test_each_letter_is_as_it_was_kept() -> None:
    written = "\n----\n".join(letters_sent())
    if os.environ.get("WAYMARK_WRITE_LETTERS"):
        GOLDEN.write_text(written, encoding="utf-8")
    assert written == GOLDEN.read_text(encoding="utf-8")


def test_each_keeps_the_rules_of_easy_read_and_says_who_checked_it() -> None:
    for text in letters_sent():
        said = "\n".join(each for each in text.split("\n") if not each.startswith("http"))
        assert [(each.sentence, each.why) for each in faults(said, NAMES)] == []
        assert "This letter is in Easy Read." in text
        assert "People with learning disabilities have not checked it yet." in text


def test_each_has_one_link_at_most_says_how_long_it_works_and_what_to_do_if_it_was_not_them() -> None:
    for text in letters_sent():
        links = re.findall(r"^https?://\S+$", text, re.MULTILINE)
        assert len(links) == ("Open this page:" in text)
        assert not links or re.search(r"It works for (a quarter of an hour|3 days)\.", text)
        assert not links or "The page works 1 time." in text
        assert re.search(r"Then do nothing\.|tell the people who look after Waymark", text)


def test_each_can_be_translated() -> None:
    with speaking(pseudo()):
        for text in letters_sent():
            left = re.sub(rf"https?://\S+|{'|'.join(NAMES)}", "", text)
            assert re.findall(r"[A-Za-z]{2,}", left) == []


def test_whoever_reads_easy_read_best_gets_the_link_in_it(face: Face) -> None:
    waymark, kept = face.waymark, Kept()
    desk = desk_of(waymark)
    waymark.people.add(PersonCard(name="Ann", email=TO), FOUNDER)
    desk.accounts.add(FOUNDER)
    desk.accounts.change_email(FOUNDER, TO)
    desk.letters._carrier = kept  # noqa: SLF001 - where letters go is not what is looked at
    WayIn(desk).ask_for_link(TO)()
    assert NeedsBook(waymark.pool, waymark.clock).keep(FOUNDER, AccessNeeds(formats=frozenset({"easy-read"})))
    WayIn(desk).ask_for_link(TO)()
    assert ["in Easy Read" in each for each in kept.texts] == [False, True]
