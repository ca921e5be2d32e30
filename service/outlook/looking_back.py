"""Whether forecasts of recorded programmes came true: each as it stood in fixed weeks, and the week of its real end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel

from domain.backtest import Calibration, calibrate, together
from domain.calendar_days import weeks_between
from domain.course import Course
from domain.event import Fact, Recorded
from domain.forecast import Assumptions
from domain.outlook import course_on
from domain.planning import typical_weeks
from domain.programme import Phase, Programme
from domain.spread import Spread
from service.group import Group
from service.outlook.past_states import known_on

WEEKS = (13, 39, 65, 91)
"""Looked at in the same weeks of each: a share of its time would give the end away."""

ENOUGH = 10
"""Of fewer programmes nothing is said, for chance alone leaves anything."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A programme as it was known in one week, with the week in which it really ended."""

    course: Course
    ended: float
    below_floor: bool
    """The plan was shorter than its template's floor. The group was told so: that it was late says nothing new."""


class Calibrations(BaseModel, frozen=True):
    """How often forecasts came true. Those by a plan below its floor are apart: they followed a wish."""

    ordinary: Calibration
    below_floor: Calibration


def finished(events: Iterable[Recorded[Fact]], *, stories: bool = False) -> dict[str, list[Recorded[Fact]]]:
    """The events of every programme that came to its planned end. Stories are made up, and count when asked for."""
    of_each: dict[str, list[Recorded[Fact]]] = {}
    for event in events:
        if event.stream.startswith("programme:"):
            of_each.setdefault(event.stream, []).append(event)
    kept = {}
    for name, mine in of_each.items():
        state = _state(mine)
        if state.phase is Phase.CLOSED and state.ending == "finished" and (stories or state.story is None):
            kept[name] = mine
    return kept


def then_and_ended(events: Sequence[Recorded[Fact]]) -> Iterator[LookedBack]:
    """A programme's course as it was known in each of these weeks, with the week in which its last milestone ended."""
    state = _state(events)
    ended = max(
        (weeks_between(state.start_on, each.accepted_on) for each in state.milestones.values() if each.accepted_on),
        default=0.0,
    )
    for week in WEEKS:
        day = state.start_on + timedelta(weeks=week)
        then = known_on(events, day)
        if then is not None and then.agreed_on is not None and week < ended:
            below_floor = typical_weeks(then.steps) < then.floor_weeks
            yield LookedBack(course_on(then, day), ended, below_floor)


def calibration(events: Iterable[Recorded[Fact]], assumptions: Assumptions, *, stories: bool = False) -> Calibrations:
    """How often P50 and P80 held for programmes that are finished. With none it counts no forecast."""
    known = [tuple(then_and_ended(mine)) for mine in finished(events, stories=stories).values()]
    return Calibrations(
        ordinary=together(of_one(each, assumptions, below_floor=False) for each in known),
        below_floor=together(of_one(each, assumptions, below_floor=True) for each in known),
    )


def of_one(
    looked: Sequence[LookedBack],
    assumptions: Assumptions,
    *,
    below_floor: bool,
    learned: Mapping[str, Spread] | None = None,
) -> Calibration:
    """How often they held for one programme."""
    chosen = [(each.course, each.ended) for each in looked if each.below_floor is below_floor]
    return calibrate(chosen, assumptions, min(len(chosen), 1), learned)


def in_words(found: Calibrations) -> str:
    """What it means."""
    each, apart = found.ordinary, ""
    if found.below_floor.forecasts:
        apart = (
            f"\nApart from these, {found.below_floor.forecasts} were given by a plan below its floor, and the group "
            f"was told so: {found.below_floor.p50_held:.0%} had ended by their P50, "
            f"{found.below_floor.p80_held:.0%} by their P80."
        )
    if not each.forecasts:
        return f"No programme here has come to its end yet, so no forecast can be looked back at.{apart}"
    said = (
        f"{each.forecasts} forecasts of {each.programmes} finished programmes: {each.p50_held:.0%} had ended by their "
        f"P50 (chance alone leaves {_between(each.p50_range)}), {each.p80_held:.0%} by their P80 (chance alone leaves "
        f"{_between(each.p80_range)})."
    )
    if each.programmes < ENOUGH:
        return f"{said} That is too few to judge by.{apart}"
    return f"{said} {'That is off: report it as a fault.' if each.is_off else 'That is as it should be.'}{apart}"


def _between(shares: tuple[float, float]) -> str:
    return f"{shares[0]:.0%} to {shares[1]:.0%}"


def _state(events: Sequence[Recorded[Fact]]) -> Programme:
    state = Group().after(events).programme
    if state is None:
        msg = "A programme's history begins with its start."
        raise AssertionError(msg)
    return state
