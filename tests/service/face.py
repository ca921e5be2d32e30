"""Asking Waymark over HTTP as a program does: somebody acts, and every command has a key of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import randbelow
from time import monotonic
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from domain.person_commands import AppointOperator, Join
from domain.programme_commands import Command, StartProgramme
from projections.catalogue import PROJECTIONS
from service.api_examples import COORDINATOR, EXAMPLES
from service.api_paths import PATHS
from service.assembly import Waymark
from service.log_reader import save_position, saved_position
from service.sign_in.desk import desk_of
from service.sign_in.hosting import THE_MACHINE

OPERATOR, SECOND_OPERATOR = (f"person:{n}a4e28ba-2fa1-41d2-883f-0016d3cca4aa" for n in "12")
STRANGER = "person:9b4e28ba-2fa1-41d2-883f-0016d3cca499"


class MovedClock:
    """A clock that stands still until a test moves it on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, days: int) -> None:
        self.at += timedelta(days=days)


class GoingClock(MovedClock):
    """The same, but it goes on as fast as time does, so that a test begins on the same morning, whenever it runs."""

    def __init__(self) -> None:
        super().__init__()
        self._since = monotonic()

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=monotonic() - self._since)


class Face:
    """The app, asked as different people; `catch_up` does a projector's work when a test wants it done."""

    def __init__(self, client: TestClient, waymark: Waymark, clock: MovedClock) -> None:
        self.client = client
        self.waymark = waymark
        self.clock = clock
        self._keys = count(1)
        self._desk = desk_of(waymark)
        self._tokens: dict[str, str] = {}

    def acts(self, person: str) -> dict[str, str]:
        """The header of a program that acts for a person: a token of theirs, as they would make one."""
        if person not in self._tokens:
            self._desk.accounts.add(person)
            ends_at = self.clock() + timedelta(days=365)
            self._tokens[person] = self._desk.tokens.keep(
                person, randbelow(10**9), "tests", ("read", "write"), None, ends_at, second_factor=True
            )
        return {"Authorization": f"Bearer {self._tokens[person]}"}

    def make_operator(self, person: str) -> None:
        """Have somebody who looks after the installation."""
        self._desk.accounts.add(person)
        self._desk.log.ask(person, Join(invitation=None), THE_MACHINE)
        self._desk.log.ask(person, AppointOperator(), THE_MACHINE)

    def start(self, **changes: object) -> str:
        """Start the programme of the examples. Returns its address."""
        answer = self.post(StartProgramme, COORDINATOR, body={**EXAMPLES[StartProgramme], **changes})
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def post(
        self,
        kind: type[Command],
        actor: str,
        programme: str = "/api/programmes",
        body: object = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        return self.client.post(
            f"{programme}/{PATHS[kind]}".rstrip("/"),
            json=EXAMPLES[kind] if body is None else body,
            headers={
                **self.acts(actor),
                "Idempotency-Key": key or f"key-{next(self._keys)}",
                **(headers or {}),
            },
        )

    def get(self, address: str, actor: str = COORDINATOR, **asked: object) -> Response:
        query = {name: str(value) for name, value in asked.items()} or None
        return self.client.get(address, headers=self.acts(actor), params=query)

    def catch_up(self) -> None:
        """Bring every view to the end of the log."""
        with self.waymark.pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            for projection in PROJECTIONS:
                events = self.waymark.store.read(saved_position(connection, projection.name), 10_000)
                if events:
                    projection.apply(cursor, events)
                    save_position(connection, projection.name, events[-1].position)


def assert_problem(answer: Response, status: int, kind: str) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"], body["type"]) == (status, status, f"/api/problems#{kind}"), answer.text
    assert body["title"].endswith(".")
    assert body["detail"].endswith(".")
    return body


def without_number(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "waymark-request"}
