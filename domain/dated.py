"""A fact that was true on another day than the rest of what one command records."""

from dataclasses import dataclass
from datetime import date

from domain.event import Fact


@dataclass(frozen=True, slots=True)
class On:
    """A fact and the day it was true, such as a milestone reached before the programme was in Waymark."""

    fact: Fact
    day: date


Decided = Fact | On
