"""The post: reads from the log what somebody should be told, and tells each person once, in one letter."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from threading import Event
from time import monotonic

import psycopg
import structlog

from domain.access_needs import Involvement
from domain.calendar import LONDON, day_in_london
from service.assembly import Waymark
from service.event_recorder import StoreAway
from service.language.kept_language import KeptLanguages
from service.language.language import speaking
from service.letter_words.item import Item, Letter
from service.letter_words.writing import text_of
from service.letters import email, still_needed
from service.log_reader import LogReader, try_lease
from service.mail_carrier import AddressRefused, MailAway, MailCarrier, NotNowForThem, message_id
from service.mail_folder import MailFolder
from service.mail_queue import MailQueue, note
from service.mail_server import MailServer
from service.privacy.needs import NeedsBook

READER = "post"
"""The name under which its position is kept. Storage: it never changes."""

SENDER = "post sender"
SETTLING = timedelta(seconds=60)
"""How long a message waits for others to the same person, so that they become one letter."""

_LONGEST_PAUSE = 300.0
_LONGEST_WAIT_FOR_ONE = 3600.0


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody gets a message, in London's time: from the evening until the morning."""

    begin: time = time(20, 0)
    end: time = time(8, 0)

    def at(self, moment: datetime) -> bool:
        """Whether it is quiet now. Begin and end alike: never."""
        now = moment.astimezone(LONDON).time()
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end


class Post:
    """Follows the log and sends letters, each in a thread of its own, until `stop`.

    A letter gets its id before it is sent and keeps it: sent again after a crash, it is the same message.
    """

    def __init__(
        self,
        waymark: Waymark,
        *,
        carrier: MailCarrier | None = None,
        quiet: QuietHours | None = None,
        settling: timedelta = SETTLING,
        poll: float = 5.0,
    ) -> None:
        self._waymark = waymark
        self._carrier = carrier or carrier_of(waymark)
        self._quiet = quiet or QuietHours()
        self._settling = settling
        self._poll = poll
        self._stopped = Event()
        self._held: dict[str, tuple[float, float]] = {}
        self._log = structlog.get_logger().bind(part=SENDER)
        self._reader = LogReader(
            READER,
            waymark.store,
            waymark.settings.database_url,
            lambda events, connection: note(events, connection, waymark.clock),
            together=True,
        )

    def run(self) -> None:
        """Work until `stop`. Raises what stops the reader, which a person must look at."""
        with ThreadPoolExecutor(1, thread_name_prefix=SENDER) as threads:
            sending = threads.submit(self._send_for_ever)
            # Whichever ends first, by `stop` or by a fault, ends the other.
            sending.add_done_callback(lambda _: self.stop())
            try:
                self._reader.run()
            finally:
                self.stop()
            sending.result()

    def stop(self) -> None:
        """Ask `run` to end after the letter it is at. Any thread may."""
        self._stopped.set()
        self._reader.stop()

    def _send_for_ever(self) -> None:
        pause = self._poll
        while not self._stopped.is_set():
            began = monotonic()
            try:
                self._follow()
            except (psycopg.OperationalError, psycopg.InterfaceError, StoreAway, MailAway) as away:
                pause = self._poll if monotonic() - began > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
                self._log.warning("letters wait, and are tried again", error=type(away).__name__, seconds=pause)
                self._stopped.wait(pause)

    def _follow(self) -> None:
        url = self._waymark.settings.database_url
        with psycopg.connect(url, autocommit=True, application_name=f"waymark {SENDER}") as connection:
            while not try_lease(connection, SENDER):
                if self._stopped.wait(self._poll):
                    return
            while not self._stopped.is_set():
                self.round(MailQueue(connection))
                self._stopped.wait(self._poll)

    def round(self, queue: MailQueue) -> None:
        """Send what may be sent now. Raises MailAway when the mail server is away."""
        now = self._waymark.clock()
        if self._quiet.at(now):
            return
        for letter in queue.letters("email"):
            if not self._stopped.is_set() and not self._is_held(letter.person):
                self._deliver(letter, queue, fresh=False)
        for person in queue.people(now - self._settling):
            if not self._stopped.is_set() and not self._is_held(person):
                self._write_to(person, queue, now)

    def _write_to(self, person: str, queue: MailQueue, now: datetime) -> None:
        card = self._waymark.people.get(person)
        if card is None:
            queue.settle_all(person, "nobody", now)
        elif card.channel == "none":
            queue.settle_all(person, "not-wanted", now)
        elif card.channel == "email":
            letter = begin_letter(self._waymark, queue, person, "email", now)
            if letter is not None:
                self._deliver(letter, queue, fresh=True)
        # By post and phone: they wait for `waymark letters`, so that everything is in it when it is printed.

    def _deliver(self, letter: Letter, queue: MailQueue, *, fresh: bool) -> None:
        now = self._waymark.clock()
        card = self._waymark.people.get(letter.person)
        if card is None:
            queue.settle(letter, "none", "nobody", now)
            return
        if card.channel != "email" or card.email is None:
            queue.put_back(letter)
            return
        if wanted_by(self._waymark, letter.person) == "neither":
            queue.settle(letter, "none", "not-wanted", now)
            return
        sender, to = self._waymark.settings.mail_from, (card.name, card.email)
        language = KeptLanguages(self._waymark.pool).of(letter.person)
        with speaking(language):
            text = text_of(self._waymark, letter, card.name, now)
        try:
            with speaking(language):
                message = email(letter, to, text, message_id(letter.id, sender), sender, format_datetime(now))
            self._carrier.send(message)
        except (AddressRefused, ValueError):
            self._log.warning("a letter was refused for good", letter=str(letter.id))
            queue.settle(letter, "email", "refused", now)
        except NotNowForThem:
            self._hold(letter.person)
            if fresh:
                queue.put_back(letter)
        except MailAway as away:
            if fresh and away.certain:
                queue.put_back(letter)
            raise
        else:
            self._held.pop(letter.person, None)
            queue.settle(letter, "email", "sent", now)
            self._log.info("a letter was sent", letter=str(letter.id), messages=len(letter.items))

    def _hold(self, person: str) -> None:
        _, before = self._held.get(person, (0.0, self._poll))
        pause = min(before * 2, _LONGEST_WAIT_FOR_ONE)
        self._held[person] = (monotonic() + pause, pause)

    def _is_held(self, person: str) -> bool:
        return self._held.get(person, (0.0, 0.0))[0] > monotonic()


def begin_letter(waymark: Waymark, queue: MailQueue, person: str, channel: str, now: datetime) -> Letter | None:
    """Put what a person is to be told into one letter, without what is over by now. None when nothing is left.

    Who wants neither to take part nor to hear of it is written to about nothing.
    """
    today = day_in_london(now)
    if wanted_by(waymark, person) == "neither":
        queue.settle_all(person, "not-wanted", now)
        return None

    def needed(item: Item) -> bool:
        return still_needed(item, person, waymark.front_door.group(item.programme).in_force(today))

    return queue.begin(person, channel, needed, now)


def wanted_by(waymark: Waymark, person: str) -> Involvement:
    """Whether a person wants to take part, to hear of it, or neither. Who was not asked yet takes part."""
    kept = NeedsBook(waymark.pool, waymark.clock).of(person)
    return "involve-me" if kept is None else kept.needs.involvement


def carrier_of(waymark: Waymark) -> MailCarrier:
    """The mail server of the settings, else a folder of files."""
    if waymark.settings.smtp_url:
        return MailServer(waymark.settings.smtp_url)
    return MailFolder(waymark.settings.mail_folder)


async def run_post(waymark: Waymark, stop: asyncio.Event) -> None:
    """Run the post beside others in one process, until `stop`."""
    post = Post(waymark)
    running = asyncio.ensure_future(asyncio.to_thread(post.run))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        post.stop()
        await running
