"""How a message leaves Waymark: what every carrier does, and how it says that it could not."""

from email.message import EmailMessage
from email.utils import parseaddr
from typing import Protocol
from uuid import UUID


class MailAway(Exception):  # noqa: N818 - nobody's fault; it is tried again for ever
    """The mail server cannot be used just now. `certain`: nothing was handed over, so the letter may still change."""

    def __init__(self, *, certain: bool) -> None:
        """Say whether the message can have reached anybody."""
        super().__init__()
        self.certain = certain


class NotNowForThem(Exception):  # noqa: N818 - the same
    """The mail server will not take a message for this one address just now."""


class AddressRefused(Exception):  # noqa: N818 - an answer about an address, not a fault of ours
    """The mail server will never take a message for this address. Somebody must ask for the right one."""


class MailCarrier(Protocol):
    """Takes one message, with its Message-ID and its one recipient in the headers."""

    def send(self, message: EmailMessage) -> None:
        """Hand it over. Raises MailAway, NotNowForThem, AddressRefused."""
        ...


def message_id(letter: UUID, mail_from: str) -> str:
    """The Message-ID of a letter: the same however often it is sent."""
    return f"<{letter}@{host_of(mail_from)}>"


def host_of(mail_from: str) -> str:
    """The host part of our own address."""
    host = parseaddr(mail_from)[1].rpartition("@")[2]
    return host if host and "/" not in host else "localhost"
