"""Many clients at once, each with a connection of its own, so light that they are not what is measured.

A thread a client, a socket a thread, requests made ready before: about a twentieth of a millisecond each.
"""

import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Lock, Thread
from types import TracebackType
from typing import Generic, Self, TypeVar
from uuid import uuid4

from pydantic import BaseModel

from service.api_headers import KEY
from service.port import LOOPBACK

T = TypeVar("T")
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_DONE = 300


class NotDone(Exception):  # noqa: N818 - the benchmark cannot go on
    """The server refused a request of the benchmark."""


@dataclass
class Timed:
    """How long each of many calls took, in seconds, and how long all of them together."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Calls a second."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0

    @property
    def p50(self) -> float:
        """Half of the calls were answered within so many milliseconds."""
        return percentile(self.seconds, 50)

    @property
    def p99(self) -> float:
        """All but one in a hundred were answered within so many milliseconds."""
        return percentile(self.seconds, 99)

    def add(self, other: "Timed") -> None:
        """Count another round of the same."""
        self.seconds += other.seconds
        self.lasted += other.lasted


def percentile(seconds: Sequence[float], which: int) -> float:
    """A percentile, in milliseconds."""
    if len(seconds) < 2:  # noqa: PLR2004 - the least that quantiles takes
        return 1000 * sum(seconds)
    return 1000 * quantiles(seconds, n=100, method="inclusive")[which - 1]


class Shared(Generic[T]):
    """Things to do, handed out to whichever thread asks next."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things = iter(things)
        self._lock = Lock()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._lock:
                found = next(self._things, None)
            if found is None:
                return
            yield found


def at_once(calls: Sequence[Callable[[], object]], seconds: float) -> Timed:
    """Call each of these in a thread of its own, again and again, until the time is over or one is out of work.

    A call that raises StopIteration is out of work.
    """
    timed, faults = [Timed() for _ in calls], list[Exception]()
    until = time.perf_counter() + seconds

    def loop(call: Callable[[], object], mine: list[float]) -> None:
        began = time.perf_counter()
        try:
            while began < until:
                call()
                ended = time.perf_counter()
                mine.append(ended - began)
                began = ended
        except StopIteration:
            return
        except Exception as fault:  # noqa: BLE001 - raised below, in the benchmark's own thread
            faults.append(fault)

    threads = [Thread(target=loop, args=(call, each.seconds)) for call, each in zip(calls, timed, strict=True)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Timed([each for one in timed for each in one.seconds], time.perf_counter() - began)


class Client:
    """One connection to the web process, kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((LOOPBACK, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def send(self, request: bytes) -> bytes:
        """Send a request and give the body of its answer. Raises NotDone for any answer but a good one."""
        self._socket.sendall(request)
        answer = b""
        while _END not in answer:
            answer += self._more()
        head, _, body = answer.partition(_END)
        length = int(head.lower().partition(_LENGTH)[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        if int(head[9:12]) >= _DONE:
            raise NotDone(body.decode())
        return body

    def command(self, request: bytes) -> tuple[str, int]:
        """Send a command and give the programme and the version it left the stream in."""
        receipt = json.loads(self.send(request))
        return receipt["programme"], receipt["version"]

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        if not more:
            msg = "the server closed the connection"
            raise NotDone(msg)
        return more


def post(port: int, path: str, command: BaseModel, token: str) -> bytes:
    """A command as it goes over the wire, under a key of its own."""
    body = command.model_dump_json(exclude_defaults=True).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nAuthorization: Bearer {token}\r\n{KEY}: {uuid4()}\r\n\r\n"
    )
    return head.encode() + body


def get(port: int, path: str) -> bytes:
    """A plain request as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode()
