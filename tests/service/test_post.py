import asyncio
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from psycopg import Connection

from domain.access_needs import AccessNeeds, Involvement
from domain.milestone_commands import Reschedule, SetAside
from service.log_reader import lag
from service.mail_carrier import MailAway, MailCarrier, NotNowForThem
from service.mail_queue import MailQueue, note
from service.mail_server import MailServer
from service.people import PersonCard
from service.post import READER, Post, QuietHours, run_post
from service.privacy.needs import NeedsBook
from service.settings import Settings
from tests.service.group import FIRST, MENTOR, WORKER, Group, Hands, eventually, group, settings_of
from tests.service.mail_host import mail_host

WILL = PersonCard(name="Will Wood", email="will@example.org", channel="email")
MO = PersonCard(name="Mo Marsh", email="mo@example.org", channel="email")


class Bag:
    """A carrier that keeps what it gets; or raises, once for each fault it was given."""

    def __init__(self, *faults: Exception) -> None:
        self.taken: list[EmailMessage] = []
        self.faults = list(faults)

    def send(self, message: EmailMessage) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(message)

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


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
def connection(app_url: str) -> Iterator[Connection]:
    with psycopg.connect(app_url, autocommit=True) as connection:
        yield connection


def read(ours: Group, connection: Connection, after: int = 0) -> None:
    """What the post's reader does with the log."""
    note(ours.waymark.store.read(after, 10_000), connection, ours.waymark.clock)


def post(ours: Group, carrier: MailCarrier, quiet: QuietHours | None = None) -> Post:
    return Post(ours.waymark, carrier=carrier, quiet=quiet, settling=timedelta(0), poll=0.0)


def wants(ours: Group, involvement: Involvement) -> None:
    assert NeedsBook(ours.waymark.pool, ours.waymark.clock).keep(WORKER, AccessNeeds(involvement=involvement))


def outcomes(connection: Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT channel, outcome FROM store.delivery ORDER BY version, person").fetchall()


def waiting(connection: Connection) -> int:
    return connection.execute("SELECT count(*) FROM store.pending_message").fetchall()[0][0]  # type: ignore[no-any-return]


def test_a_prompt_becomes_one_letter_and_is_settled(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    bag = Bag()

    post(ours, bag).round(MailQueue(connection))
    post(ours, bag).round(MailQueue(connection))

    assert [str(message["To"]) for message in bag.taken] == ["Will Wood <will@example.org>"]
    assert bag.ids[0].endswith("@example.org>")
    assert outcomes(connection) == [("email", "sent")]
    assert waiting(connection) == 0


def test_what_was_told_is_not_told_again_when_the_log_is_read_again(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    read(ours, connection)
    assert waiting(connection) == 1
    bag = Bag()
    post(ours, bag).round(MailQueue(connection))

    read(ours, connection)

    assert waiting(connection) == 0
    post(ours, bag).round(MailQueue(connection))
    assert len(bag.taken) == 1


def test_a_storys_prompts_are_for_nobody(settings: Settings, hands: Hands, connection: Connection) -> None:
    with group(settings, hands, story="map") as told:
        told.start(worker=WILL).wait_for_prompt()
        read(told, connection)
    assert waiting(connection) == 0


def test_after_downtime_each_person_gets_one_letter(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL)
    ours.wait_for_prompt()
    second = Group(ours.waymark, ours.hands).start(worker=WILL)
    second.wait_for_prompt()
    read(ours, connection)
    assert waiting(connection) == 2
    bag = Bag()

    post(ours, bag).round(MailQueue(connection))

    assert len(bag.taken) == 1
    assert bag.taken[0]["Subject"] == "2 reminders from Waymark"
    assert outcomes(connection) == [("email", "sent")] * 2


def test_messages_wait_a_moment_for_others_to_the_same_person(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    bag = Bag()
    settling = Post(ours.waymark, carrier=bag, settling=timedelta(seconds=60))

    settling.round(MailQueue(connection))
    assert bag.taken == []
    ours.hands.now += timedelta(seconds=61)
    settling.round(MailQueue(connection))
    assert len(bag.taken) == 1


def test_nobody_is_written_to_at_night(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    bag = Bag()
    ours.hands.now = ours.hands.now.replace(hour=23)
    post(ours, bag).round(MailQueue(connection))
    assert bag.taken == []

    ours.hands.now += timedelta(hours=10)
    post(ours, bag).round(MailQueue(connection))
    assert len(bag.taken) == 1


@pytest.mark.parametrize("change", ["set aside", "moved"])
def test_what_was_done_overnight_is_not_asked_for_in_the_morning(
    ours: Group, connection: Connection, change: str
) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    later = ours.due() + timedelta(weeks=4)
    ours.ask(
        SetAside(milestone=FIRST, reason="We have a buddy")
        if change == "set aside"
        else Reschedule(milestone=FIRST, due=later, reason="The hall was closed")
    )
    bag = Bag()

    post(ours, bag).round(MailQueue(connection))

    assert bag.taken == []
    assert outcomes(connection) == [("email", "not-needed")]
    assert waiting(connection) == 0


def test_who_wants_no_messages_gets_none(ours: Group, connection: Connection) -> None:
    ours.start().wait_for_prompt()
    read(ours, connection)
    bag = Bag()
    post(ours, bag).round(MailQueue(connection))
    assert bag.taken == []
    assert outcomes(connection) == [("none", "not-wanted")]


def test_who_wants_neither_to_take_part_nor_to_hear_of_it_gets_none(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    wants(ours, "neither")
    read(ours, connection)
    bag = Bag()
    post(ours, bag).round(MailQueue(connection))
    assert bag.taken == []
    assert outcomes(connection) == [("none", "not-wanted")]


def test_who_wants_to_hear_of_it_is_asked_for_nothing(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    wants(ours, "keep-me-informed")
    read(ours, connection)
    bag = Bag()
    post(ours, bag).round(MailQueue(connection))
    (letter,) = bag.taken
    said = letter.get_content()
    assert "You asked to hear of this. You need do nothing, unless you want to." in said
    assert "To do any of this" not in said
    assert "To stop these messages" in said


def test_who_was_erased_gets_none(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    ours.waymark.people.erase(WORKER)
    bag = Bag()
    post(ours, bag).round(MailQueue(connection))
    assert bag.taken == []
    assert outcomes(connection) == [("none", "nobody")]


def test_a_letter_whose_fate_is_unknown_is_sent_again_under_the_same_id(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    with mail_host() as host:
        host.lose_answers = 1
        with pytest.raises(MailAway):
            post(ours, MailServer(host.url)).round(MailQueue(connection))
        assert waiting(connection) == 1
        ours.wait_for_prompt()
        read(ours, connection)

        post(ours, MailServer(host.url)).round(MailQueue(connection))

    first, again, newer = host.taken
    assert first["Message-ID"] == again["Message-ID"] != newer["Message-ID"]
    assert waiting(connection) == 0


def test_a_letter_that_certainly_was_not_sent_takes_in_what_comes_meanwhile(
    ours: Group, connection: Connection
) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    second = Group(ours.waymark, ours.hands).start(worker=WILL)
    read(ours, connection)
    bag = Bag(MailAway(certain=True))
    with pytest.raises(MailAway):
        post(ours, bag).round(MailQueue(connection))
    second.wait_for_prompt()
    read(ours, connection)

    post(ours, bag).round(MailQueue(connection))

    assert len(bag.taken) == 1
    assert outcomes(connection)[-1] == ("email", "sent")
    assert waiting(connection) == 0


def test_a_refused_address_is_marked_and_stops_nobody_else(
    ours: Group, connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    ours.start(worker=WILL, mentor=MO)
    ours.wait_for_prompt()
    read(ours, connection)
    connection.execute(
        "INSERT INTO store.pending_message SELECT programme, version, %s, about, kind, round, due, noted_at"
        " FROM store.pending_message",
        (MENTOR,),
    )
    with mail_host() as host:
        host.answers["mo@example.org"] = "550 5.1.1 nobody of this name"
        post(ours, MailServer(host.url)).round(MailQueue(connection))

    assert [message["To"] for message in host.taken] == ["Will Wood <will@example.org>"]
    assert sorted(outcomes(connection)) == [("email", "refused"), ("email", "sent")]
    assert MailQueue(connection).refused(ours.hands.now - timedelta(days=1)) == [MENTOR]
    logged = capsys.readouterr().out
    assert "refused for good" in logged
    assert "example.org" not in logged
    assert "Mo Marsh" not in logged


def test_a_person_the_server_defers_waits_and_others_go_on(ours: Group, connection: Connection) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    read(ours, connection)
    bag = Bag(NotNowForThem())
    one = Post(ours.waymark, carrier=bag, settling=timedelta(0), poll=60)
    one.round(MailQueue(connection))
    one.round(MailQueue(connection))
    assert bag.taken == []
    assert waiting(connection) == 1
    post(ours, bag).round(MailQueue(connection))
    assert len(bag.taken) == 1


def test_the_post_runs_until_it_is_stopped(ours: Group, connection: Connection, settings: Settings) -> None:
    ours.start(worker=WILL).wait_for_prompt()
    ours.hands.now = ours.hands.now.replace(hour=12)
    running = Post(ours.waymark, settling=timedelta(0), poll=0.05)
    thread = Thread(target=running.run)
    thread.start()
    try:
        eventually(lambda: len(list(settings.mail_folder.glob("*.eml"))) == 1)
        eventually(lambda: lag(connection, READER).behind == 0)
        ours.wait_for_prompt()
        ours.hands.now = ours.hands.now.replace(hour=12)
        eventually(lambda: len(list(settings.mail_folder.glob("*.eml"))) == 2)
    finally:
        running.stop()
        thread.join()
    assert lag(connection, READER).parked == 0


async def test_the_post_runs_beside_others_until_it_is_told(ours: Group) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_post(ours.waymark, stop))
    await asyncio.sleep(0)
    stop.set()
    await running
