"""Bars of parts: every programme at a glance, and where the time of a programme went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from projections.portfolio_reading import PortfolioLine
from projections.progress_shown import ShownMilestone, ShownProgress
from service.charts.chart import Chart, drawn, shortened
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import count, number

_LEFT, _WIDE, _LINE, _LABEL = 205, 330, 28, 30
Legend = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    whole: int
    parts: tuple[tuple[int, str], ...]
    note: str


def portfolio_strip(lines: Sequence[PortfolioLine]) -> Chart | None:
    """How far each programme is, all on one scale. Programmes that do not show their milestones are left out."""
    known = [line for line in lines if line.milestones is not None and line.accepted is not None]
    if not known:
        return None
    bars, rows = [], []
    for line in known:
        whole = (line.milestones or 0) - (line.set_aside or 0)
        reached, deciding = line.accepted or 0, line.waiting_for_decision or 0
        going = (line.open or 0) + deciding
        parts = ((100 * reached // max(whole, 1), "solid"), (100 * going // max(whole, 1), "hatch"))
        bars.append(_Line(line.organisation, 100, parts, _("%(number)s %%", number=line.percent or 0)))
        held = number(line.stuck.milestones if line.stuck else 0)
        rows.append((line.organisation, number(whole), number(reached), number(going), held, number(line.late)))
    title = _("Every programme at a glance")
    description = ngettext(
        "How far %(num)s programme is. The full part of its bar is reached, the hatched part is being worked on.",
        "How far %(num)s programmes are. The full part of each bar is reached, the hatched part is being worked on.",
        len(known),
    )
    columns = (_("Programme"), _("Milestones"), _("Reached"), _("Being worked on"), _("Held up"), _("Late"))
    legend = (("solid", _("reached")), ("hatch", _("being worked on")), ("rest", _("still to come")))
    return _chart("portfolio", title, description, columns, tuple(rows), bars, legend)


def time_chart(view: ShownProgress) -> Chart | None:
    """How many weeks each part of the plan took: at work, and waiting for a decision."""
    if not view.stages:
        return None
    bars, rows = [], []
    for stage in view.stages:
        finished = [each for each in stage.milestones if each.accepted_on and each.opened_on]
        working, deciding = sum(map(_working, finished)), sum(map(_deciding, finished))
        if not finished:
            continue
        parts = ((working, "solid"), (deciding, "dots"))
        bars.append(_Line(stage.title, working + deciding, parts, _weeks(working + deciding)))
        rows.append((stage.title, number(len(finished)), _weeks(working), _weeks(deciding)))
    if not bars:
        return None
    title = _("Where the time went")
    unseen = _(
        "The time that reached milestones took, added up for each part of the plan. Milestones may go on side by side."
    )
    description = " ".join((unseen, _("The full part was work, the dotted part was waiting for a decision.")))
    columns = (_("Part of the plan"), _("Milestones reached"), _("At work"), _("Waiting for a decision"))
    legend = (("solid", _("at work")), ("dots", _("waiting for a decision")))
    return replace(_chart("time", title, description, columns, tuple(rows), bars, legend), unseen=unseen)


def _working(milestone: ShownMilestone) -> int:
    until = milestone.submitted_on or milestone.accepted_on
    return max((until - milestone.opened_on).days, 0) if until and milestone.opened_on else 0


def _deciding(milestone: ShownMilestone) -> int:
    if milestone.submitted_on is None or milestone.accepted_on is None:
        return 0
    return max((milestone.accepted_on - milestone.submitted_on).days, 0)


def _weeks(days: int) -> str:
    return count(-(-days // 7), "week", "weeks")


def _chart(
    name: str,
    title: str,
    description: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    bars: Sequence[_Line],
    legend: Legend,
) -> Chart:
    most = max([1, *(bar.whole for bar in bars)])
    drawing = []
    for place, bar in enumerate(bars):
        x, parts = float(_LEFT), []
        for size, kind in bar.parts:
            wide = round(_WIDE * size / most, 1)
            if wide:
                parts.append((round(x, 1), wide, kind))
            x += wide
        whole = round(_WIDE * bar.whole / most, 1)
        drawing.append(
            {
                "y": _LINE * place,
                "label": shortened(bar.label, _LABEL),
                "whole": whole,
                "parts": parts,
                "end": max(x, _LEFT + whole),
                "note": bar.note,
            }
        )
    height = _LINE * len(bars) + 30
    svg = drawn("shares.svg", name, title, description, height=height, left=_LEFT, bars=drawing, legend=legend)
    return Chart(name, title, description, columns, rows, svg)
