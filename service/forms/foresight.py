"""What the forecast says to whoever is about to decide about the plan. It stands beside the form, and only warns."""

from dataclasses import dataclass
from datetime import date

from domain.milestone_commands import AgreePlan, Reschedule
from domain.programme_commands import Command
from domain.refusals import NotAllowed
from service.outlook.room import OutlookRoom
from service.sign_in.door import SignedIn


@dataclass(frozen=True, slots=True)
class Foresight:
    """When half and 8 in 10 of the runs end; for one milestone, by when 8 in 10 have it; and what to look at."""

    p50_on: date | None
    p80_on: date | None
    milestone_by: date | None
    warnings: tuple[str, ...]


def foresight_of(
    ahead: OutlookRoom, programme: str, command: type[Command], acting: SignedIn, milestone: str | None
) -> Foresight | None:
    """Nothing for what is not about the plan, and for somebody who is not shown forecasts."""
    if command not in {AgreePlan, Reschedule}:
        return None
    try:
        seen = ahead.for_presence(acting.presence).forecast(programme, acting.person)
    except NotAllowed:
        return None
    found = next((each for each in seen.milestones if each.id == milestone), None)
    warned = tuple(each.sentence for each in seen.realism if found is None or milestone in each.milestones)
    return Foresight(seen.p50_on, seen.p80_on, None if found is None else found.finish_p80_on, warned)
