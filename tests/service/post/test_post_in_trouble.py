"""What becomes of letters when something goes wrong on their way."""

import asyncio
from datetime import timedelta
from threading import Thread

import pytest
from psycopg import Connection

from service.log_reader import lag
from service.mail_carrier import MailAway, NotNowForThem
from service.mail_queue import MailQueue
from service.mail_server import MailServer
from service.post import READER, Post, run_post
from service.settings import Settings
from tests.service.group import MENTOR, Group, eventually
from tests.service.mail_host import mail_host
from tests.service.post.office import MO, WILL, Bag, outcomes, post, read, waiting


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
    finished, _ = await asyncio.wait([running], timeout=0.2)
    assert not finished, "it goes on until it is told"
    stop.set()
    await running
