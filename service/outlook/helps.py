"""The what-ifs that a group asks first: what would help most, and what would harm most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.course import Course, Work
from domain.forecast import Assumptions, Forecast, Runs, forecast, quantiles
from domain.outlook import Experience
from domain.plan import Party, Weeks
from domain.plan_events import RetimedMilestone
from domain.spread import Spread
from domain.suppositions import QUARTER, ComesLate, MoreHands, PartyAway
from domain.whatif import Supposition, supposed
from service.forecast_subject import Subject
from service.language.language import gettext as _
from service.language.language import translated
from service.outlook.answers import HelpView
from service.outlook.days import Days
from service.page_words import PARTIES

QUICK = Assumptions(runs=1_000)
OF_EACH = 3
WORKING: frozenset[Party] = frozenset({"worker", "board", "founders", "mentor", "members", "treasurer"})
OUTSIDE: frozenset[Party] = frozenset({"funder", "commissioner"})


@dataclass(frozen=True, slots=True)
class Help:
    """One what-if, in words, and how many weeks later half and four in five of the runs then end."""

    what: str
    change: Supposition
    p50_later_by: float
    p80_later_by: float


def helps(
    course: Course, found: Forecast, spreads: Mapping[str, Spread], titles: Mapping[str, str]
) -> tuple[Help, ...]:
    """What brings the end nearest first. Everything is drawn with the same luck."""
    was = _ends(course, spreads)
    told = []
    for what, change in _asked_first(course, found, titles):
        known = {key: each for key, each in spreads.items() if key != getattr(change, "milestone", None)}
        before = was if len(known) == len(spreads) or isinstance(change, ComesLate) else _ends(course, known)
        used = spreads if isinstance(change, ComesLate) else known
        half, eight = _ends(supposed(course, [change]), used)
        told.append(Help(what, change, half - before[0], eight - before[1]))
    return tuple(sorted((each for each in told if round(each.p50_later_by, 1)), key=lambda each: each.p50_later_by))


def help_views(subject: Subject, experience: Experience) -> tuple[HelpView, ...]:
    """The same as it is shown."""
    found = forecast(subject.course, QUICK, experience.spreads)
    days = Days(subject)
    return tuple(
        HelpView(
            what=each.what,
            helps=each.p50_later_by < 0,
            p50_later_by_weeks=round(each.p50_later_by, 1),
            p80_later_by_weeks=round(each.p80_later_by, 1),
            p50_on=days.after(found.p50_weeks + each.p50_later_by),
            p80_on=days.after(found.p80_weeks + each.p80_later_by),
            changes=(each.change,),
        )
        for each in helps(subject.course, found, experience.spreads, subject.titles)
    )


def _asked_first(course: Course, found: Forecast, titles: Mapping[str, str]) -> Iterator[tuple[str, Supposition]]:
    works = {work.id: work for work in course.to_do}
    often = sorted(
        (each for each in found.milestones if each.milestone in works and each.criticality > 0),
        key=lambda each: -each.criticality * (each.finish_p80 - each.finish_p10),
    )
    parties = [each.name for each in found.drivers if each.kind == "party"]
    for party in [each for each in parties if each in WORKING][:OF_EACH]:
        yield (
            _("A second pair of hands for %(who)s, for three months from now", who=translated(PARTIES[party])),
            MoreHands(who=party, begins=course.now, weeks=QUARTER),
        )
    for each in often[:OF_EACH]:
        work = works[each.milestone]
        yield (
            _(
                "%(title)s takes its earliest time: %(weeks)s weeks",
                title=_name(work, titles),
                weeks=work.weeks.earliest,
            ),
            RetimedMilestone(milestone=work.id, weeks=Weeks(**dict.fromkeys(Weeks.model_fields, work.weeks.earliest))),
        )
    if any("worker" in work.who for work in works.values()):
        yield _("Three months without the worker, from now"), PartyAway(who="worker", begins=course.now, weeks=QUARTER)
    waits = [works[each.milestone] for each in often if OUTSIDE & set(works[each.milestone].who)]
    for work in waits[:1]:
        yield (
            _("%(title)s comes a quarter late", title=_name(work, titles)),
            ComesLate(milestone=work.id, weeks=QUARTER),
        )


def _ends(course: Course, spreads: Mapping[str, Spread]) -> tuple[float, float]:
    half, eight = quantiles(Runs.of(course, QUICK, spreads).laid.ends, (50, 80))
    return half, eight


def _name(work: Work, titles: Mapping[str, str]) -> str:
    return f"{work.id} ({titles[work.id]})" if work.id in titles else work.id
