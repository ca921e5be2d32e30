"""Each kind of letter says what to do, where, and how to stop such letters; and it can be had in Easy Read."""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from domain.duty_events import PromptKind
from domain.programme_commands import CloseProgramme
from domain.resource_commands import EndOwnership
from service.api import build_app
from service.language.easy_read import faults
from service.language.language import speaking
from tests.service.face import Face, MovedClock
from tests.service.group import FIRST, FOUNDER, MENTOR, WORKER, Group
from tests.service.language.pseudo import pseudo
from tests.service.letter_words.kinds import KINDS, OWNER, letter, reads

STOP = re.compile(r"To stop these messages, .* choose it on this page:\n\S+/account/data\n")
TO_DO = re.compile(r"Please|Is it still running\?|Is the organisation still running\?|submit it")
NAMES = ("Our Own Voice", "Helping Hands", "Helping Hands", "A toolkit")
A_DAY = re.compile(r"\w+day \d{1,2} \w+ 20\d\d")
DRAFT = "A computer made this Easy Read. It is a draft. People with learning disabilities have not checked it yet."


def test_a_letter_says_what_to_do_where_and_how_to_stop_it(ours: Group) -> None:
    for about, kind in KINDS:
        text = letter(ours, about, kind)
        assert TO_DO.search(text), text
        assert re.search(r"^  http://localhost:\d+/\S+$", text, re.MULTILINE), text
        assert STOP.search(text), text
        assert "get them in Easy Read" in text
        assert "Ann" not in text


def test_who_reads_easy_read_gets_it_in_easy_read(ours: Group) -> None:
    reads(ours, MENTOR, "easy-read", "large-print")
    for about, kind in KINDS:
        for days in (-1, 0, 1, 14):
            text = letter(ours, about, kind, due=ours.hands.now.date() + timedelta(days=days))
            assert "This letter is in Easy Read." in text
            assert text.endswith(f"\n{DRAFT}\n")
            assert "Do you want no more letters? Say so on this page:\nhttp://localhost" in text
            said = A_DAY.sub("today", "\n".join(each for each in text.split("\n") if not each.startswith("http")))
            assert [(each.sentence, each.why) for each in faults(said, NAMES)] == []
            assert "Ann" not in text


def test_it_is_the_easy_title_of_the_plan_that_is_said_and_its_hard_words_are_explained(ours: Group) -> None:
    reads(ours, WORKER, "easy-read")
    text = letter(ours, f"milestone/{FIRST}", "reminder", WORKER)
    assert "Buddy agreement signed" not in text
    assert "buddy" in text
    assert "\n\nHard words\n\n" in text
    assert "\nBuddy: A buddy is a group that has grown before us. They help us.\n" in text
    assert f"/milestones/{FIRST}?words=easy\n" in text


def test_what_the_group_named_itself_stays_inside_in_easy_read_too(ours: Group) -> None:
    ours.name_a_milestone()
    reads(ours, WORKER, "easy-read")
    text = letter(ours, "milestone/OWN-01", "reminder", WORKER)
    assert "It has the number OWN-01." in text
    assert "Ann" not in text


@pytest.mark.parametrize("channel", ["post", "phone"])
@pytest.mark.parametrize("formats", [(), ("easy-read",)])
def test_paper_and_phone_have_no_links(ours: Group, channel: str, formats: tuple) -> None:  # type: ignore[type-arg]
    reads(ours, WORKER, *formats)
    text = letter(ours, f"milestone/{FIRST}", "reminder", WORKER, channel)
    assert "http" not in text
    assert "ell Helping Hands" in text
    assert "Easy Read" in text


@pytest.mark.parametrize("formats", [(), ("easy-read",)])
def test_who_only_wants_to_know_is_asked_for_nothing(ours: Group, formats: tuple) -> None:  # type: ignore[type-arg]
    reads(ours, WORKER, *formats, involvement="keep-me-informed")
    text = letter(ours, f"milestone/{FIRST}", "reminder", WORKER)
    assert "You need do nothing" in text


@pytest.mark.parametrize("formats", [(), ("easy-read",)])
def test_every_letter_can_be_translated(ours: Group, formats: tuple) -> None:  # type: ignore[type-arg]
    reads(ours, MENTOR, *formats)
    for about, kind in KINDS:
        with speaking(pseudo()):
            text = letter(ours, about, kind)
        ours_alone = re.sub(r"http\S+|\b[A-Z]{3}-\d\d\b|Waymark", "", text)
        for each in ("Our Own Voice", "Helping Hands", "A toolkit", "Mentor", "end of lease", *titles(ours)):
            ours_alone = ours_alone.replace(each, "")
        assert re.findall(r"[A-Za-z]{2,}", ours_alone) == []


def titles(ours: Group) -> list[str]:
    """The texts of the plan, which are in English, in plain and easy words."""
    plan = ours.waymark.store.load(ours.id)[0].fact.plan  # type: ignore[attr-defined]
    return [text for each in plan.milestones if each.id == FIRST for text in (each.title, each.easy_title)]


Kind = tuple[str, PromptKind]
AT_THE_END: tuple[Kind, ...] = (("resource/1", "still-running"), ("handover", "still-running"))
GOING_ON = tuple(
    (each, person) for each in KINDS if each not in AT_THE_END for person in (MENTOR, FOUNDER) if "owner" not in each[1]
)
ENDED = tuple((each, person) for each in AT_THE_END for person in (MENTOR, FOUNDER))
OWNED: tuple[tuple[Kind, str], ...] = (
    (("resource/1", "review-resource"), OWNER),
    (("resource/1", "still-running"), OWNER),
)


@pytest.mark.parametrize("formats", [(), ("easy-read",)])
def test_every_link_leads_to_a_page_that_is_there_for_its_reader(ours: Group, formats: tuple) -> None:  # type: ignore[type-arg]
    for each in (MENTOR, FOUNDER, OWNER):
        reads(ours, each, *formats)
    with TestClient(build_app(ours.waymark), base_url="http://localhost:8000") as client:
        open_their_pages(ours, client, (*GOING_ON, *OWNED))
        ours.ask(CloseProgramme(ending="merged", reason="We joined another group."), FOUNDER)
        open_their_pages(ours, client, (*ENDED, *OWNED))
        ours.ask(EndOwnership(resource=1, reason="We have no room."), WORKER)
        open_their_pages(ours, client, ((("resource/1", "owner-wanted"), FOUNDER),))


def open_their_pages(ours: Group, client: TestClient, told: Iterable[tuple[Kind, str]]) -> None:
    Face(client, ours.waymark, MovedClock()).catch_up()
    for (about, kind), person in told:
        client.post("/who", data={"person": person}, headers={"Origin": "http://localhost:8000"})
        found = re.findall(r"http://localhost:8000(/\S+)", letter(ours, about, kind, person))
        assert len(found) == 2
        for each in found:
            assert client.get(each).status_code == 200, (each, about, kind, person)
