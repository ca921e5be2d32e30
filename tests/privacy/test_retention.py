"""What is older than it needs to be goes; what is not stays."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from psycopg.sql import SQL, Identifier

from domain.person_commands import Join
from service.assembly import Waymark, build
from service.people import PersonCard
from service.privacy.retention import INVITATIONS_FOR, LETTERS_FOR, LOGS_FOR, retain
from service.settings import Settings
from service.sign_in.desk import Desk, desk_of
from service.sign_in.hosting import THE_MACHINE
from tests.service.group import WORKER, Hands

DAY = timedelta(days=1)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def waymark(settings: Settings, hands: Hands) -> Iterator[Waymark]:
    with build(settings, clock=hands) as made:
        yield made


@pytest.fixture
def desk(waymark: Waymark) -> Desk:
    """A desk with one of everything that ends."""
    made = desk_of(waymark)
    waymark.people.add(PersonCard(name="Will Wood"), WORKER)
    made.accounts.add(WORKER)
    made.log.ask(WORKER, Join(invitation=None), THE_MACHINE)
    made.sessions.begin(WORKER, ["link"])
    made.links.make(WORKER, "sign-in")
    made.attempts.count("link", "will@example.org")
    made.steps.keep("passkey", {"challenge": "x"}, WORKER)
    made.invitations.keep(made.invitations.drawn_up(WORKER, "will@example.org", "Will Wood", None, WORKER))
    return made


def rows(waymark: Waymark) -> dict[str, int]:
    counted = {}
    with waymark.pool.connection() as connection:
        for table in ("session", "sign_in_link", "attempt", "sign_in_step", "invitation", "account", "people"):
            (count,) = connection.execute(SQL("SELECT count(*) FROM store.{}").format(Identifier(table))).fetchall()[0]
            counted[table] = count
    return counted


def test_ways_in_end_and_people_stay(waymark: Waymark, hands: Hands, desk: Desk) -> None:
    assert desk.needs_two(WORKER) is False
    assert retain(waymark) == 0
    assert set(rows(waymark).values()) == {1}
    hands.now += 2 * DAY
    assert retain(waymark) == 4
    assert [table for table, count in rows(waymark).items() if count] == ["invitation", "account", "people"]
    hands.now += INVITATIONS_FOR + 3 * DAY
    assert retain(waymark) == 1
    assert [table for table, count in rows(waymark).items() if count] == ["account", "people"]


def test_old_letters_and_old_logs_go_and_the_log_in_use_stays(waymark: Waymark) -> None:
    letters, logs = waymark.settings.mail_folder, waymark.settings.folders.logs
    logs.mkdir(exist_ok=True)
    for folder, name, kept_for, days in (
        (letters, "old.eml", LETTERS_FOR, 1),
        (letters, "young.eml", LETTERS_FOR, -1),
        (logs, "web.log.3", LOGS_FOR, 1),
        (logs, "web.log.1", LOGS_FOR, -1),
        (logs, "web.log", LOGS_FOR, 1),
    ):
        (folder / name).write_text("x")
        written = time.time() - (kept_for + days * DAY).total_seconds()
        os.utime(folder / name, (written, written))
    assert retain(waymark) == 2
    assert [path.name for path in letters.iterdir()] == ["young.eml"]
    assert sorted(path.name for path in logs.iterdir()) == ["web.log", "web.log.1"]
