from datetime import timedelta

import pytest
from psycopg import Connection

from domain.milestone_commands import Reschedule, SetAside
from service.mail_queue import MailQueue
from service.post import Post
from service.settings import Settings
from tests.service.group import FIRST, WORKER, Group, Hands, group
from tests.service.post.office import WILL, Bag, outcomes, post, read, waiting, wants


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
