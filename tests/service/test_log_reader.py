import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from unittest.mock import ANY

import psycopg
import pytest
from psycopg import Connection

from domain.event import Fact, Recorded
from service.event_mapper import EventMapper, UnknownTopic
from service.event_store import Asked
from service.log_reader import LogReader, NothingGoesThrough, Unavailable, follow, lag, on_loop, saved_position
from service.postgres_event_store import PostgresEventStore
from service.seals import Seals
from tests.service.story import GARDEN, Harvested, Planted, asked, planted, recorded


class Seen:
    """Handles batches by remembering them, in a table too, and fails when told to."""

    def __init__(self, fails: Callable[[str], bool] = lambda _: False) -> None:
        self.words: list[str] = []
        self.fails = fails

    def __call__(self, batch: Sequence[Recorded[Fact]], connection: Connection) -> None:
        words = [event.fact.what for event in batch if isinstance(event.fact, Planted)]
        connection.cursor().executemany("INSERT INTO public.seen VALUES (%s)", [(word,) for word in words])
        for word in words:
            if self.fails(word):
                raise ArithmeticError(word)
        self.words += words


@pytest.fixture
def seen_url(owner_url: str, app_url: str) -> str:
    with psycopg.connect(owner_url) as connection:
        connection.execute("CREATE TABLE public.seen (word text)")
        connection.execute("GRANT ALL ON public.seen TO waymark_app")
    return app_url


@contextmanager
def running(*readers: LogReader) -> Iterator[None]:
    threads = [Thread(target=reader.run) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for reader in readers:
            reader.stop()
        for thread in threads:
            thread.join()


def eventually(true: Callable[[], bool]) -> None:
    until = monotonic() + 120
    while not true():
        assert monotonic() < until, "it did not come true in time"
        sleep(0.02)


def plant(store: PostgresEventStore, *words: str) -> None:
    at = store.stream_version(GARDEN)
    store.append_many(
        [Asked([planted(word, number)], asked(f"c{number}")) for number, word in enumerate(words, start=at + 1)]
    )


def table(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return sorted(row[0] for row in connection.execute("SELECT word FROM public.seen"))


def test_a_reader_goes_on_where_it_was(store: PostgresEventStore, seen_url: str) -> None:
    plant(store, "a", "b", "c")
    first, second = Seen(), Seen()
    with running(LogReader("shed", store, seen_url, first, together=True, batch=2)):
        eventually(lambda: first.words == ["a", "b", "c"])
        plant(store, "d")
        eventually(lambda: first.words == ["a", "b", "c", "d"])
    plant(store, "e")
    with running(LogReader("shed", store, seen_url, second, together=True)):
        eventually(lambda: second.words == ["e"])

    with psycopg.connect(seen_url) as connection:
        assert saved_position(connection, "shed") == store.end()
        assert lag(connection, "shed").behind == 0
        assert lag(connection, "another").behind == store.end()


@pytest.mark.parametrize("together", [True, False])
def test_a_lost_connection_is_made_again_and_nothing_is_missed(
    store: PostgresEventStore, seen_url: str, owner_url: str, postgres_url: str, *, together: bool
) -> None:
    seen = Seen()
    with running(LogReader("shed", store, seen_url, seen, together=together)):
        plant(store, "a")
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            # Only what was kept is not read again: what it has seen it may not have kept yet.
            eventually(lambda: saved_position(connection, "shed") == store.end())
            assert seen.words == ["a"]
            killed = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'waymark shed' AND datname = current_database()"
            ).fetchall()
        assert killed == [(True,)]
        plant(store, "b", "c")
        eventually(lambda: seen.words == ["a", "b", "c"])
    assert table(owner_url) == ["a", "b", "c"]


def test_one_bad_event_is_parked_and_the_others_go_on(
    store: PostgresEventStore, seen_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(store, "a", "b", "c", "poison", "e", "f", "g")
    seen = Seen(fails=lambda word: word == "poison")
    with running(LogReader("shed", store, seen_url, seen, together=True)):
        eventually(lambda: seen.words == ["a", "b", "c", "e", "f", "g"])

    assert table(seen_url) == ["a", "b", "c", "e", "f", "g"]
    with psycopg.connect(seen_url) as connection:
        parked = connection.execute("SELECT position, stream, topic, error FROM store.parked_event").fetchall()
        assert parked == [(store.read(0, 10)[3].position, GARDEN, "garden.planted.v1", "ArithmeticError")]
        assert lag(connection, "shed").parked == 1
        assert lag(connection, "shed").behind == 0
    logged = capsys.readouterr().out
    assert "an event was parked" in logged
    assert "poison" not in logged


def test_a_handler_that_fails_on_everything_stops_and_passes_nothing_over(
    store: PostgresEventStore, seen_url: str
) -> None:
    plant(store, *"abcdefghijklmnopqrstuvwxyz")
    broken = LogReader("shed", store, seen_url, Seen(fails=lambda _: True), together=True, tries=1)
    with pytest.raises(NothingGoesThrough):
        broken.run()

    with psycopg.connect(seen_url) as connection:
        assert lag(connection, "shed").parked == 0
    mended = Seen()
    with running(LogReader("shed", store, seen_url, mended, together=True)):
        eventually(lambda: mended.words == list("abcdefghijklmnopqrstuvwxyz"))


def test_an_event_from_a_newer_waymark_stops_the_reader_loudly(
    store: PostgresEventStore, seen_url: str, seals: Seals
) -> None:
    newer = PostgresEventStore(seen_url, EventMapper((Harvested,), seals), pool_size=1)
    newer.append([recorded(Harvested(what="peas"), 1)], asked("a"))
    newer.close()

    with pytest.raises(UnknownTopic):
        LogReader("shed", store, seen_url, Seen(), together=True).run()


def test_what_a_handler_needs_may_be_away_without_blaming_an_event(store: PostgresEventStore, seen_url: str) -> None:
    plant(store, "a")
    away = [True] * 2
    seen: list[str] = []

    def handle(batch: Sequence[Recorded[Fact]], _: Connection) -> None:
        if away:
            away.pop()
            raise Unavailable
        seen.extend(event.stream for event in batch)

    with running(LogReader("bell", store, seen_url, handle, together=False, tries=1)):
        eventually(lambda: seen == [GARDEN])
    with psycopg.connect(seen_url) as connection:
        assert lag(connection, "bell").parked == 0


def test_of_two_readers_one_works_until_it_ends(store: PostgresEventStore, seen_url: str) -> None:
    first, second = Seen(), Seen()
    one = LogReader("shed", store, seen_url, first, together=True)
    with running(one):
        plant(store, "a")
        eventually(lambda: first.words == ["a"])
        with running(LogReader("shed", store, seen_url, second, together=True, poll=0.1)):
            plant(store, "b")
            eventually(lambda: first.words == ["a", "b"])
            assert second.words == []
            one.stop()
            plant(store, "c")
            eventually(lambda: second.words + first.words[2:] == ["c"])
    assert table(seen_url) == ["a", "b", "c"]


def test_stopping_while_a_batch_fails_passes_nothing_over(store: PostgresEventStore, seen_url: str) -> None:
    plant(store, "a", "b")
    tried = Event()

    def fails(word: str) -> bool:
        tried.set()
        return word == "a"

    reader = LogReader("shed", store, seen_url, Seen(fails), together=True)
    with running(reader):
        tried.wait()
        reader.stop()
    mended = Seen()
    with running(LogReader("shed", store, seen_url, mended, together=True)):
        eventually(lambda: mended.words == ["a", "b"])


async def test_a_coroutine_may_handle_batches_and_cancelling_ends_cleanly(
    store: PostgresEventStore, seen_url: str
) -> None:
    seen: list[str] = []
    came = asyncio.Event()

    async def handle(batch: Sequence[Recorded[Fact]]) -> None:
        await asyncio.sleep(0)
        seen.extend(event.stream for event in batch)
        came.set()

    loop = asyncio.get_running_loop()
    reader = LogReader("bell", store, seen_url, on_loop(handle, loop), together=False)
    running = asyncio.create_task(follow(reader))
    await asyncio.to_thread(plant, store, "a")
    await came.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert seen == [GARDEN]
    with psycopg.connect(seen_url) as connection:
        assert saved_position(connection, "bell") == store.end()


async def test_readers_leave_threads_for_everything_else_however_many_they_are(
    store: PostgresEventStore, seen_url: str
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    readers = [LogReader(name, store, seen_url, Seen(), together=True) for name in ("bell", "shed")]
    running = [asyncio.create_task(follow(each)) for each in readers]
    async with asyncio.timeout(120):
        await asyncio.to_thread(plant, store, "a")
        while len(table(seen_url)) < len(readers):  # noqa: ASYNC110 - threads write it
            await asyncio.sleep(0.02)
    for each in running:
        each.cancel()

    assert await asyncio.gather(*running, return_exceptions=True) == [ANY, ANY]
    assert table(seen_url) == ["a", "a"]
