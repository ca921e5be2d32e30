"""When somebody is asked about what a group left behind: is it right, does it run, and who looks after it now?"""

from datetime import datetime, time, timedelta

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

    A review that falls due while its owner is asked whether it runs is said in the same letter. When the owner leaves,
    those who can name another are asked the next morning, and four weeks later once more.
    """
    if asset.running is False or programme.phase is Phase.PAUSED:
        return None
    asked = _asked(programme, asset)
    review = asset.review_on
    in_the_same = bool(asked) and asked[0].day - AGAIN <= review <= asked[-1].day
    look = () if in_the_same else (Moment("review-resource", 1, review),)
    moments = sorted((*_wanted(asset), *asked, *look), key=lambda each: each.day)
    return Timetable(review, tuple(moments), repeats=False)


def _wanted(asset: AssetReading) -> tuple[Moment, ...]:
    """Twice: who can find somebody else knows it by then, and the question of the year asks them again."""
    left = asset.owner_left_on
    if left is None or asset.has_living_owner or asset.kind == "lesson":
        return ()
    first = left + timedelta(days=1)
    return (Moment("owner-wanted", 1, first, left), Moment("owner-wanted", 2, first + AGAIN, left))


def _asked(programme: Programme, asset: AssetReading) -> tuple[Moment, ...]:
    """A year after the end, or after the newest sign since then of how it is: an answer, an owner, an edition.

    An owner who lets go is one too: that day those who decide are asked about it.
    """
    if programme.closed_on is None or asset.kind == "lesson":
        return ()
    signs = (
        programme.closed_on,
        asset.published_on,
        asset.owner_agreed_on,
        asset.owner_left_on,
        asset.answered_on,
    )
    first = max(sign for sign in signs if sign is not None) + ONE_YEAR
    # An end that was written down long after it says nothing about the time between.
    known_on = day_in_london(programme.lines["handover"].since)
    return tuple(moment for moment in asked_thrice("still-running", first) if moment.day > known_on)
