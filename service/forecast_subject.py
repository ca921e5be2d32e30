"""What a forecast is asked about: a template, a file, or a programme as it stands or stood on a past day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.ambition import Ambition, ambition_of_plan, ambition_of_programme
from domain.calendar import Calendar, day_in_london
from domain.course import Course, course_of, planned_course
from domain.plan import Plan
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from service.assembly import build
from service.calendars import calendar_of
from service.group import Group
from service.plan_file import PlanFaulty, PlanUnreadable, load_plan, plan_names, read_plan
from service.settings import read_settings


@dataclass(frozen=True, slots=True)
class Subject:
    """A course with what is needed to speak about it. `calendar` is there when it has dates."""

    name: str
    ambition: Ambition
    titles: Mapping[str, str]
    calendar: Calendar | None = None

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


def _programme_subject(wanted: str, home: Path | None, as_of: date | None) -> Subject:
    name = wanted.lower() if wanted.startswith("programme:") else f"programme:{wanted.lower()}"
    with build(read_settings(home)) as waymark:
        today = day_in_london(waymark.clock())
        day = min(as_of or today, today)
        known = [each for each in waymark.store.load(name, 0) if day_in_london(each.meta.recorded_at) <= day]
        programme = Group().after(known).programme
    if programme is None:
        raise UnknownProgramme(NO_SUCH_PROGRAMME)
    titles = {step.id: step.title for step in programme.steps if isinstance(step.title, str)}
    ambition = ambition_of_programme(programme, course_of(programme, day))
    return Subject(programme.organisation, ambition, titles, calendar_of(programme.nation))


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
