"""The event store as the rest of Waymark sees it: append, load, read the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.event import Fact, Recorded
from service.event_mapper import RawEvent


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """What was answered to a command, kept so that the same command gets the same answer.

    `answer` is JSON: ids and numbers, never personal text, for it is not erased. `position` and `events` (how many
    events the command recorded, the last of them at `position`) are filled in by the store.
    """

    stream: str
    command_id: str
    body_mark: bytes
    answer: Mapping[str, object]
    position: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """A command's events as they are stored, and its answer; `repeated` when it was recorded before."""

    events: list[Recorded[Fact]]
    answer: CommandAnswer
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A command and the events it was decided to record, versions given. None, when it changes nothing."""

    events: Sequence[Recorded[Fact]]
    command: CommandAnswer


class Conflict(Exception):  # noqa: N818 - the world moved on; the caller decides again
    """The command was decided on a state that is not the newest any more."""


class VersionTaken(Conflict):
    """Somebody else appended to a stream first. Load it again and decide again."""


class CommandTaken(Conflict):
    """The command id is recorded for the stream already, for another command."""


class ClockBehind(Conflict):
    """The time to record is before the latest of its ledger. `latest` is that; stamp this or later."""

    def __init__(self, ledger: str, latest: datetime | None) -> None:
        """Name the ledger and its latest time."""
        super().__init__(f"The clock is behind the latest record of {ledger}: {latest}")
        self.ledger = ledger
        self.latest = latest


class EventStore(Protocol):
    """The log of everything that happened. All of it may raise StoreAway."""

    def append(self, events: Sequence[Recorded[Fact]], command: CommandAnswer) -> Appended:
        """Record a command: its events, of one or several streams, and its answer, in one transaction.

        A repeated command (same stream, id and mark) gets what was stored the first time, whatever it brings now.
        Raises VersionTaken, CommandTaken, ClockBehind, SubjectErased.
        """
        ...

    def append_many(self, asked: Sequence[Asked]) -> list[Appended]:
        """Record several commands in one transaction, all or none, in this order. Raises as append does.

        A batch of which only a part was recorded before is a VersionTaken or CommandTaken: append them one by one.
        """
        ...

    def answer(self, stream: str, command_id: str) -> CommandAnswer | None:
        """Give what was answered to a command, if it is recorded."""
        ...

    def load(self, stream: str, after_version: int = 0) -> list[Recorded[Fact]]:
        """Give a stream's events in order. Raises UnknownTopic."""
        ...

    def load_newer(self, known: Mapping[str, int]) -> list[Recorded[Fact]]:
        """Give what was appended to streams after the version known of each, one stream after the other, in order."""
        ...

    def stream_version(self, stream: str) -> int:
        """Give the version of a stream's last event, 0 when it has none."""
        ...

    def read(self, after_position: int, limit: int, up_to: int | None = None) -> list[Recorded[Fact]]:
        """Give the log's next events in order. Positions grow with gaps. Raises UnknownTopic."""
        ...

    def read_raw(self, after_position: int, limit: int, up_to: int | None = None) -> list[RawEvent]:
        """Give the log's next events as they are stored."""
        ...

    def end(self) -> int:
        """Give the position of the log's last event, 0 when it is empty."""
        ...

    def ledgers(self, kind: str) -> list[str]:
        """Give every ledger of a kind: `programme` gives `programme:<uuid>` for each there is."""
        ...
