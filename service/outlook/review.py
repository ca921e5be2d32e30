"""What a quarterly review should look at: what moved since the last one, and what now drives the end."""

from datetime import date

from domain.calendar_days import day_after
from domain.forecast import Assumptions
from domain.outlook import Experience
from domain.programme import Programme
from domain.whatif import compare
from service.calendars import calendar_of
from service.forecast_subject import subject_on
from service.outlook.answers import ReviewAgendaView, moved_view
from service.outlook.reckoning import since_then
from service.outlook.views import ForecastView

RUNS = Assumptions(runs=2_000)
DRIVING = 5
"""So many milestones are named."""


def review_agenda(
    before: Programme, since: date, state: Programme, today: date, experience: Experience, now: ForecastView
) -> ReviewAgendaView:
    """Two states of one programme under the same luck, and the same knowledge of others: what moved is its own."""
    one, other = subject_on(before, experience, since), subject_on(state, experience, today)
    found = compare(one.course, other.course, RUNS, experience.spreads)
    calendar = calendar_of(state.nation)

    def on(weeks: float) -> date:
        return day_after(state.start_on, weeks, calendar)

    often = sorted(now.criticality.items(), key=lambda each: (-each[1], each[0]))
    return ReviewAgendaView(
        since=since,
        sentence=since_then(found.p50_later_by, since),
        p50_on=on(found.other.p50_weeks),
        p80_on=on(found.other.p80_weeks),
        was_p50_on=on(found.one.p50_weeks),
        was_p80_on=on(found.one.p80_weeks),
        moved=moved_view(one, other, found),
        drives_the_end=tuple(name for name, share in often[:DRIVING] if share > 0),
        limits=now.limits,
        warnings=tuple(finding.sentence for finding in now.realism),
    )
