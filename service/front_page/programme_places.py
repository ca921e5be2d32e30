"""The places of one programme, in the order in which its navigation shows them, and who may see each."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.access import authorize
from domain.programme_commands import Appoint
from domain.roles import READERS, STEERING, Role
from service.language.language import N_
from service.visibility import Sight

MaySee = Callable[[Sight], bool]


@dataclass(frozen=True, slots=True)
class ProgrammePlace:
    """One place. `path` comes after the programme's own address; pages below `also` belong to it too.

    A place whose page this Waymark does not have is left out, so that no link leads nowhere.
    """

    name: str
    path: str
    words: str
    may_see: MaySee
    also: tuple[str, ...] = ()


def _anybody(_sight: Sight) -> bool:
    return True


def _shown(group: str) -> MaySee:
    return lambda sight: group in sight.groups


def _in_a_part(sight: Sight) -> bool:
    return bool(_roles(sight) - READERS)


def _guides(sight: Sight) -> bool:
    return bool(_roles(sight) & (STEERING | {Role.MENTOR}))


def _invites(sight: Sight) -> bool:
    return authorize(sight.actor, Appoint, sight.resource).allowed


def _roles(sight: Sight) -> frozenset[Role]:
    return sight.actor.roles(sight.resource.programme, sight.resource.today)


PROGRAMME_PLACES: tuple[ProgrammePlace, ...] = (
    ProgrammePlace("overview", "", N_("Overview"), _anybody, ("/figures",)),
    ProgrammePlace("plan", "/plan", N_("Plan"), _shown("plan"), ("/milestones",)),
    ProgrammePlace("decisions", "/decisions", N_("Decisions"), _in_a_part),
    ProgrammePlace("do", "/do", N_("What you can do"), _in_a_part),
    ProgrammePlace("forecast", "/forecast", N_("Forecast"), lambda sight: sight.may("read-forecast")),
    ProgrammePlace("history", "/history", N_("History"), lambda sight: sight.may("read-history")),
    ProgrammePlace("proof", "/proof", N_("Proof"), _anybody),
    ProgrammePlace("report", "/report", N_("Reports"), _anybody),
    ProgrammePlace("celebrations", "/celebrations", N_("Celebrations"), _shown("celebrations")),
    ProgrammePlace("sharing", "/sharing", N_("Who sees what"), _in_a_part),
    ProgrammePlace("review", "/review", N_("Review"), _guides),
    ProgrammePlace("invitations", "/invitations", N_("Invite people"), _invites),
    ProgrammePlace("handover", "/handover", N_("Handover"), _guides),
)
AT_FIRST = 7
"""How many of them stand there at once. The others are under “More”, so that a small window is not full of them."""
