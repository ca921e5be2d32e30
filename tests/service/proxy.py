"""A way to PostgreSQL that can be cut at the worst moment: after a request went through, before its answer."""

import contextlib
import socket
from threading import Thread
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class CuttingProxy:
    """Forwards to the server of a connection address, and cuts once when told to."""

    def __init__(self, url: str) -> None:
        given = conninfo_to_dict(url)
        self._host, self._port = str(given.get("host") or "127.0.0.1"), int(given.get("port") or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = make_conninfo(url, host="127.0.0.1", port=self._listener.getsockname()[1], sslmode="disable")
        self.cuts = 0
        self._word: bytes | None = None
        self._open: list[socket.socket] = []
        Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cut_after(self, word: bytes) -> None:
        """Forward the next request with `word` in it, wait for its answer, keep that, and hang up."""
        self._word = word

    def close(self) -> None:
        """Hang up on everybody and take no more calls."""
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for each in [self._listener, *self._open]:
            _hang_up(each)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._reach()
                self._open += [client, server]
                Thread(target=self._requests, args=(client, server), daemon=True).start()
                Thread(target=self._answers, args=(client, server), daemon=True).start()

    def _reach(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port))
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        return server

    def _requests(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while sent := client.recv(65536):
                if self._word and self._word in sent:
                    self._word = None
                    self.cuts += 1
                    _hang_up(client)
                    server.sendall(sent)
                    return
                server.sendall(sent)
        _hang_up(server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        # Reading goes on after the cut: the server must finish what it was asked.
        with contextlib.suppress(OSError):
            while answered := server.recv(65536):
                with contextlib.suppress(OSError):
                    client.sendall(answered)
        _hang_up(client)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()
