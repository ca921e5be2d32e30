"""Where people look ahead: forecasts, what-ifs and previews for one reader. Nothing in here records anything."""

from dataclasses import replace
from datetime import date

from domain.calendar import day_in_london
from domain.calendar_days import day_after, weeks_between
from domain.event import PersonRef
from domain.forecast import forecast
from domain.outlook import Experience, ambition_on, course_on, dues_of, under
from domain.presence import Presence
from domain.programme import Programme
from domain.realism import check_realism
from domain.refusals import NO_SUCH_PROGRAMME, DayNotPossible, UnknownPart, UnknownProgramme
from domain.whatif import compare, supposed
from service.assembly import Waymark
from service.calendars import calendar_of
from service.forecast_subject import Subject, plan_subject, subject_on
from service.language.language import spoken
from service.mentoring.revision_rights import may_revise
from service.outlook.answers import (
    ComparisonView,
    DriftView,
    HelpView,
    PlanCheckView,
    ReviewAgendaView,
    WhatIfView,
    comparison_view,
)
from service.outlook.helps import help_views
from service.outlook.kept import Kept
from service.outlook.past_states import known_on, last_review
from service.outlook.questions import ForecastQuestion, PlanCheck, WhatIfAsked
from service.outlook.reckoning import (
    drift_of,
    ends_of,
    new_dues,
    planned_anew,
    revision_of,
    shown_to,
    still_ahead,
    told,
    with_changes,
)
from service.outlook.review import review_agenda
from service.outlook.seasons import quiet_months_of
from service.outlook.views import ForecastView, forecast_view
from service.plan_file import load_plan
from service.visibility import Sight, Visibility

USUAL = ForecastQuestion()


class OutlookRoom:
    """Each reading raises UnknownProgramme without a part, and NotAllowed when the plan is not shown."""

    def __init__(self, waymark: Waymark, visibility: Visibility, kept: Kept | None = None) -> None:
        self._waymark = waymark
        self._visibility = visibility
        self._kept = kept or Kept()

    @property
    def today(self) -> date:
        """The day it is for everybody involved."""
        return day_in_london(self._waymark.clock())

    def for_presence(self, presence: Presence) -> "OutlookRoom":
        """The same room, for readers who signed in like this."""
        return OutlookRoom(self._waymark, self._visibility.for_presence(presence), self._kept)

    def forecast(self, programme: str, reader: PersonRef, question: ForecastQuestion = USUAL) -> ForecastView:
        """When a programme may end, now or as it stood on a past day. Raises DayNotPossible."""
        sight = self._sight(programme, reader)
        day = self._past(question.on)
        state = self._state(sight, programme, day)
        experience = self._waymark.experiences.of_programme(state, day)
        key = (
            spoken().tag,
            "forecast",
            programme,
            state.version,
            day,
            question,
            experience.learned,
            len(experience.whole),
        )
        found = self._kept.get(key, lambda: told(state, day, question, experience))
        return shown_to(found, sight)

    def first_day(self, programme: str, reader: PersonRef) -> date | None:
        """The day from which weeks are counted."""
        state = self._sight(programme, reader).group.programme
        return None if state is None else state.start_on

    def drift(self, programme: str, reader: PersonRef) -> DriftView:
        """How the forecast moved, month by month and review by review."""
        self._sight(programme, reader)
        events = self._waymark.store.load(programme, 0)
        return drift_of(events, self.today, lambda state, day: self._ends(programme, state, day))

    def what_if(self, programme: str, reader: PersonRef, asked: WhatIfAsked) -> WhatIfView:
        """Two futures side by side. Raises UnknownMilestone, PlanBroken, PlanGoesInCircles."""
        sight = self._sight(programme, reader)
        day = self._past(asked.fork_on)
        state = self._state(sight, programme, day)
        experience = self._waymark.experiences.of_programme(state, day)
        course = course_on(state, day)
        one, other = supposed(course, asked.against), supposed(course, asked.changes)
        subject = subject_on(state, experience, day)
        spreads = planned_anew(experience, (*asked.changes, *asked.against))
        found = compare(one, other, USUAL.assumptions, spreads)
        compared = comparison_view(
            with_changes(subject, one, asked.against), with_changes(subject, other, asked.changes), found
        )
        revision = revision_of(course, asked)
        return WhatIfView(**compared.model_dump(), what_if=asked.what_if, forked_on=day, revision=revision)

    def helps(self, programme: str, reader: PersonRef) -> tuple[HelpView, ...]:
        """What would bring the end nearer, and what would push it away."""
        sight, today = self._sight(programme, reader), self.today
        state = self._state(sight, programme, today)
        experience = self._waymark.experiences.of_programme(state, today)
        key = (spoken().tag, "helps", programme, state.version, today, experience.learned)

        return self._kept.get(key, lambda: help_views(subject_on(state, experience, today), experience))

    def may_revise(self, programme: str, reader: PersonRef) -> bool:
        """Whether this reader can make one of these the plan, or write down that a meeting did."""
        return may_revise(self._sight(programme, reader))

    def check(self, programme: str, reader: PersonRef, asked: PlanCheck) -> PlanCheckView:
        """A plan looked at before it is decided. Raises UnknownMilestone, PlanBroken, PlanGoesInCircles."""
        sight = self._sight(programme, reader)
        state, today = self._state(sight, programme, self.today), self.today
        experience = self._waymark.experiences.of_programme(state, today)
        now = course_on(state, today)
        then = supposed(now, asked.changes)
        dues = {**dues_of(state), **new_dues(state, asked)}
        spreads = planned_anew(experience, asked.changes)
        was = forecast(now, USUAL.assumptions, spreads)
        found = forecast(then, USUAL.assumptions, spreads, by=dues)
        ambition = ambition_on(state, then, experience)
        if asked.by is not None:
            ambition = replace(ambition, wish_weeks=weeks_between(state.start_on, asked.by))
        realism = still_ahead(check_realism(ambition, found), state, today)
        calendar = calendar_of(state.nation)

        def on(weeks: float) -> date:
            return day_after(state.start_on, weeks, calendar)

        return PlanCheckView(
            p50_on=on(found.p50_weeks),
            p80_on=on(found.p80_weeks),
            was_p50_on=on(was.p50_weeks),
            was_p80_on=on(was.p80_weeks),
            chance=None if ambition.wish_weeks is None else round(found.chance_by(ambition.wish_weeks), 4),
            warnings=realism.sentences,
            findings=realism.findings,
        )

    def review(self, programme: str, reader: PersonRef) -> ReviewAgendaView:
        """What moved since the last review, and what now drives the end. Raises NotAllowed without the milestones."""
        sight = self._sight(programme, reader)
        sight.must("read-milestone")
        state = self._state(sight, programme, self.today)
        now = self.forecast(programme, reader)
        events = self._waymark.store.load(programme, 0)
        since = last_review(events) or state.agreed_on or state.start_on
        before = known_on(events, since) or state
        experience = self._waymark.experiences.of_programme(state, self.today)
        key = (spoken().tag, "review", programme, state.version, self.today, experience.learned, now.limits)
        return self._kept.get(key, lambda: review_agenda(before, since, state, self.today, experience, now))

    def plan(self, name: str, question: ForecastQuestion, start_on: date | None = None) -> ForecastView:
        """When a plan nobody has begun may end. Raises PlanUnreadable."""
        subject = self._plan_subject(name, start_on, question)
        experience = self._of_plan(name)
        ambition = replace(subject.ambition, usual=experience.usual, learned=experience.learned, whole=experience.whole)
        if question.by is not None:
            if start_on is None:
                msg = "A template has no dates. Say on which day it begins with `start_on`."
                raise DayNotPossible(msg)
            ambition = replace(ambition, wish_weeks=weeks_between(start_on, question.by))
        found = forecast(subject.course, question.assumptions, experience.spreads)
        return forecast_view(subject, found, check_realism(ambition, found), ambition.wish_weeks, experience)

    def compare(self, one: str, other: str, question: ForecastQuestion = USUAL) -> ComparisonView:
        """Two plans side by side, each by its own three figures. Raises PlanUnreadable."""
        first, second = self._plan_subject(one, None, question), self._plan_subject(other, None, question)
        return comparison_view(first, second, compare(first.course, second.course, question.assumptions))

    def _ends(self, programme: str, state: Programme, day: date) -> tuple[date, date]:
        experience = self._waymark.experiences.of_programme(state, day)
        return self._kept.get(("ends", programme, state.version, day), lambda: ends_of(state, day, experience))

    def _sight(self, programme: str, reader: PersonRef) -> Sight:
        sight = self._visibility.sight(programme, reader)
        sight.must("read-forecast")
        return sight

    def _past(self, day: date | None) -> date:
        today = self.today
        if day is not None and day > today:
            msg = "That day is still to come. Ask about today or a past day."
            raise DayNotPossible(msg)
        return day or today

    def _state(self, sight: Sight, programme: str, day: date) -> Programme:
        state = sight.group.programme
        if day < self.today:
            state = known_on(self._waymark.store.load(programme, 0), day)
            if state is None:
                raise UnknownPart("The programme had not begun then. Ask about a later day.")
        if state is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        return state

    def _plan_subject(self, name: str, start_on: date | None, question: ForecastQuestion) -> Subject:
        load_plan(name)
        subject = plan_subject(name, start_on)
        return subject.with_course(under(subject.course, (), quiet_months_of("england"))) if question.quiet else subject

    def _of_plan(self, name: str) -> Experience:
        plan = load_plan(name)
        return self._waymark.experiences.of_plan(name, {each.id: each.weeks for each in plan.milestones}, self.today)
