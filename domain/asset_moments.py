"""When somebody is asked about what a group left behind: is it still right, and is it still running?"""

from datetime import datetime, time

from domain.calendar import LONDON, day_in_london
from domain.moments import AGAIN, ONE_YEAR, Moment, Timetable, asked_thrice
from domain.occasion import AssetReading, LegacyReading
from domain.programme import Line, Phase, Programme

NOTHING_LEFT = LegacyReading()
"""For a programme of which nothing is left behind yet."""


def asset_of(legacy: LegacyReading, about: str) -> AssetReading | None:
    """The asset or lesson that a wait `resource/3` is about, while it is offered to others."""
    number = about.partition("/")[2]
    if not number.isdecimal():
        return None
    return legacy.assets.get(int(number)) or legacy.lessons.get(int(number))


def asset_line(programme: Programme, about: str, asset: AssetReading) -> Line:
    """The timers of an asset: they begin on the day it was published."""
    begun = datetime.combine(asset.published_on, time.min, LONDON)
    known = programme.lines.get(about)
    return Line(since=begun, last=known.last if known is not None else None)


def asset_timetable(programme: Programme, asset: AssetReading) -> Timetable | None:
    """A look on its review day; and from a year after the end, each year, whether it still runs. None once it does not.

    A review that falls due while its owner is asked whether it runs is said in the same letter.
    """
    if asset.running is False or programme.phase is Phase.PAUSED:
        return None
    asked = _asked(programme, asset)
    review = asset.review_on
    if asked and asked[0].day - AGAIN <= review <= asked[-1].day:
        return Timetable(review, asked, repeats=False)
    moments = (*asked, Moment("review-resource", 1, review))
    return Timetable(review, tuple(sorted(moments, key=lambda each: each.day)), repeats=False)


def _asked(programme: Programme, asset: AssetReading) -> tuple[Moment, ...]:
    """A year after the end, or after the newest sign since then that it lives: an answer, an owner, an edition."""
    if programme.closed_on is None or asset.kind == "lesson":
        return ()
    signs = (programme.closed_on, asset.published_on, asset.owner_agreed_on, asset.answered_on)
    first = max(sign for sign in signs if sign is not None) + ONE_YEAR
    # An end that was written down long after it says nothing about the time between.
    known_on = day_in_london(programme.lines["handover"].since)
    return tuple(moment for moment in asked_thrice("still-running", first) if moment.day > known_on)
