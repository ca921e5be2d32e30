"""Whom a programme asks, and whom it stands beside: parts of its state."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from domain.learning_events import Beside


class State(BaseModel, frozen=True, arbitrary_types_allowed=True):
    """A part of the state. Built by evolving, never parsed."""


class Need(State):
    """A question: what nobody in the group knows how to do. `settled` once it was answered or withdrawn.

    The days until it is escalated count from `counted_from`: what a pause took is given back.
    """

    milestone: str | None
    asked_on: date
    asked_by: str | None
    """Who asked, None when a meeting did."""
    counted_from: date
    settled: Literal["answered", "withdrawn"] | None = None


class Buddy(State):
    """Another group that stands beside this one, or is helped by it (`gives`)."""

    organisation: str
    programme: str | None
    part: Beside
    gives: bool
