"""A virus scanner that speaks clamd's protocol over loopback and knows one virus: the test file of EICAR."""

import socket
import socketserver
import struct
from threading import Thread
from types import TracebackType
from typing import Self

# In two halves, so that no scanner takes this test for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        connection: socket.socket = self.request
        asked = b""
        while not asked.endswith(b"\0"):
            asked += connection.recv(1)
        assert asked == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">L", self._exactly(4))[0]:
            content += self._exactly(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        if len(content) > self.server.most:  # type: ignore[attr-defined]
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in content:
            connection.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            connection.sendall(b"stream: OK\0")

    def _exactly(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            piece = self.request.recv(size - len(content))
            assert piece, "the other side went away"
            content += piece
        return content


class FakeClamd:
    """Listens on a free port until it is left. `seen` is everything it looked at."""

    def __init__(self) -> None:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.seen: list[bytes] = []
        self._server.seen = self.seen  # type: ignore[attr-defined]
        self._server.most = 1_000_000  # type: ignore[attr-defined]
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
