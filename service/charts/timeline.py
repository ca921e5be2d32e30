"""The timeline of a plan: when each part was planned, when it was worked on, and what is foreseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.schedule import laid_out
from projections.progress_shown import ShownMilestone, ShownProgress
from service.charts.chart import WIDTH, Chart, Scale, day_or, drawn, shortened
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import day

Stretch = tuple[date, date]
_LEFT, _LINE = 205, 26
_LABEL = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: when it was planned, how it went so far, and what is foreseen. `going_on`: it is not finished."""

    label: str
    planned: Stretch | None
    actual: Stretch | None
    going_on: bool
    forecast: Stretch | None = None


def timeline(view: ShownProgress, today: date, foreseen: Mapping[str, Stretch] | None = None) -> Chart | None:
    """The plan over time, up to today or the end, a line a stage. None when milestones are not shown to the reader.

    `foreseen` gives the stretch of each unfinished milestone by its id, when a forecast was made.
    """
    if not view.stages:
        return None
    if view.ending is not None:
        today = min(today, view.ending.closed_on)
    planned = planned_stretches(view)
    bars = []
    for stage in view.stages:
        inside = [each for each in stage.milestones if each.status != "set-aside"]
        if inside:
            bars.append(_bar(stage.title, inside, planned, foreseen or {}, today))
    return _chart(bars, today) if bars else None


def planned_stretches(view: ShownProgress) -> dict[str, Stretch]:
    """Where each milestone lies when the plan in force is laid out from the start at typical lengths."""
    known = [
        each
        for stage in view.stages or ()
        for each in stage.milestones
        if each.status != "set-aside" and each.typical_weeks is not None
    ]
    laid = laid_out({m.id: m.typical_weeks or 0 for m in known}, {m.id: m.depends_on or () for m in known})
    return {
        name: (view.start_on + timedelta(weeks=span.start), view.start_on + timedelta(weeks=span.finish))
        for name, span in laid.spans.items()
    }


def _bar(
    label: str,
    group: Sequence[ShownMilestone],
    planned: Mapping[str, Stretch],
    foreseen: Mapping[str, Stretch],
    today: date,
) -> Bar:
    begun = [each.opened_on or each.accepted_on for each in group if each.opened_on or each.accepted_on]
    going_on = any(each.accepted_on is None for each in group)
    ends = [each.accepted_on for each in group if each.accepted_on is not None]
    working = any(each.status in {"open", "submitted"} for each in group)
    actual = None
    if begun:
        first = min(each for each in begun if each is not None)
        actual = (first, max(first, today if working or not ends else max(ends)))
    return Bar(
        label=label,
        planned=_around(planned[each.id] for each in group if each.id in planned),
        actual=actual,
        going_on=going_on,
        forecast=_around(foreseen[each.id] for each in group if each.id in foreseen),
    )


def _around(stretches: Iterable[Stretch]) -> Stretch | None:
    every = list(stretches)
    return (min(each[0] for each in every), max(each[1] for each in every)) if every else None


def _chart(bars: Sequence[Bar], today: date) -> Chart:
    days = [end for bar in bars for stretch in (bar.planned, bar.actual, bar.forecast) if stretch for end in stretch]
    scale = Scale(min(days, default=today), max(*days, today) if days else today, _LEFT, WIDTH - 4)
    begun = sum(bar.actual is not None for bar in bars)
    done = sum(not bar.going_on for bar in bars)
    title = _("The plan over time")
    unseen = ngettext(
        "One part of the plan, from %(first)s to %(last)s. Finished: %(done)s. Begun: %(begun)s.",
        "%(num)s parts of the plan, from %(first)s to %(last)s. Finished: %(done)s. Begun: %(begun)s.",
        len(bars),
        first=day(scale.first),
        last=day(scale.last),
        done=done,
        begun=begun - done,
    )
    description = " ".join((unseen, _("A broken outline is the plan, a full bar is how it went.")))
    forecast = any(bar.forecast for bar in bars)
    svg = drawn(
        "timeline.svg",
        "timeline",
        title,
        description,
        height=24 + _LINE * len(bars) + 34,
        marks=scale.marks,
        today=scale.at(today) if scale.first <= today <= scale.last else None,
        today_called=day(today),
        forecast=forecast,
        bars=[
            {
                "y": 22 + _LINE * place,
                "label": shortened(bar.label, _LABEL),
                "planned": _drawn(bar.planned, scale),
                "actual": _drawn(bar.actual, scale),
                "forecast": _drawn(bar.forecast, scale),
            }
            for place, bar in enumerate(bars)
        ],
    )
    columns: tuple[str, ...] = (_("Part of the plan"), _("Planned from"), _("Planned until"), _("Begun"), _("Finished"))
    rows = tuple(_row(bar, forecast=forecast) for bar in bars)
    columns = (*columns, _("Foreseen until")) if forecast else columns
    return Chart("timeline", title, description, columns, rows, svg, unseen)


def _drawn(stretch: Stretch | None, scale: Scale) -> tuple[float, float] | None:
    if stretch is None:
        return None
    begin, end = scale.at(stretch[0]), scale.at(stretch[1])
    return begin, max(round(end - begin, 1), 2.0)


def _row(bar: Bar, *, forecast: bool) -> tuple[str, ...]:
    planned, actual = bar.planned or (None, None), bar.actual or (None, None)
    finished = _("not yet") if bar.going_on else day_or(actual[1])
    cells = (bar.label, day_or(planned[0]), day_or(planned[1]), day_or(actual[0], _("not yet")), finished)
    return (*cells, day_or(bar.forecast[1] if bar.forecast else None)) if forecast else cells
