"""Who looks into a programme, in plain sentences: what readers are shown, and when an operator was let in."""

from typing import assert_never

from domain.calendar import LONDON
from domain.event import Recorded
from domain.field_groups import MEANINGS
from domain.redaction_events import KeyDestroyed
from domain.roles import Role
from domain.sharing_events import (
    BreakGlassClosed,
    BreakGlassOpened,
    BreakGlassRequested,
    SharingDecided,
    SharingEvent,
)
from projections.facts import Happening
from projections.telling import Teller, day

_READERS = {Role.FUNDER: "Funders", Role.COMMISSIONER: "Commissioners"}


def sharing_sentence(event: Recorded[Happening], fact: SharingEvent | KeyDestroyed, teller: Teller) -> str:
    """One decision about what readers see, or one step of an operator's look."""
    who = teller.who(event.meta)
    match fact:
        case SharingDecided():
            now = "see" if fact.shown else "no longer see"
            return f"{who} decided about sharing. {_READERS[fact.role]} now {now}: {MEANINGS[fact.group]}.".replace(
                "now no longer", "no longer"
            )
        case BreakGlassRequested():
            return f"{who} runs this Waymark, and asked to look into the programme (request {fact.request})."
        case BreakGlassOpened():
            until = fact.until.astimezone(LONDON)
            return (
                f"{who} runs this Waymark too, and agreed: {teller.name(fact.to)} may look into the programme until "
                f"{day(until.date())} at {until:%H:%M} (request {fact.request})."
            )
        case KeyDestroyed():
            return f"{who} took some words out of the record, so that nobody can read them any more."
        case BreakGlassClosed():
            return f"{who} ended request {fact.request}: no operator looks into the programme by it any more."
        case _:
            assert_never(fact)
