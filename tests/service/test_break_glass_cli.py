"""Operators ask and agree from a shell with tokens of their own; the shell itself lets nobody in."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from typer.testing import CliRunner

from service.api_examples import FOUNDER
from service.break_glass_cli import TOKEN, break_glass_commands, told
from service.port import free_port
from service.settings import Settings
from tests.service.face import OPERATOR, SECOND_OPERATOR, Face

BECAUSE = "The plan does not open."


@pytest.fixture
def served(face: Face, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Face]:
    """The same app, answering on a port as it does for people."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(face.client.app, port=port, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    for field in ("home", "database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
        monkeypatch.setenv(f"WAYMARK_{field.upper()}", str(getattr(settings, field)))
    monkeypatch.setenv("WAYMARK_HTTP_PORT", str(port))
    for person in (OPERATOR, SECOND_OPERATOR):
        face.make_operator(person)
    yield face
    server.should_exit = True
    thread.join()


def test_one_asks_another_agrees_and_neither_does_both(served: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    address = served.start()
    programme = address.rpartition("/")[2]

    def run(*words: str, by: str | None = None) -> str:
        token = served.acts(by)["Authorization"].removeprefix("Bearer ") if by else ""
        monkeypatch.setenv(TOKEN, token)
        done = CliRunner().invoke(break_glass_commands, list(words))
        return done.stdout if done.exit_code == 0 else f"refused: {done.exception}"

    def stands() -> str:
        (glass,) = served.waymark.front_door.programme(f"programme:{programme}").glasses.values()
        return told(1, glass, served.clock())

    assert "from a shell" in run("ask", programme, "--because", BECAUSE)
    assert run("ask", programme, "--because", BECAUSE, by=FOUNDER).startswith("refused")
    assert "asked for" in run("ask", programme, "--because", BECAUSE, by=OPERATOR)
    assert OPERATOR in run("list", programme)
    assert "waits for a second operator" in stands()
    assert "Nobody lets themselves in" in run("agree", programme, "1", by=OPERATOR)
    assert served.get(address, OPERATOR).status_code == 404
    assert "24 hours" in run("agree", programme, "1", by=SECOND_OPERATOR)
    served.catch_up()
    assert served.get(address, OPERATOR).status_code == 200
    assert OPERATOR in run("list", f"programme:{programme}")
    assert "open, until" in stands()
    assert "ended" in run("end", programme, "1", by=OPERATOR)
    assert served.get(address, OPERATOR).status_code == 404
    assert "over" in stands()
    served.catch_up()
    history = served.get(f"{address}/history").text
    assert "asked to look into the programme" in history
    assert "ended request 1" in history
