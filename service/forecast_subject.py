"""What a forecast is asked about: a template, a file, or a programme as it stands or stood on a past day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.ambition import Ambition, ambition_of_plan
from domain.calendar import Calendar, day_in_london
from domain.course import Course, planned_course
from domain.outlook import NO_EXPERIENCE, ORDINARY, Circumstances, Experience, ambition_on, course_on
from domain.plan import Plan
from domain.programme import Programme
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from service.assembly import Waymark, build
from service.calendars import calendar_of
from service.outlook.experiences import titles_of
from service.outlook.past_states import known_on
from service.plan_file import PlanFaulty, PlanUnreadable, load_plan, plan_names, read_plan
from service.settings import read_settings


@dataclass(frozen=True, slots=True)
class Subject:
    """A course with what is needed to speak about it. `calendar` is there when it has dates."""

    name: str
    ambition: Ambition
    titles: Mapping[str, str]
    calendar: Calendar | None = None
    experience: Experience = NO_EXPERIENCE
    programme: Programme | None = None

    @property
    def course(self) -> Course:
        """What is done, open and to come."""
        return self.ambition.course

    def with_course(self, course: Course) -> "Subject":
        """The same with another course."""
        return replace(self, ambition=replace(self.ambition, course=course))


def subject_of(wanted: str, home: Path | None, first_day: date | None, as_of: date | None) -> Subject:
    """The template, file or programme of this name. Raises PlanUnreadable, PlanFaulty or UnknownProgramme."""
    if wanted in plan_names() or Path(wanted).is_file():
        return plan_subject(wanted, first_day)
    if not _may_be_programme(wanted):
        plans = ", ".join(plan_names())
        msg = f"There is no plan, no file and no programme called {wanted}. The plans here are: {plans}."
        raise PlanUnreadable(msg)
    return _programme_subject(wanted, home, as_of)


def plan_subject(wanted: str, first_day: date | None = None) -> Subject:
    """A plan nobody has begun. Raises PlanUnreadable or PlanFaulty."""
    plan = _sound(wanted)
    course = planned_course(plan.milestones, plan.gates, first_day)
    titles = {m.id: m.title for m in plan.milestones}
    return Subject(wanted, ambition_of_plan(plan, course), titles, calendar_of("england") if first_day else None)


@contextmanager
def opened(home: Path | None) -> Iterator[Waymark]:
    """The parts of the installation in this home."""
    with build(read_settings(home)) as waymark:
        yield waymark


def programme_named(wanted: str) -> str:
    """A programme's name, however it was typed."""
    return wanted.lower() if wanted.startswith("programme:") else f"programme:{wanted.lower()}"


def _programme_subject(wanted: str, home: Path | None, as_of: date | None) -> Subject:
    with opened(home) as waymark:
        today = day_in_london(waymark.clock())
        day = min(as_of or today, today)
        programme = known_on(waymark.store.load(programme_named(wanted), 0), day)
        if programme is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        experience = waymark.experiences.of_programme(programme, day)
    return subject_on(programme, experience, day)


def subject_on(state: Programme, experience: Experience, day: date, circumstances: Circumstances = ORDINARY) -> Subject:
    """A programme on a day, as a forecast speaks about it."""
    ambition = ambition_on(state, course_on(state, day, circumstances), experience)
    return Subject(state.organisation, ambition, titles_of(state), calendar_of(state.nation), experience, state)


def _sound(wanted: str) -> Plan:
    if wanted in plan_names():
        return load_plan(wanted)
    report = read_plan(Path(wanted))
    if report.plan is None or report.faults:
        sentences = " ".join(fault.sentence for fault in report.faults)
        msg = f"The plan {wanted} has faults, so it cannot be laid out. {sentences}"
        raise PlanFaulty(msg)
    return report.plan


def _may_be_programme(wanted: str) -> bool:
    bare = wanted.lower().removeprefix("programme:").replace("-", "")
    return len(bare) == 32 and all(letter in "0123456789abcdef" for letter in bare)  # noqa: PLR2004 - a UUID
