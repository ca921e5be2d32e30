"""What a letter is made of: things to tell one person, each recorded once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.duty_events import PromptKind


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell one person: a prompt that was recorded at `version` of `programme`."""

    programme: str
    version: int
    about: str
    kind: PromptKind
    round: int
    due: date

    @property
    def what(self) -> tuple[str, str]:
        """The kind of wait, and its name: `milestone`, `GOV-05`."""
        kind, _, name = self.about.partition("/")
        return kind, name


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one person is told at once. `id` becomes the Message-ID."""

    id: UUID
    person: str
    channel: str
    items: tuple[Item, ...]
