import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import typer
from psycopg import Connection
from typer.testing import CliRunner

from domain.duty_events import PromptKind
from domain.journal_commands import MeetDuty, RaiseDuty
from domain.milestone_commands import SetAside
from domain.programme_commands import EndAppointment, Pause
from domain.roles import Role
from service.letter_words.item import Item, Letter
from service.letter_words.plain import sentence
from service.letter_words.whole import Reader, whole_letter
from service.letters import email, still_needed, subject
from service.letters_cli import NoSuchLetter, errands_of, letters, mark_done, page
from service.mail_queue import MailQueue, note
from service.people import PersonCard
from service.post import Post
from service.settings import Settings
from tests.service.group import FIRST, MENTOR, WORKER, Group, Hands, group, settings_of

WILL = PersonCard(name="Will Wood", post="1 High Street\nTamworth", channel="post")
MO = PersonCard(name="Mo Marsh", phone="01827 123 456", channel="phone")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def settings(tmp_path: Path, app_url: str, owner_url: str) -> Settings:
    return settings_of(tmp_path / "home", app_url, owner_url)


@pytest.fixture
def ours(settings: Settings, hands: Hands) -> Iterator[Group]:
    with group(settings, hands) as ours:
        yield ours


@pytest.fixture
def queue(app_url: str) -> Iterator[MailQueue]:
    with psycopg.connect(app_url, autocommit=True) as connection:
        yield MailQueue(connection)


def told(
    ours: Group, about: str = f"milestone/{FIRST}", kind: PromptKind = "reminder", due: date | None = None
) -> Item:
    return Item(ours.id, 9, about, kind, 1, due or ours.due())


def said(ours: Group, item: Item, today: date | None = None) -> str:
    return sentence(item, ours.waymark.front_door.group(ours.id), today or ours.hands.now.date())


def read(ours: Group, queue: MailQueue) -> None:
    connection: Connection = queue._connection  # noqa: SLF001 - the reader's own connection, in the test
    note(ours.waymark.store.read(0, 10_000), connection, ours.waymark.clock)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (14, "is due on {} (in 14 days)"),
        (1, "is due on {} (tomorrow)"),
        (0, "is due today"),
        (-3, "was due on {}"),
    ],
)
def test_a_letter_says_when_from_the_day_it_is_sent(ours: Group, days: int, words: str) -> None:
    ours.start()
    due = ours.due()
    assert f"{words.format(f'{due:%A} {due.day} {due:%B %Y}')}." in said(ours, told(ours), due - timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("reminder", "add what shows it, and submit it"),
        ("overdue", "Needing more time is normal"),
        ("escalation", "ask the group how you can help"),
        ("blocked-follow-up", "is blocked"),
        ("decision", "accept it, or return it"),
    ],
)
def test_a_letter_names_the_milestone_and_says_what_to_do(ours: Group, kind: PromptKind, words: str) -> None:
    ours.start()
    text = said(ours, told(ours, kind=kind))
    assert "Buddy agreement signed with an established organisation” (ENG-01)" in text
    assert words in text


def test_a_letter_says_what_a_review_a_duty_a_handover_and_the_year_after_ask_for(ours: Group) -> None:
    ours.start()
    ours.ask(RaiseDuty(duty="end-of-lease", title="Ann's flat", due=date(2027, 1, 4)))
    due = date(2027, 1, 4)
    assert "hold it" in said(ours, told(ours, "review/1", "due", due))
    assert "“end of lease” is due" in said(ours, told(ours, "duty/end-of-lease", "reminder", due))
    assert "how you can help" in said(ours, told(ours, "duty/end-of-lease", "escalation", due))
    assert "Ann" not in said(ours, told(ours, "duty/end-of-lease", "reminder", due))
    assert "The handover has begun" in said(ours, told(ours, "handover", "handover", due))
    assert "still running" in said(ours, told(ours, "handover", "still-running", due))


def test_a_title_that_the_group_wrote_itself_stays_inside(ours: Group) -> None:
    ours.start()
    ours.name_a_milestone()
    text = said(ours, told(ours, "milestone/OWN-01", due=date(2026, 5, 1)))
    assert "OWN-01, a milestone that your group named itself, is due" in text
    assert "Ann" not in text


def test_a_letter_says_whose_it_is_and_how_to_stop_it(ours: Group) -> None:
    ours.start()
    groups = {ours.id: ours.waymark.front_door.group(ours.id)}
    text = whole_letter(Reader("Will Wood"), [told(ours)], groups, ours.hands.now.date())
    assert text.startswith("Hello Will Wood,\n\nThis is about Our Own Voice.\n\n* “Buddy agreement")
    assert "To stop these messages, or to get them by e-mail, post or phone instead, please tell Helping Hands." in text
    assert "ULO" not in text


def test_several_messages_about_one_wait_are_one_line(ours: Group) -> None:
    ours.start()
    items = [told(ours), Item(ours.id, 12, f"milestone/{FIRST}", "due", 1, ours.due())]
    groups = {ours.id: ours.waymark.front_door.group(ours.id)}
    text = whole_letter(Reader("Will"), items, groups, ours.due() + timedelta(days=1))
    assert text.count(FIRST) == 1
    assert subject(items) == "A reminder from Waymark"


def test_a_name_cannot_add_a_line_to_the_head_of_a_message() -> None:
    letter = Letter(uuid4(), WORKER, "email", ())
    message = email(letter, ("Will\nBcc: all@example.org", "will@example.org"), "Hi", "<1@x>", "w@x.org", "now")
    assert message["Bcc"] is None
    for address in ("will@example.org,all@example.org", "will@example.org>", "(@example.org", '"@a.b', ".@a.b"):
        with pytest.raises(ValueError, match="no address"):
            email(letter, ("Will", address), "Hi", "<1@x>", "w@x.org", "now")


def test_a_message_is_needed_while_what_it_says_is_so(ours: Group) -> None:
    ours.start()
    item = told(ours)

    def needed(person: str = WORKER, item: Item = item) -> bool:
        return still_needed(item, person, ours.waymark.front_door.group(ours.id))

    assert needed()
    assert not needed(item=told(ours, kind="decision"))
    assert not needed(item=told(ours, due=date(2026, 1, 1)))
    assert not needed("person:9b4e28ba-2fa1-41d2-883f-0016d3cca427")
    ours.ask(EndAppointment(person=WORKER, role=Role.WORKER))
    assert not needed()
    assert needed(MENTOR)
    ours.ask(Pause(reason="Summer"))
    assert not needed(MENTOR)


def test_a_duty_that_was_met_needs_no_message(ours: Group) -> None:
    ours.start()
    due = date(2027, 1, 4)
    ours.ask(RaiseDuty(duty="lease", title="Lease", due=due))
    item = told(ours, "duty/lease", "reminder", due)
    assert still_needed(item, WORKER, ours.waymark.front_door.group(ours.id))
    ours.ask(MeetDuty(duty="lease"))
    assert not still_needed(item, WORKER, ours.waymark.front_door.group(ours.id))


def test_letters_wait_in_the_list_until_they_are_posted(ours: Group, queue: MailQueue) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, queue)
    Post(ours.waymark, settling=timedelta(0)).round(queue)

    (errand,) = errands_of(ours.waymark, queue)
    assert (errand.channel, errand.name, errand.where) == ("post", "Will Wood", "1 High Street\nTamworth")
    assert errands_of(ours.waymark, queue) == [errand]

    mark_done(queue, errand.letter, ours.hands.now)
    assert errands_of(ours.waymark, queue) == []
    with pytest.raises(NoSuchLetter):
        mark_done(queue, errand.letter, ours.hands.now)


def test_what_comes_after_a_letter_was_printed_is_another_letter(ours: Group, queue: MailQueue) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, queue)
    (printed,) = errands_of(ours.waymark, queue)
    ours.wait_for_prompt()
    read(ours, queue)
    assert len(errands_of(ours.waymark, queue)) == 2

    mark_done(queue, printed.letter, ours.hands.now)

    (left,) = errands_of(ours.waymark, queue)
    assert left.letter != printed.letter


def test_what_is_over_when_it_is_printed_is_left_out(ours: Group, queue: MailQueue) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, queue)
    ours.ask(SetAside(milestone=FIRST, reason="We have a buddy"))
    assert errands_of(ours.waymark, queue) == []


def test_the_list_prints_a_page_for_each_letter_and_one_of_calls(ours: Group, queue: MailQueue) -> None:
    ours.start(worker=WILL, mentor=MO).wait_for_prompt()
    read(ours, queue)
    errands = errands_of(ours.waymark, queue)
    assert page([], []) == "There is nothing to post, and nobody to call."
    printed = page(errands, ["Ann Ash"])
    letter, refused = printed.split("\f")
    assert f"waymark letters --done {errands[0].letter}" in letter
    assert "Will Wood\n1 High Street\nTamworth\n" in letter
    assert "Ann Ash" in refused


def test_the_command_lists_and_marks(
    ours: Group, queue: MailQueue, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for field in ("database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
        monkeypatch.setenv(f"WAYMARK_{field.upper()}", getattr(settings, field))
    monkeypatch.setenv("WAYMARK_HOME", str(settings.home))
    ours.start(worker=MO).wait_for_prompt()
    read(ours, queue)
    app = typer.Typer()
    app.command()(letters)
    run = CliRunner()

    (listed,) = json.loads(run.invoke(app, ["--json"]).stdout)["letters"]
    assert (listed["channel"], listed["name"], listed["where"]) == ("phone", "Mo Marsh", "01827 123 456")
    assert "Mo Marsh: 01827 123 456" in run.invoke(app, []).stdout
    assert json.loads(run.invoke(app, ["--json", "--done", listed["id"]]).stdout)["letters"] == []
