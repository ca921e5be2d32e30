from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import psycopg
import pytest

from domain.event import Fact, Recorded
from service.event_mapper import EventMapper, UnknownTopic
from service.event_recorder import StoreAway, TablesMissing
from service.event_store import Asked, ClockBehind, CommandTaken, VersionTaken
from service.postgres_event_store import PostgresEventStore
from service.postgres_server import PostgresServer
from service.seals import Seals
from tests.service.proxy import CuttingProxy
from tests.service.story import FACTS, GARDEN, MORNING, SPADE, Harvested, Planted, asked, later, planted, recorded


def test_what_is_appended_is_loaded_and_read_again(store: PostgresEventStore) -> None:
    first = store.append([planted("peas", 1), planted("beans", 2)], asked("a", accepted=2))
    second = store.append([planted("steel", 1, stream=SPADE)], asked("b", stream=SPADE))

    assert store.load(GARDEN) == first.events
    assert store.load(GARDEN, after_version=1) == first.events[1:]
    assert store.read(0, limit=10) == first.events + second.events
    assert store.read(first.events[0].position, limit=1) == [first.events[1]]
    assert store.read(0, limit=10, up_to=first.events[0].position) == [first.events[0]]
    assert store.stream_version(GARDEN) == 2
    assert store.end() == second.events[0].position == second.answer.position


def test_what_is_newer_in_several_streams_is_loaded_at_once(store: PostgresEventStore) -> None:
    in_garden = store.append([planted("peas", 1), planted("beans", 2)], asked("a"))
    of_spade = store.append([planted("steel", 1, stream=SPADE)], asked("b", stream=SPADE))
    more = store.append([planted("maize", 3)], asked("c"))

    assert store.load_newer({GARDEN: 1, SPADE: 0}) == [in_garden.events[1], *more.events, *of_spade.events]
    assert store.load_newer({GARDEN: 3, SPADE: 1}) == []
    assert store.load_newer({}) == []


def test_an_empty_store_has_no_end(store: PostgresEventStore) -> None:
    assert store.end() == 0
    assert store.read(0, limit=10) == []
    assert store.load(GARDEN) == []
    assert store.stream_version(GARDEN) == 0
    assert store.answer(GARDEN, "a") is None


def test_one_command_may_record_in_two_streams(store: PostgresEventStore) -> None:
    done = store.append([planted("peas", 1), planted("steel", 1, stream=SPADE)], asked("a"))

    assert [event.stream for event in store.read(0, limit=10)] == [GARDEN, SPADE]
    assert done.answer.events == 2


def test_a_repeated_command_gets_the_first_answer_and_events(store: PostgresEventStore) -> None:
    first = store.append([planted("peas", 1)], asked("a", milestone="GOV-05"))
    store.append([planted("beans", 2)], asked("b"))
    again = store.append([planted("maize", 3)], asked("a", milestone="something else"))

    assert again.repeated
    assert again.events == first.events
    assert again.answer == first.answer
    assert again.answer.answer == {"milestone": "GOV-05"}
    assert store.stream_version(GARDEN) == 2


def test_a_command_that_changes_nothing_is_remembered(store: PostgresEventStore) -> None:
    before = store.append([planted("peas", 1)], asked("a"))
    nothing = store.append([], asked("b", said="nothing to do"))

    assert nothing.events == []
    assert nothing.answer.position == before.answer.position
    assert store.append([], asked("b")).repeated
    answer = store.answer(GARDEN, "b")
    assert answer is not None
    assert answer.answer == {"said": "nothing to do"}


def test_the_same_command_id_for_something_else_is_refused(store: PostgresEventStore) -> None:
    store.append([planted("peas", 1)], asked("a", mark=b"peas"))

    with pytest.raises(CommandTaken):
        store.append([planted("beans", 2)], asked("a", mark=b"beans"))
    with pytest.raises(CommandTaken):
        store.append([], asked("a", mark=b"nothing"))
    assert store.stream_version(GARDEN) == 1


def test_the_second_of_two_on_the_same_version_is_told(store: PostgresEventStore) -> None:
    store.append([planted("peas", 1)], asked("a"))

    with pytest.raises(VersionTaken):
        store.append([planted("beans", 1)], asked("b"))
    assert store.answer(GARDEN, "b") is None


def test_when_the_command_row_fails_no_event_is_stored(store: PostgresEventStore, app_url: str) -> None:
    store.append([planted("peas", 1)], asked("a", mark=b"x"))
    with pytest.raises(CommandTaken):
        store.append([planted("beans", 2), planted("steel", 1, stream=SPADE)], asked("a", mark=b"y"))

    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT count(*) FROM store.events").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM store.command").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM store.ledger_head").fetchone() == (1,)


def test_a_ledger_never_runs_backwards(store: PostgresEventStore) -> None:
    store.append([planted("peas", 1, recorded_at=later(2))], asked("a"))

    with pytest.raises(ClockBehind) as behind:
        store.append([planted("steel", 1, stream=SPADE, recorded_at=later(1))], asked("b", stream=SPADE))
    assert behind.value.latest == later(2)
    assert behind.value.ledger == GARDEN
    assert store.load(SPADE) == []

    store.append([planted("steel", 1, stream=SPADE, recorded_at=later(2))], asked("b", stream=SPADE))
    store.append([planted("pan", 1, stream="person:x", ledger="service", recorded_at=MORNING)], asked("c"))


def test_one_command_that_runs_backwards_in_itself_is_refused(store: PostgresEventStore) -> None:
    with pytest.raises(ClockBehind):
        store.append([planted("peas", 1, recorded_at=later(2)), planted("beans", 2)], asked("a"))
    assert store.end() == 0


def test_several_commands_are_recorded_all_or_none(store: PostgresEventStore) -> None:
    batch = [
        Asked([planted("peas", 1), planted("beans", 2)], asked("a")),
        Asked([], asked("b")),
        Asked([planted("steel", 1, stream=SPADE)], asked("c", stream=SPADE)),
    ]
    done = store.append_many(batch)

    assert store.read(0, limit=10) == [event for each in done for event in each.events]
    for each in done:
        assert store.answer(each.answer.stream, each.answer.command_id) == each.answer
    again = store.append_many(batch)
    assert [each.events for each in again] == [each.events for each in done]
    assert all(each.repeated for each in again)

    with pytest.raises(VersionTaken):
        store.append_many([Asked([planted("maize", 3)], asked("d")), Asked([planted("oats", 1)], asked("e"))])
    assert store.stream_version(GARDEN) == 2
    assert store.answer(GARDEN, "d") is None


def test_four_commands_raced_by_sixteen_threads_are_recorded_once_each(app_url: str, seals: Seals) -> None:
    # Without patience a conflict that is mistaken for a lost connection shows at once.
    store = PostgresEventStore(app_url, EventMapper(FACTS, seals), pool_size=16, patience=0)
    start = Barrier(16)

    def race(number: int) -> tuple[str, int]:
        command_id = f"c{number % 4}"
        start.wait()
        while True:
            version = store.stream_version(GARDEN) + 1
            event = planted(command_id, version, command_id=command_id)
            try:
                done = store.append([event], asked(command_id))
            except VersionTaken:
                continue
            return command_id, done.events[0].version

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(race, range(16)))

    events = store.load(GARDEN)
    assert [event.version for event in events] == [1, 2, 3, 4]
    assert answers == {(event.meta.command_id, event.version) for event in events}
    store.close()


@pytest.mark.parametrize("events", [[planted("peas", 1)], []])
def test_when_the_answer_to_commit_is_lost_the_command_is_recorded_once(
    app_url: str, seals: Seals, store: PostgresEventStore, events: list[Recorded[Fact]]
) -> None:
    with CuttingProxy(app_url) as proxy:
        cut = PostgresEventStore(proxy.url, EventMapper(FACTS, seals), pool_size=1)
        cut.end()
        proxy.cut_after(b"told")
        done = cut.append(events, asked("a", told="first"))
        cut.close()

    assert proxy.cuts == 1
    assert done.repeated
    assert done.answer.answer == {"told": "first"}
    assert done.events == store.load(GARDEN)
    assert [event.meta.id for event in done.events] == [event.meta.id for event in events]
    assert store.answer(GARDEN, "a") == done.answer


def test_a_store_that_stays_away_says_so(app_url: str, seals: Seals) -> None:
    with CuttingProxy(app_url) as proxy:
        cut = PostgresEventStore(proxy.url, EventMapper(FACTS, seals), pool_size=1, patience=0.1)
        proxy.close()
        with pytest.raises(StoreAway):
            cut.append([planted("peas", 1)], asked("a"))
        cut.close()


def test_a_reader_of_the_tail_misses_nothing_of_eight_writers(
    app_url: str, seals: Seals, store: PostgresEventStore
) -> None:
    # A store each, as in processes of their own: those of one store would take turns before they reach the database.
    stores = [PostgresEventStore(app_url, EventMapper(FACTS, seals), pool_size=1) for _ in range(8)]

    def write(number: int) -> None:
        stream = f"resource:{number}"
        for version in range(1, 26):
            stores[number].append([planted("peas", version, stream=stream)], asked(f"c{version}", stream=stream))

    writers = [Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers) or store.end() > (seen[-1] if seen else 0):
        seen += [event.position for event in store.read_raw(seen[-1] if seen else 0, limit=500)]

    assert seen == [event.position for event in store.read_raw(0, limit=1000)]
    assert len(seen) == 8 * 25
    for each in stores:
        each.close()


def test_a_topic_that_is_not_known_stops_the_reader_by_name(
    store: PostgresEventStore, app_url: str, seals: Seals
) -> None:
    newer = PostgresEventStore(app_url, EventMapper((Planted, Harvested), seals), pool_size=1)
    newer.append([recorded(Harvested(what="peas"), 1)], asked("a"))
    newer.close()

    with pytest.raises(UnknownTopic, match=r"garden\.harvested\.v9"):
        store.read(0, limit=10)
    with pytest.raises(UnknownTopic, match=r"garden\.harvested\.v9"):
        store.append([recorded(Harvested(what="peas"), 2)], asked("b"))
    assert store.read_raw(0, limit=10)[0].topic == "garden.harvested.v9"


def test_a_lock_that_stays_is_waited_for_only_so_long(app_url: str, owner_url: str, seals: Seals) -> None:
    store = PostgresEventStore(app_url, EventMapper(FACTS, seals), pool_size=1, lock_seconds=1, patience=0.1)
    with psycopg.connect(owner_url) as connection:
        connection.execute("LOCK TABLE store.events IN EXCLUSIVE MODE")
        with pytest.raises(StoreAway):
            store.append([planted("peas", 1)], asked("a"))

    assert not store.append([planted("peas", 1)], asked("a")).repeated
    store.close()


def test_a_store_without_tables_or_server_says_so_at_once(
    postgres: PostgresServer, database_name: str, seals: Seals
) -> None:
    mapper = EventMapper(FACTS, seals)
    postgres.create_database(f"{database_name}_empty")
    with pytest.raises(TablesMissing):
        PostgresEventStore(postgres.url(f"{database_name}_empty", "waymark_app"), mapper, pool_size=1)
    postgres.drop_database(f"{database_name}_empty")

    with pytest.raises(StoreAway):
        PostgresEventStore("postgresql://waymark_app@127.0.0.1:1/none", mapper, pool_size=1, patience=0.1)
