"""Whether a plan is realistic, in words first. It warns; the group decides, and its decision is what gets recorded."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from domain.ambition import Ambition
from domain.course import Work
from domain.durations import weeks_in_words
from domain.forecast import Forecast
from domain.forecast_schedule import CourseSchedule, schedule_of
from domain.foreseen import Concern
from domain.observed import ENOUGH
from domain.plan import Party
from domain.plan_check import months

ONE_PERSON: Mapping[Party, str] = {"worker": "the worker", "treasurer": "the treasurer", "adviser": "the adviser"}
"""Parties that are mostly one person, who may fall ill, in words."""

HALF = 0.5
RARE = 0.2
"""A wish that fewer than one in five runs meet is called against the odds."""


class Finding(BaseModel, frozen=True):
    """One thing to look at before deciding. The sentence says it all; the figures are for pages that draw."""

    concern: Concern
    sentence: str
    milestones: tuple[str, ...] = ()
    figures: Mapping[str, float] = {}


class Realism(BaseModel, frozen=True):
    """Everything to look at, the gravest first."""

    findings: tuple[Finding, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to read out at the meeting."""
        return tuple(finding.sentence for finding in self.findings)

    def of(self, concern: Concern) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(finding for finding in self.findings if finding.concern == concern)


def check_realism(ambition: Ambition, forecast: Forecast) -> Realism:
    """Everything to look at before deciding; `forecast` is that of the ambition's course. Raises PlanGoesInCircles."""
    typical = schedule_of(ambition.course)
    return Realism(
        findings=(
            *_wish(ambition, forecast),
            *_dates(forecast),
            *_floor(ambition, typical),
            *_before(ambition, typical),
            *_usual(ambition),
            *_ends_meet(forecast),
            *_one_person(ambition, typical),
            *_nothing_follows(ambition),
        )
    )


def _wish(ambition: Ambition, forecast: Forecast) -> Iterator[Finding]:
    wish = ambition.wish_weeks
    if wish is None:
        return
    best = schedule_of(ambition.course, "earliest")
    chance = forecast.chance_by(wish)
    half = f"Half of the runs of the forecast take longer than {_long(forecast.p50_weeks)}."
    if best.length > wish:
        yield Finding(
            concern="cannot-be-done",
            sentence=_said(
                f"This cannot be done in {_long(wish)}.",
                f"Even if every milestone took its earliest time and nothing went wrong, it would take "
                f"{_long(best.length)}, because {len(best.critical_path):,} milestones wait for each other: "
                f"{', then '.join(best.critical_path)}.",
                half,
            ),
            milestones=best.critical_path,
            figures={"wish_weeks": wish, "earliest_weeks": best.length, "p50_weeks": forecast.p50_weeks},
        )
    elif chance < RARE:
        yield Finding(
            concern="against-the-odds",
            sentence=_said(f"{_of_a_hundred(chance)} of the runs of the forecast end within {_long(wish)}.", half),
            figures={"wish_weeks": wish, "chance": chance, "p50_weeks": forecast.p50_weeks},
        )


def _dates(forecast: Forecast) -> Iterator[Finding]:
    """Dates that were given to open milestones, and are more likely to be missed than kept."""
    for each in forecast.milestones:
        if each.chance is not None and each.standing != "done" and each.chance < HALF:
            runs = _of_a_hundred(each.chance)
            yield Finding(
                concern="date-unlikely",
                sentence=_said(
                    f"{each.milestone} is more likely to miss its date than to keep it.",
                    f"{runs} of the runs of the forecast have it by then.",
                ),
                milestones=(each.milestone,),
                figures={"chance": each.chance, "finish_p50_weeks": each.finish_p50},
            )


def _floor(ambition: Ambition, typical: CourseSchedule) -> Iterator[Finding]:
    floor, wish = ambition.floor_weeks, ambition.wish_weeks
    if wish is not None and wish < floor:
        begins = f"A length of {_long(wish)} is under the shortest honest length of this plan, which is {_long(floor)}."
    elif typical.length < floor:
        begins = _said(
            f"This plan takes {_long(typical.length)} when every milestone takes its typical time.",
            f"The shortest honest length is {_long(floor)}.",
        )
    else:
        return
    yield Finding(
        concern="under-floor",
        sentence=_said(begins, ambition.floor_why),
        figures={"floor_weeks": floor, "typical_weeks": typical.length},
    )


def _before(ambition: Ambition, typical: CourseSchedule) -> Iterator[Finding]:
    wish = typical.length if ambition.wish_weeks is None else ambition.wish_weeks
    done = [each.weeks for each in ambition.whole if each.finished]
    slower = sum(weeks > wish for weeks in done) + sum(e.weeks > wish for e in ambition.whole if not e.finished)
    known = len(done) + sum(e.weeks > wish for e in ambition.whole if not e.finished)
    share = round(100 * slower / max(known, 1))
    if len(done) >= ENOUGH and slower * 5 >= known * 4:
        yield Finding(
            concern="faster-than-before",
            sentence=_said(
                f"To take {_long(wish)} is faster than {share} % of those before you.",
                f"{len(done):,} organisations took {min(done):.0f} to {weeks_in_words(round(max(done)))}.",
            ),
            figures={"slower": slower, "known": known},
        )
    for each in ambition.learned:
        if each.quicker * 5 <= each.finished:
            share = round(100 * (1 - each.quicker / each.finished))
            yield Finding(
                concern="faster-than-before",
                sentence=_said(each.in_words, f"The plan is faster than {share} % of them."),
                milestones=(each.milestone,),
                figures={"p50_weeks": each.p50_weeks, "p80_weeks": each.p80_weeks},
            )


def _usual(ambition: Ambition) -> Iterator[Finding]:
    for work in ambition.course.to_do:
        usual = (ambition.usual or {}).get(work.id)
        if usual is not None and work.weeks.typical < usual.earliest:
            yield Finding(
                concern="shorter-than-usual",
                sentence=_said(
                    f"{work.id} is planned to take {weeks_in_words(work.weeks.typical)}.",
                    f"The template says {weeks_in_words(usual.earliest)} at the very earliest, and "
                    f"{weeks_in_words(usual.typical)} typically.",
                ),
                milestones=(work.id,),
            )


def _ends_meet(forecast: Forecast) -> Iterator[Finding]:
    chance = forecast.chance_by(forecast.typical_weeks)
    if forecast.p50_weeks - forecast.typical_weeks >= 1 and chance < HALF:
        yield Finding(
            concern="ends-meet",
            sentence=_said(
                f"If every milestone takes its typical time, the plan takes {_long(forecast.typical_weeks)}.",
                f"{_of_a_hundred(chance)} of the runs of the forecast end by then: where many milestones must come "
                "together, the slowest decides.",
                f"Half end within {_long(forecast.p50_weeks)}, and 8 in 10 within {_long(forecast.p80_weeks)}.",
            ),
            figures={"typical_weeks": forecast.typical_weeks, "chance": chance},
        )


def _one_person(ambition: Ambition, typical: CourseSchedule) -> Iterator[Finding]:
    tight = {place.milestone for place in typical.places if place.standing != "done" and place.slack <= 0}
    alone = [w for w in ambition.course.to_do if w.id in tight and w.who and ONE_PERSON.keys() >= set(w.who)]
    for work in alone:
        yield Finding(
            concern="one-person",
            sentence=_said(
                f"{work.id} has no slack, and only {' and '.join(ONE_PERSON[each] for each in work.who)} can do it.",
                "If they fall ill, everything after it waits.",
                "Name somebody who can step in.",
            ),
            milestones=(work.id,),
        )


def _nothing_follows(ambition: Ambition) -> Iterator[Finding]:
    followed = {earlier for work in ambition.course.works for earlier in (*work.depends_on, *work.ends_after)}
    loose: list[Work] = [w for w in ambition.course.to_do if w.id not in followed and w.id != ambition.last]
    if ambition.last is None and len(loose) == 1:
        return
    if loose:
        yield Finding(
            concern="nothing-follows",
            sentence=_said(
                f"Nothing follows from these, so nobody will miss them until it is late: "
                f"{', '.join(work.id for work in loose)}.",
                "Look at them before the end.",
            ),
            milestones=tuple(work.id for work in loose),
        )


def _said(*sentences: str) -> str:
    """Sentences that are read out together. Each is a text of its own: so they are said again in other languages."""
    return " ".join(sentences)


def _long(weeks: float) -> str:
    long = round(months(round(weeks)))
    return f"{weeks_in_words(round(weeks))} ({long} {'month' if long == 1 else 'months'})"


def _of_a_hundred(chance: float) -> str:
    if chance < 0.01:  # noqa: PLR2004 - one in a hundred
        return "None" if chance == 0 else "Fewer than 1 in 100"
    return f"Only {round(chance * 100)} in 100"
