"""From which day on what an event says was true, which may be long before anybody here knew it."""

from collections.abc import Mapping
from datetime import date

from domain.duty_events import DutyMet
from domain.event import Recorded
from domain.journal_events import PeopleCounted
from domain.milestone_events import (
    DateCorrected,
    DatedStep,
    MilestoneAccepted,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneSubmitted,
)
from projections.facts import Happening

STEPS: Mapping[DatedStep, tuple[str, ...]] = {
    "opened": (MilestoneOpened.TOPIC, MilestoneReopened.TOPIC),
    "submitted": (MilestoneSubmitted.TOPIC,),
    "accepted": (MilestoneAccepted.TOPIC,),
}
"""The kinds of event whose day a correction may put right."""


FIRST = date(2000, 1, 1)


def bucket(day: date) -> str:
    """What the index calls events that were told late about a day of this month. Older days are put with the first."""
    return f"late/{max(day, FIRST):%Y-%m}"


def buckets(until: date) -> list[str]:
    """What it calls all those that were true by a day, or later in its month."""
    last = max(until, FIRST)
    months = range((last.year - FIRST.year) * 12 + last.month)
    return [bucket(date(FIRST.year + month // 12, month % 12 + 1, 1)) for month in months]


def true_from(event: Recorded[Happening]) -> date:
    """The day from which it was true, as the event itself says it."""
    fact, on = event.fact, event.meta.occurred_on
    match fact:
        case PeopleCounted():
            return min(fact.as_of, on)
        case DutyMet():
            return min(fact.met_on, on)
        case DateCorrected():
            return fact.correct
        case _:
            return on
