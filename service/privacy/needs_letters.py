"""Once a year somebody asks again what a person needs: those who must meet it get a letter, and the person too."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID, uuid5

import structlog

from domain.access_needs import ASKED_AGAIN_AFTER
from domain.calendar import LONDON, day_in_london
from domain.event import PersonRef
from domain.roles import Role
from service.assembly import Waymark
from service.language.kept_language import KeptLanguages
from service.language.language import speaking
from service.letter_words.needs import NeedsLetter
from service.mail_carrier import AddressRefused, MailAway, MailCarrier, NotNowForThem, message_id
from service.people import PersonCard
from service.privacy.letters_kept import ABOUT
from service.privacy.needs import NeedsBook
from service.sign_in.accounts import uuid_of
from service.visibility import Visibility, ever_in

MORNING = time(9, 0)
EVENING = time(20, 0)
_LETTERS = UUID("5b2b1f0a-31a1-4d53-9a6f-0f4f6a2f7c11")
_HELPERS = frozenset({Role.MENTOR, Role.WORKER})


class NeedsLetters:
    """Knows when each person is to be asked again, and writes the letters. No letter says what anybody needs."""

    def __init__(self, waymark: Waymark, carrier: MailCarrier) -> None:
        self._waymark = waymark
        self._carrier = carrier

    def people(self) -> list[UUID]:
        """Everybody who was asked at least once."""
        with self._waymark.pool.connection() as connection:
            rows = connection.execute("SELECT id FROM store.people WHERE needs_asked_on IS NOT NULL ORDER BY id")
            return [row[0] for row in rows]

    def due(self, person: PersonRef) -> datetime | None:
        """When it is time: on the morning of the day, a year after they were asked or it was said. None: never."""
        with self._waymark.pool.connection() as connection:
            row = connection.execute(
                "SELECT greatest(needs_asked_on, needs_reminded_on) FROM store.people WHERE id = %s", (uuid_of(person),)
            ).fetchone()
        if row is None or row[0] is None:
            return None
        return datetime.combine(row[0] + ASKED_AGAIN_AFTER, MORNING, LONDON)

    def by_day(self, moment: datetime) -> datetime:
        """The same moment, or the next morning: nobody gets a letter at night."""
        there = moment.astimezone(LONDON)
        if MORNING <= there.time() < EVENING:
            return moment
        later = there.date() + timedelta(days=1) if there.time() >= EVENING else there.date()
        return datetime.combine(later, MORNING, LONDON)

    def send(self, person: PersonRef) -> bool:
        """Write to those who must meet their needs, and to themselves. False when it could not be sent, or is not due.

        A letter that is sent again has the same Message-ID.
        """
        due, now = self.due(person), self._waymark.clock()
        card = self._waymark.people.get(person)
        if due is None or due > now or card is None:
            return False
        for reader, readers_card in self._readers(person):
            try:
                if readers_card.email:
                    self._carrier.send(self._letter(person, card, reader, readers_card, day_in_london(due)))
            except (MailAway, NotNowForThem) as away:
                structlog.get_logger().warning("a letter about needs waits", fault=type(away).__name__)
                return False
            except (AddressRefused, ValueError):
                structlog.get_logger().warning("a letter about needs could not be sent", person=reader)
        with self._waymark.pool.connection() as connection:
            connection.execute(
                "UPDATE store.people SET needs_reminded_on = %s WHERE id = %s", (day_in_london(now), uuid_of(person))
            )
        return True

    def _readers(self, person: PersonRef) -> Iterator[tuple[PersonRef, PersonCard]]:
        """Those who want letters, by e-mail. Others see it on the page of what people need."""
        with self._waymark.pool.connection() as connection:
            concerned = ever_in(connection, person)
        visibility, front_door = Visibility(self._waymark.front_door), self._waymark.front_door
        readers = {person}
        for group in map(front_door.group, concerned):
            if group.programme is None or group.programme.story is not None or not visibility.roles(group, person):
                continue
            readers |= {each for each in visibility.people(group) if visibility.roles(group, each) & _HELPERS}
        book = NeedsBook(self._waymark.pool, self._waymark.clock)
        for reader in sorted(readers):
            card, kept = self._waymark.people.get(reader), book.of(reader)
            wanted = kept is None or kept.needs.involvement != "neither"
            if card is not None and card.channel == "email" and wanted:
                yield reader, card

    def _letter(
        self, person: PersonRef, card: PersonCard, reader: PersonRef, to: PersonCard, due: date
    ) -> EmailMessage:
        settings, pool = self._waymark.settings, self._waymark.pool
        kept = NeedsBook(pool, self._waymark.clock).of(reader)
        easy = kept is not None and "easy-read" in kept.needs.formats
        letter = NeedsLetter(to.name, None if reader == person else card.name, settings.site, easy)
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = message_id(uuid5(_LETTERS, f"{person}/{reader}/{due}"), settings.mail_from)
        message["Date"] = format_datetime(self._waymark.clock())
        message["From"] = settings.mail_from
        message["To"] = to.email
        with speaking(KeptLanguages(pool).of(reader)):
            message["Subject"] = letter.subject
            message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
        message["Auto-Submitted"] = "auto-generated"
        # So that it goes with them when they are erased.
        message[ABOUT] = person
        return message
