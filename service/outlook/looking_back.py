"""Whether forecasts of recorded programmes came true: each as it stood in fixed weeks, and the week of its real end."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from domain.backtest import Calibration, calibrate
from domain.calendar_days import weeks_between
from domain.course import Course
from domain.event import Fact, Recorded
from domain.forecast import Assumptions
from domain.outlook import course_on
from domain.programme import Phase, Programme
from service.group import Group
from service.outlook.past_states import known_on

WEEKS = (13, 39, 65, 91)
"""Looked at in the same weeks of each: a share of its time would give the end away."""

CALIBRATED = 0.1
"""By how much a share may be off before it is called a fault, with enough forecasts to tell."""

ENOUGH = 30


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


def then_and_ended(events: Sequence[Recorded[Fact]]) -> Iterator[tuple[Course, float]]:
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
            yield course_on(then, day), ended


def calibration(events: Iterable[Recorded[Fact]], assumptions: Assumptions, *, stories: bool = False) -> Calibration:
    """How often P50 and P80 held for programmes that are finished. With none it counts no forecast."""
    known = [each for mine in finished(events, stories=stories).values() for each in then_and_ended(mine)]
    return calibrate(known, assumptions)


def in_words(found: Calibration) -> str:
    """What it means."""
    if not found.forecasts:
        return "No programme here has come to its end yet, so no forecast can be looked back at."
    said = (
        f"{found.forecasts} forecasts of finished programmes: {found.p50_held:.0%} had ended by their P50 (50 % "
        f"should), {found.p80_held:.0%} by their P80 (80 % should)."
    )
    if found.forecasts < ENOUGH:
        return f"{said} That is too few to judge by."
    off = abs(found.p50_held - 0.5) > CALIBRATED or abs(found.p80_held - 0.8) > CALIBRATED
    return f"{said} That is off: report it as a fault." if off else f"{said} That is as it should be, to a tenth."


def _state(events: Sequence[Recorded[Fact]]) -> Programme:
    state = Group().after(events).programme
    if state is None:
        msg = "A programme's history begins with its start."
        raise AssertionError(msg)
    return state
