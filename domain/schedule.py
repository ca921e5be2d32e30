"""The critical path of a plan: when each milestone can start, how late it may end, and how long the whole takes.

This is the only schedule code of the product: plan check, agreeing, reports and forecasts all ask here, so they agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from domain.plan import Milestone, Weeks
from domain.refusals import Refusal

Figure = Literal["earliest", "typical", "latest"]
"""Which of a milestone's three lengths is meant."""


class PlanGoesInCircles(Refusal):
    """Milestones wait for each other in a circle, so none of them could ever start."""

    def __init__(self, loop: tuple[str, ...]) -> None:
        self.loop = loop
        super().__init__(f"These milestones wait for each other: {loop_in_words(loop)}. Take one of these links out.")


@dataclass(frozen=True, slots=True)
class Span:
    """Where one milestone lies, in weeks from the start; `slack` is how much later it may end without harm."""

    start: int
    finish: int
    slack: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole plan laid out in weeks, with the chain of milestones that decides its length."""

    length: int
    spans: Mapping[str, Span]
    critical_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lengths:
    """The whole plan in weeks, if every milestone takes its earliest, typical or latest time.

    The critical path is the one at typical lengths.
    """

    earliest_weeks: int
    typical_weeks: int
    latest_weeks: int
    critical_path: tuple[str, ...]


def weeks_at(weeks: Weeks, figure: Figure) -> int:
    """The one of three lengths that is meant."""
    match figure:
        case "earliest":
            return weeks.earliest
        case "typical":
            return weeks.typical
        case "latest":
            return weeks.latest
        case _:
            assert_never(figure)


def schedule(milestones: Iterable[Milestone], figure: Figure = "typical") -> Schedule:
    """Lay milestones out, each at the chosen figure, and each as early as what it depends on allows.

    A dependency that is not among the milestones is ignored, so a part of a plan can be laid out too.
    Raises PlanGoesInCircles.
    """
    chosen = tuple(milestones)
    return laid_out({m.id: weeks_at(m.weeks, figure) for m in chosen}, {m.id: m.depends_on for m in chosen})


def lengths(milestones: Iterable[Milestone]) -> Lengths:
    """How long a plan takes at each of the three figures. Raises PlanGoesInCircles."""
    chosen = tuple(milestones)
    typical = schedule(chosen, "typical")
    return Lengths(
        earliest_weeks=schedule(chosen, "earliest").length,
        typical_weeks=typical.length,
        latest_weeks=schedule(chosen, "latest").length,
        critical_path=typical.critical_path,
    )


def laid_out(durations: Mapping[str, int], depends_on: Mapping[str, Iterable[str]]) -> Schedule:
    """Lay out any durations, such as those a programme has really seen. Raises PlanGoesInCircles."""
    before = {m: sorted({d for d in depends_on.get(m, ()) if d in durations}) for m in durations}
    order = in_order(before)
    finish: dict[str, int] = {}
    for m in order:
        finish[m] = durations[m] + max((finish[d] for d in before[m]), default=0)
    length = max(finish.values(), default=0)
    may_finish = dict.fromkeys(order, length)
    for m in reversed(order):
        for d in before[m]:
            may_finish[d] = min(may_finish[d], may_finish[m] - durations[m])
    spans = {m: Span(finish[m] - durations[m], finish[m], may_finish[m] - finish[m]) for m in durations}
    return Schedule(length, spans, _critical_path(spans, before))


def find_loop(depends_on: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One loop, beginning at its lowest id, each member depending on the next and the last on the first; () if none."""
    settled: set[str] = set()
    for root in sorted(depends_on):
        path: list[str] = []
        on_path: set[str] = set()
        ahead = [iter([root])]
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                if path:
                    left = path.pop()
                    on_path.discard(left)
                    settled.add(left)
            elif step in on_path:
                return _from_lowest(path[path.index(step) :])
            elif step not in settled and step in depends_on:
                path.append(step)
                on_path.add(step)
                ahead.append(iter(sorted(set(depends_on[step]))))
    return ()


def loop_in_words(loop: tuple[str, ...]) -> str:
    """A loop as a reader follows it: A after B after A."""
    return " after ".join((*loop, loop[0]))


def _from_lowest(loop: list[str]) -> tuple[str, ...]:
    lowest = loop.index(min(loop))
    return tuple(loop[lowest:] + loop[:lowest])


def in_order(before: Mapping[str, Sequence[str]]) -> list[str]:
    """The milestones so that each comes after all it waits for, which must be among them. Raises PlanGoesInCircles."""
    waiting = {m: len(earlier) for m, earlier in before.items()}
    after: dict[str, list[str]] = {m: [] for m in before}
    for m, earlier in before.items():
        for d in earlier:
            after[d].append(m)
    order = [m for m, count in waiting.items() if count == 0]
    for m in order:  # grows while we walk it
        for later in after[m]:
            waiting[later] -= 1
            if waiting[later] == 0:
                order.append(later)
    if len(order) < len(before):
        raise PlanGoesInCircles(find_loop(before))
    return order


def _critical_path(spans: Mapping[str, Span], before: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Walk back from the end; of equals the lowest id, so that a plan has one path however it is listed."""
    if not spans:
        return ()
    at = min(spans, key=lambda m: (-spans[m].finish, m))
    path = [at]
    while earlier := [d for d in before[at] if spans[d].finish == spans[at].start]:
        at = min(earlier)
        path.append(at)
    return tuple(reversed(path))
