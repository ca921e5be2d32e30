"""The post, as tests work it."""

from datetime import timedelta
from email.message import EmailMessage

from psycopg import Connection

from domain.access_needs import AccessNeeds, Involvement
from service.mail_carrier import MailCarrier
from service.mail_queue import note
from service.people import PersonCard
from service.post import Post, QuietHours
from service.privacy.needs import NeedsBook
from tests.service.group import WORKER, Group

WILL = PersonCard(name="Will Wood", email="will@example.org", channel="email")
MO = PersonCard(name="Mo Marsh", email="mo@example.org", channel="email")


class Bag:
    """A carrier that keeps what it gets; or raises, once for each fault it was given."""

    def __init__(self, *faults: Exception) -> None:
        self.taken: list[EmailMessage] = []
        self.faults = list(faults)

    def send(self, message: EmailMessage) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(message)

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


def read(ours: Group, connection: Connection, after: int = 0) -> None:
    """What the post's reader does with the log."""
    note(ours.waymark.store.read(after, 10_000), connection, ours.waymark.clock)


def post(ours: Group, carrier: MailCarrier, quiet: QuietHours | None = None) -> Post:
    return Post(ours.waymark, carrier=carrier, quiet=quiet, settling=timedelta(0), poll=0.0)


def wants(ours: Group, involvement: Involvement) -> None:
    assert NeedsBook(ours.waymark.pool, ours.waymark.clock).keep(WORKER, AccessNeeds(involvement=involvement))


def outcomes(connection: Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT channel, outcome FROM store.delivery ORDER BY version, person").fetchall()


def waiting(connection: Connection) -> int:
    return connection.execute("SELECT count(*) FROM store.pending_message").fetchall()[0][0]  # type: ignore[no-any-return]
