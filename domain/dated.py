"""A fact that was true on another day than the rest of what one command records."""

from dataclasses import dataclass
from datetime import date

from domain.event import Fact
from domain.programme_commands import Command
from domain.refusals import DayNotPossible


@dataclass(frozen=True, slots=True)
class On:
    """A fact and the day it was true, such as a milestone reached before the programme was in Waymark."""

    fact: Fact
    day: date


Decided = Fact | On


def not_to_come(command: Command, today: date) -> None:
    """Raises DayNotPossible when a command speaks of a day that is still to come."""
    for day in (command.occurred_on, command.on_behalf_of.held_on if command.on_behalf_of else None):
        if day is not None and day > today:
            msg = f"{day:%d %B %Y} is still to come. Give the day on which it happened."
            raise DayNotPossible(msg)
