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
from projections.speech import N_
from projections.telling import Teller

_READERS = {Role.FUNDER: N_("Funders"), Role.COMMISSIONER: N_("Commissioners")}


def sharing_sentence(event: Recorded[Happening], fact: SharingEvent | KeyDestroyed, teller: Teller) -> str:
    """One decision about what readers see, or one step of an operator's look."""
    who, say = teller.who(event.meta), teller.speech.say
    match fact:
        case SharingDecided():
            readers, what = teller.speech.word(_READERS[fact.role]), teller.speech.word(MEANINGS[fact.group])
            if fact.shown:
                return say(
                    "%(who)s decided about sharing. %(readers)s now see: %(what)s.", who=who, readers=readers, what=what
                )
            return say(
                "%(who)s decided about sharing. %(readers)s no longer see: %(what)s.",
                who=who,
                readers=readers,
                what=what,
            )
        case BreakGlassRequested():
            return say(
                "%(who)s runs this Waymark, and asked to look into the programme (request %(number)s).",
                who=who,
                number=fact.request,
            )
        case BreakGlassOpened():
            until = fact.until.astimezone(LONDON)
            return say(
                "%(who)s runs this Waymark too, and agreed: %(to)s may look into the programme until %(day)s at "
                "%(time)s (request %(number)s).",
                who=who,
                to=teller.name(fact.to),
                day=teller.speech.day(until.date()),
                time=f"{until:%H:%M}",
                number=fact.request,
            )
        case KeyDestroyed():
            return say("%(who)s took some words out of the record, so that nobody can read them any more.", who=who)
        case BreakGlassClosed():
            return say(
                "%(who)s ended request %(number)s: no operator looks into the programme by it any more.",
                who=who,
                number=fact.request,
            )
        case _:
            assert_never(fact)
