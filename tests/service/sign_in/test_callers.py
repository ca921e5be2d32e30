"""Row 10, from one network address: whoever the tries are for, and whatever the header of a stranger says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from service.api import build_app
from service.assembly import Waymark, build
from service.settings import Settings
from service.sign_in.callers import LETTERS, LETTERS_AN_HOUR, TRIES
from tests.service.face import MovedClock
from tests.service.sign_in.browser import OURS, SITE

PROXY = "10.1.2.3"
EVIL, GOOD = "203.0.113.9", "203.0.113.10"


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def waymark(settings: Settings, clock: MovedClock) -> Iterator[Waymark]:
    with build(settings.model_copy(update={"trusted_proxies": "10.1.2.0/24 ::1"}), clock=clock) as made:
        yield made
    _APPS.clear()


_APPS: dict[int, FastAPI] = {}


def _app(waymark: Waymark) -> FastAPI:
    """One for each installation, however many call it."""
    if id(waymark) not in _APPS:
        _APPS[id(waymark)] = build_app(waymark)
    return _APPS[id(waymark)]


class Caller:
    """Sends forms from an address, perhaps with a header that says another."""

    def __init__(self, waymark: Waymark, address: str) -> None:
        self._client = TestClient(_app(waymark), base_url=SITE, client=(address, 50_000))
        self._number = 0

    def tries(self, times: int, at: str = "/sign-in/password", forwarded: str | None = None) -> list[int]:
        """Each for somebody else, so that no account is counted."""
        headers = OURS | ({"X-Forwarded-For": forwarded} if forwarded else {})
        statuses = []
        for _ in range(times):
            self._number += 1
            form = {"email": f"nobody-{self._number}@example.org", "password": "no", "key": "x"}
            statuses.append(self._client.post(at, data=form, headers=headers).status_code)
        return statuses


def test_row_10_so_many_tries_from_one_address_and_others_are_not_held_up(
    waymark: Waymark, clock: MovedClock, settings: Settings
) -> None:
    evil = Caller(waymark, EVIL)
    assert evil.tries(TRIES + 2, "/sign-in/link") == [401] * TRIES + [429] * 2
    assert Caller(waymark, GOOD).tries(1, "/sign-in/link") == [401]
    with build(settings, clock=clock) as started_again:
        assert Caller(started_again, EVIL).tries(1, "/sign-in/link") == [429]
    clock.at += timedelta(minutes=1)
    assert evil.tries(1, "/sign-in/link") == [401]


def test_row_10_so_many_letters_in_a_minute_and_in_an_hour(waymark: Waymark, clock: MovedClock) -> None:
    clock.at = clock.at.replace(minute=0)
    evil, sent = Caller(waymark, EVIL), []
    for _ in range(5):
        sent += evil.tries(LETTERS, "/sign-in/email")
        clock.at += timedelta(minutes=1)
    assert sent.count(200) == LETTERS_AN_HOUR
    assert Caller(waymark, GOOD).tries(1, "/sign-in/email") == [200]
    clock.at += timedelta(hours=1)
    assert evil.tries(1, "/sign-in/email") == [200]


def test_the_header_of_a_stranger_is_not_believed_and_that_of_our_proxy_is(waymark: Waymark) -> None:
    evil = Caller(waymark, EVIL)
    held = [evil.tries(1, "/sign-in/link", forwarded=f"198.51.100.{number}")[0] for number in range(TRIES + 1)]
    assert held[-1] == 429
    proxy = Caller(waymark, PROXY)
    assert proxy.tries(TRIES + 1, "/sign-in/link", forwarded=f"{GOOD}, 198.51.100.7")[-1] == 429
    assert proxy.tries(1, "/sign-in/link", forwarded="198.51.100.8") == [401], "who else comes through it"
    # What stands before the last address that is not ours, the caller wrote.
    assert proxy.tries(1, "/sign-in/link", forwarded="192.0.2.1, 198.51.100.7, 10.1.2.9") == [429]


def test_an_unnamed_proxy_or_this_machine_holds_nobody_up(waymark: Waymark) -> None:
    assert set(Caller(waymark, "127.0.0.1").tries(TRIES + 5, "/sign-in/link")) == {401}
    assert set(Caller(waymark, PROXY).tries(TRIES + 5, "/sign-in/link")) == {401}


def test_addresses_behind_one_connection_count_as_one(waymark: Waymark) -> None:
    held = [Caller(waymark, f"2001:db8:1:2::{number:x}").tries(10, "/sign-in/link") for number in range(1, 8)]
    assert held[-1] == [429] * 10
    assert Caller(waymark, "2001:db8:1:3::1").tries(1, "/sign-in/link") == [401]


def test_no_address_is_kept_and_its_count_is_gone_soon(waymark: Waymark, clock: MovedClock) -> None:
    evil = Caller(waymark, EVIL)
    evil.tries(3, "/sign-in/link")
    with waymark.pool.connection() as connection:
        first = connection.execute("SELECT subject FROM store.attempt ORDER BY 1").fetchall()
        assert EVIL.encode() not in b"".join(row[0] for row in first)
        clock.at += timedelta(days=1)
        evil.tries(3, "/sign-in/link")
        second = connection.execute("SELECT subject FROM store.attempt ORDER BY 1").fetchall()
    assert first
    assert not set(first) & set(second), "another mark the next day, and the old counts are gone"


def test_a_proxy_that_is_no_address_is_refused_when_it_is_read(settings: Settings) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(settings.model_dump() | {"trusted_proxies": "the proxy"})
