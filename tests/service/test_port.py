"""Ports for servers that start later are none that a connection may be given meanwhile."""

import socket

import pytest

from service.port import FIRST, LAST, LOOPBACK, free_port, free_ports, is_free


def test_a_free_port_is_none_of_those_that_connections_are_given() -> None:
    chosen = {free_port() for _ in range(20)}
    assert all(FIRST <= port < LAST for port in chosen)
    with socket.socket() as server, socket.socket() as client:
        server.bind((LOOPBACK, 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getsockname()[1] >= LAST, "what this system gives to a connection"


def test_ports_for_several_servers_are_all_different(monkeypatch: pytest.MonkeyPatch) -> None:
    first = free_port()
    drawn = iter((0, 0, 0, 1, 1, 2, *range(3, 100)))
    monkeypatch.setattr("service.port.secrets.randbelow", lambda _: first - FIRST + next(drawn))
    assert len(set(free_ports(3))) == 3


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    port = free_port()
    with socket.socket() as server:
        server.bind((LOOPBACK, port))
        server.listen()
        assert not is_free(port)
    assert is_free(port)
