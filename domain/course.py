"""The course of a programme at one moment: what is done, what is open, and what is to come.

Done work is what it was. Open work has begun and lasts at least until now. Everything else begins no sooner than now.
All times are weeks from the first day, so that a template without dates is a course too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from domain.calendar_days import DAYS_A_WEEK, weeks_between
from domain.pace import Spell
from domain.plan import Gate, Party, Weeks
from domain.programme import ACTIVE, Milestone, Phase, Programme, Status
from domain.schedule import find_loop


class Planned(Protocol):
    """What a plan's milestone and a programme's step have in common."""

    @property
    def id(self) -> str: ...  # noqa: D102 - named as in the plan
    @property
    def who(self) -> tuple[Party, ...]: ...  # noqa: D102 - the same
    @property
    def depends_on(self) -> tuple[str, ...]: ...  # noqa: D102 - the same
    @property
    def weeks(self) -> Weeks: ...  # noqa: D102 - the same
    @property
    def gates(self) -> tuple[str, ...]: ...  # noqa: D102 - the same


@dataclass(frozen=True, slots=True)
class Work:
    """One milestone as the forecast sees it.

    `ends_after` are milestones that must be reached before this one is accepted: they block its end, not its work.
    `wait` passes between the last of `depends_on` and the start, such as a notice period; `late` is added after the
    work, such as a grant that comes a quarter late. `blocked` weeks of what is done or open nobody could work.
    """

    id: str
    weeks: Weeks
    depends_on: tuple[str, ...] = ()
    who: tuple[Party, ...] = ()
    ends_after: tuple[str, ...] = ()
    begun: float | None = None
    done: float | None = None
    starts_from: float | None = None
    ends_from: float | None = None
    wait: float = 0.0
    late: float = 0.0
    blocked: float = 0.0


@dataclass(frozen=True, slots=True)
class Tie:
    """A date or a wait that holds a milestone back, whatever its work takes: a meeting booked, a lease, a notice."""

    milestone: str
    starts_from: date | None = None
    ends_from: date | None = None
    wait_weeks: float = 0.0


@dataclass(frozen=True, slots=True)
class Course:
    """A whole plan at one moment, `now` weeks from its first day."""

    works: tuple[Work, ...]
    now: float = 0.0
    first_day: date | None = None
    spells: tuple[Spell, ...] = field(default=())

    @property
    def to_do(self) -> tuple[Work, ...]:
        """What is not done yet."""
        return tuple(work for work in self.works if work.done is None)


def planned_course(milestones: Iterable[Planned], gates: Iterable[Gate] = (), first_day: date | None = None) -> Course:
    """The course of a plan nobody has begun."""
    chosen = tuple(milestones)
    behind = _behind_gates(chosen, {gate.id: gate for gate in gates}, frozenset())
    return Course(tuple(_work(each, behind) for each in chosen), first_day=first_day)


def course_of(programme: Programme, today: date) -> Course:
    """The course of a programme today. A closed one has nothing left to come, whatever was still open."""
    kept = [m for m in programme.milestones.values() if m.status is not Status.SET_ASIDE]
    if programme.phase is Phase.CLOSED:
        kept = [m for m in kept if m.status is Status.ACCEPTED]
    behind = _behind_gates([m.step for m in kept], programme.gates, programme.waived)
    works = tuple(_begun(_work(m.step, behind), m, programme.start_on) for m in kept)
    return Course(works, now=max(weeks_between(programme.start_on, today), 0.0), first_day=programme.start_on)


def tied(course: Course, ties: Iterable[Tie]) -> Course:
    """The course with fixed dates and waits; all that hold one milestone back hold. Ties of others are ignored."""

    def later(known: float | None, day: date | None) -> float | None:
        if day is None or course.first_day is None:
            return known
        week = weeks_between(course.first_day, day)
        return week if known is None else max(known, week)

    works = {work.id: work for work in course.works}
    for tie in ties:
        work = works.get(tie.milestone)
        if work is not None:
            works[work.id] = replace(
                work,
                starts_from=later(work.starts_from, tie.starts_from),
                ends_from=later(work.ends_from, tie.ends_from),
                wait=max(work.wait, tie.wait_weeks),
            )
    return replace(course, works=tuple(works.values()))


def _work(planned: Planned, behind: Mapping[str, tuple[str, ...]]) -> Work:
    return Work(planned.id, planned.weeks, planned.depends_on, planned.who, behind.get(planned.id, ()))


def _begun(work: Work, milestone: Milestone, first_day: date) -> Work:
    if milestone.status is Status.ACCEPTED and milestone.accepted_on is not None:
        opened = milestone.opened_on or milestone.accepted_on
        done = weeks_between(first_day, milestone.accepted_on)
        blocked = milestone.blocked_days / DAYS_A_WEEK
        return replace(work, begun=min(weeks_between(first_day, opened), done), done=done, blocked=blocked)
    if milestone.status in ACTIVE and milestone.opened_on is not None:
        return replace(work, begun=weeks_between(first_day, milestone.opened_on))
    return work


def _behind_gates(
    chosen: Iterable[Planned], gates: Mapping[str, Gate], waived: frozenset[tuple[str, str]]
) -> Mapping[str, tuple[str, ...]]:
    """What each milestone's gates wait for; nothing at all when that would go in circles, as only a waiver helps."""
    chosen = tuple(chosen)
    known = {each.id for each in chosen}
    behind = {
        each.id: tuple(
            dict.fromkeys(
                m
                for gate in each.gates
                if gate in gates and (gate, each.id) not in waived
                for m in gates[gate].met_by
                if m in known
            )
        )
        for each in chosen
    }
    return {} if find_loop({each.id: (*each.depends_on, *behind[each.id]) for each in chosen}) else behind
