"""A small mail server on loopback, that takes messages, refuses addresses, or hangs up, as a test tells it."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from threading import Thread


@dataclass
class MailHost:
    """What it is told to do, and what it took. `answers` is what it says to a recipient, by address."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    greeting: str = "220 mail"
    lose_answers: int = 0
    taken: list[Message] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_host() -> Iterator[MailHost]:
    host = MailHost()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say(host.greeting)
            for line in self.rfile:
                word, _, rest = line.decode().strip().partition(" ")
                match word.upper():
                    case "EHLO" | "HELO":
                        self.say("250 mail")
                    case "RCPT":
                        address = rest.partition("<")[2].partition(">")[0]
                        self.say(host.answers.get(address, "250 yes"))
                    case "DATA":
                        self.say("354 go on")
                        self.take()
                        if host.lose_answers:
                            host.lose_answers -= 1
                            return
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 goodbye")
                        return
                    case _:
                        self.say("250 yes")

        def take(self) -> None:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line.removeprefix(b"."))
            host.taken.append(message_from_bytes(b"".join(lines)))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        host.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
