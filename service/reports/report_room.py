"""Where reports are made: from the readings, so that each reader gets what they may see and no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.event import PersonRef
from domain.presence import Presence
from domain.refusals import NotAllowed, UnknownPart
from projections.history_question import Moment
from projections.progress_shown import ShownProgress
from service.api_positions import Read, Readings
from service.assembly import Waymark
from service.charts.timeline import Stretch
from service.history import opening
from service.legacy.library_room import LibraryRoom
from service.outlook.questions import ForecastQuestion
from service.outlook.room import OutlookRoom
from service.outlook.views import ForecastView
from service.past.room import PastRoom
from service.reading_room import ReadingRoom
from service.reports.question import ReportQuestion
from service.reports.report import (
    BoardSoFar,
    Foreseen,
    Mentoring,
    Report,
    Spoken,
)
from service.reports.report_parts import coming_of, held_up_of, lessons_of, reached_of, stages_of
from service.visibility import Visibility

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report, and what its charts are drawn from: progress at its last day, and when each milestone may go on."""

    report: Report
    view: ShownProgress
    foreseen: Mapping[str, Stretch]


class ReportRoom:
    """Reports for one reader. Each raises UnknownProgramme when the reader has no part in the programme."""

    def __init__(self, waymark: Waymark, readings: Readings, visibility: Visibility, ahead: OutlookRoom) -> None:
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._room = ReadingRoom(waymark, readings, visibility)
        self._past = PastRoom(waymark, readings, visibility)
        self._library = LibraryRoom(readings, visibility, opening(waymark.people, waymark.seals), waymark.pool)
        self._ahead = ahead
        self._site = waymark.settings.site

    @property
    def today(self) -> date:
        """The day it is for everybody involved."""
        return self._room.today

    def for_presence(self, presence: Presence) -> "ReportRoom":
        """The same room, for readers who signed in like this."""
        ahead = self._ahead.for_presence(presence)
        return ReportRoom(self._waymark, self._readings, self._visibility.for_presence(presence), ahead)

    def organisation(self, programme: str, reader: PersonRef) -> str:
        """What the new organisation is called."""
        return self._room.organisation(programme, reader)

    def report(self, programme: str, question: ReportQuestion, reader: PersonRef) -> Read[MadeReport]:
        """The report. Raises UnknownProgramme, DayNotPossible and NotRead."""
        read = self._room.progress(programme, reader)
        now = read.found
        first, last = question.period(now.start_on, self.today, now.ending.closed_on if now.ending else None)
        view = now if last == self.today else self._then(programme, last, reader) or now
        before = self._then(programme, first - _DAY, reader) if first > now.start_on else None
        seen = "legacy" not in now.not_shown
        published = self._library.legacy(programme, reader).found.published if seen else None
        made = _report(question, view, before, (first, last), self.today)
        forecast = self._forecast(programme, reader, last) if view.phase != "closed" else None
        site, page = self._site, f"/programmes/{programme.removeprefix('programme:')}"
        made = made.model_copy(
            update={
                "proof": f"{site}{page}/proof",
                "foreseen": None if forecast is None else _foreseen(forecast),
                "lessons": None if published is None else tuple(lessons_of(published, first, last, site)),
            }
        )
        return Read(read.position, MadeReport(made, view, {} if forecast is None else dict(_stretches(forecast))))

    def _forecast(self, programme: str, reader: PersonRef, last: date) -> ForecastView | None:
        """When it may end, as it looked on the last day. None for who is not shown the plan."""
        on = None if last == self.today else last
        try:
            return self._ahead.forecast(programme, reader, ForecastQuestion(on=on))
        except (NotAllowed, UnknownPart):
            return None

    def _then(self, programme: str, day: date, reader: PersonRef) -> ShownProgress | None:
        """How far it was at the end of a day, by all that is known now. None before it began."""
        try:
            return self._past.then(programme, Moment(true_on=day), reader).found
        except UnknownPart:
            return None


def _foreseen(forecast: ForecastView) -> Foreseen | None:
    if forecast.p50_on is None or forecast.p80_on is None:
        return None
    return Foreseen(
        p50_on=forecast.p50_on, p80_on=forecast.p80_on, warnings=tuple(each.sentence for each in forecast.realism)
    )


def _stretches(forecast: ForecastView) -> Iterable[tuple[str, Stretch]]:
    """From when to when each unfinished milestone is worked on in half of the runs, from the day of the forecast on."""
    for each in forecast.milestones:
        begins, ends = each.start_p50_on, each.finish_p50_on
        if each.standing != "done" and begins is not None and ends is not None:
            begins = max(begins, forecast.as_of or begins)
            yield each.id, (begins, max(begins, ends))


def _report(
    question: ReportQuestion,
    view: ShownProgress,
    before: ShownProgress | None,
    period: tuple[date, date],
    today: date,
) -> Report:
    first, last = period
    counts, board = view.counts, view.board
    whole = None if counts is None else counts.total - counts.set_aside
    seen = view.stages is not None
    mentoring = None
    if view.mentor.sessions is not None and view.mentor.minutes is not None:
        mentoring = Mentoring(sessions=view.mentor.sessions, minutes=view.mentor.minutes)
    return Report(
        kind=question.kind,
        detail=question.detail,
        programme=view.programme,
        organisation=view.organisation,
        locality=view.locality,
        mentor=view.mentor.organisation,
        commissioner=view.commissioner,
        funders=view.funders,
        spoken=Spoken.model_validate(view.vocabulary),
        story=view.story is not None,
        phase=view.phase,
        start_on=view.start_on,
        agreed_on=view.agreed_on,
        ends_typically_on=view.plan.ends_typically_on if view.plan else None,
        closed_on=view.ending.closed_on if view.ending else None,
        ending=view.ending.ending if view.ending else None,
        paused_on=view.paused_on,
        first=first,
        last=last,
        made_on=today,
        percent=view.percent,
        reached_in_all=counts.accepted if counts else None,
        milestones=whole,
        percent_before=before.percent if before else (0 if seen else None),
        late=counts.overdue if counts else None,
        stages=tuple(stages_of(view)) if seen else None,
        reached=tuple(reached_of(view, first, last)) if seen else None,
        coming=tuple(coming_of(view)) if seen else None,
        held_up=tuple(held_up_of(view)) if seen and "blocked" not in view.not_shown else None,
        people=view.people,
        mentoring=mentoring,
        board=BoardSoFar.model_validate(board.model_dump(exclude={"meets_threshold"})) if board else None,
        celebrations=view.celebrations,
        lessons=None,
        foreseen=None,
        proof="",
        not_shown=view.not_shown,
    )
