"""Ports of this machine, on loopback only."""

import secrets
import socket
from collections.abc import Collection

from service.machine_faults import PortInUse

LOOPBACK = "127.0.0.1"


FIRST, LAST = 10_240, 32_000
"""Below those that systems give to whoever connects out (Linux: 32768 and up, macOS: 49152 and up)."""

TRIES = 100


def free_port(besides: Collection[int] = ()) -> int:
    """A port nobody listens on just now, and that no connection is given before a server listens there.

    It is none of those `besides`: they are kept for servers that do not listen yet.

    The system's own choice would be one of those for connections: until the server starts, any connection on this
    machine may take it, and whoever asks again and again whether it answers may even be connected to themselves.
    """
    for _ in range(TRIES):
        port = FIRST + secrets.randbelow(LAST - FIRST)
        if port not in besides and is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        chosen: int = probe.getsockname()[1]
        return chosen


def free_ports(number: int) -> list[int]:
    """So many free ports, each another."""
    found: list[int] = []
    for _ in range(number):
        found.append(free_port(found))
    return found


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen here."""
    with socket.socket() as probe:
        # As the servers do: a port that only waits for its last connections to be forgotten is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def need_port(port: int, purpose: str, option: str) -> None:
    """Raise PortInUse, with what to do about it, unless the port is free."""
    if not is_free(port):
        raise PortInUse(
            f"Port {port}, for {purpose}, is in use by another program. Stop that program, or choose another "
            f"port with {option}."
        )


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether something accepts connections here."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
