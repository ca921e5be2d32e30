"""Every view: the same rows from the same events, however often and in whatever portions they come."""

from collections.abc import Sequence
from threading import Thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from psycopg import Connection, Cursor

from domain.event import Fact, Recorded
from projections.catalogue import PROJECTIONS
from projections.fingerprint import fingerprint, named
from projections.progress import Progress
from service.assembly import Waymark
from service.facts import FACTS
from service.log_reader import saved_position
from service.projector import readers, rebuild
from service.settings import Settings
from service.views import create_views
from tests.projections.conftest import Log, empty

NAMES = tuple(each.name for each in PROJECTIONS)


class Broken(Progress):
    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:  # noqa: ARG002 - it is broken
        raise ZeroDivisionError


def apply(connection: Connection, events: Sequence[Recorded[Fact]]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        for each in PROJECTIONS:
            each.apply(cursor, events)


def wait_for(connection: Connection, position: int, names: Sequence[str], seconds: float = 60) -> bool:
    until = monotonic() + seconds
    while not all(saved_position(connection, name) >= position for name in names):
        if monotonic() > until:
            return False
        sleep(0.01)
    return True


def marks(connection: Connection) -> dict[str, str]:
    return {name: fingerprint(connection, name) for name in NAMES}


def test_a_walk_meets_everything_that_can_happen(log: Log) -> None:
    met = {type(event.fact) for event in log.events}

    assert [fact.__name__ for fact in FACTS if fact not in met and not fact.TOPIC.startswith("person.")] == []


def test_events_one_by_one_and_all_at_once_give_the_same_rows(log: Log, connection: Connection) -> None:
    apply(connection, log.events)
    at_once = marks(connection)

    empty(connection)
    for event in log.events:
        apply(connection, [event])

    assert marks(connection) == at_once


def test_the_same_events_again_change_nothing(log: Log, connection: Connection) -> None:
    apply(connection, log.events)
    before = marks(connection)

    for first in (0, 50, len(log.events) - 7):
        apply(connection, log.events[first:])

        assert marks(connection) == before


def test_only_the_order_of_a_programme_matters(log: Log, connection: Connection) -> None:
    apply(connection, log.events)
    before = marks(connection)

    empty(connection)
    for event in sorted(log.events, key=lambda event: event.meta.ledger):
        apply(connection, [event])

    assert marks(connection) == before


def test_a_fingerprint_sees_one_changed_row(log: Log, connection: Connection) -> None:
    apply(connection, log.events)
    before = marks(connection)

    connection.execute(
        "UPDATE views.progress_milestone SET evidence = evidence + 1"
        " WHERE milestone = 'ENG-01' AND programme = (SELECT min(programme) FROM views.progress_programme)"
    )
    after = marks(connection)

    assert [name for name in NAMES if after[name] != before[name]] == ["progress"]


def test_a_view_nobody_knows_has_no_fingerprint(connection: Connection) -> None:
    with pytest.raises(KeyError, match="progress, agenda, history, portfolio"):
        fingerprint(connection, "horoscope")


def test_a_rebuild_gives_what_was_there(log: Log, waymark: Waymark, settings: Settings, connection: Connection) -> None:
    apply(connection, log.events)
    before = marks(connection)
    heard: list[tuple[int, int]] = []

    done = rebuild(
        settings.database_url, waymark.store, at_once=100, told=lambda events, end: heard.append((events, end))
    )

    assert marks(connection) == before
    assert done.events == len(log.events)
    assert heard[-1] == (len(log.events), log.events[-1].position)
    assert wait_for(connection, log.events[-1].position, NAMES)


def test_a_failed_rebuild_leaves_what_people_read(
    log: Log, waymark: Waymark, settings: Settings, connection: Connection
) -> None:
    apply(connection, log.events)
    before = marks(connection)

    with pytest.raises(ZeroDivisionError):
        rebuild(settings.database_url, waymark.store, [Broken()])

    assert marks(connection) == before


def test_a_view_in_an_older_shape_begins_anew(waymark: Waymark, settings: Settings, connection: Connection) -> None:
    rebuild(settings.database_url, waymark.store)
    before = marks(connection)
    connection.close()
    with psycopg.connect(settings.owner_database_url, autocommit=True) as owner:
        owner.execute("UPDATE views.projection SET shape = 0 WHERE name = 'agenda'")
        create_views(settings.owner_database_url)

        assert not wait_for(owner, 1, ["agenda"], seconds=0)
        assert wait_for(owner, 1, ["progress"], seconds=0)
        assert fingerprint(owner, "agenda") != before["agenda"]
    rebuild(settings.database_url, waymark.store, [named("agenda")])
    with psycopg.connect(settings.database_url, autocommit=True) as again:
        assert marks(again) == before


def test_readers_write_the_views_and_a_rebuild_beside_them_disturbs_nobody(
    log: Log, waymark: Waymark, settings: Settings, connection: Connection
) -> None:
    apply(connection, log.events)
    expected = marks(connection)
    empty(connection)
    running = readers(waymark.store, settings.database_url, batch=50)
    threads = [Thread(target=each.run) for each in running]
    try:
        for thread in threads:
            thread.start()
        assert wait_for(connection, log.events[-1].position, NAMES)
        assert marks(connection) == expected

        rebuild(settings.database_url, waymark.store)
        assert marks(connection) == expected

        log.walks[0].go(5)
        assert wait_for(connection, log.events[-1].position, NAMES)
        after = marks(connection)
    finally:
        for each in running:
            each.stop()
        for thread in threads:
            thread.join()

    assert after != expected
    rebuild(settings.database_url, waymark.store)
    assert marks(connection) == after
    assert connection.execute("SELECT count(*) FROM store.parked_event").fetchone() == (0,)
