"""A report in plain words: short sentences, whole dates, and what the group calls itself."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from service.charts.burn_up import burn_up_chart
from service.charts.shares import time_chart
from service.charts.timeline import timeline
from service.language.language import N_, ngettext
from service.language.language import gettext as _
from service.language.retelling import retold
from service.language.written import day, listed, number
from service.reports.document import Block, Document, Grid, Items, Section, Words
from service.reports.plain_parts import (
    each_part,
    governance_part,
    held_up_part,
    left_out_part,
    lessons_part,
    next_part,
    people_part,
    proof_part,
    reached_part,
)
from service.reports.report import Report
from service.reports.report_room import MadeReport
from service.reports.spoken import kind_of_group

_BEGAN: Mapping[str, str] = {
    "finished": N_("The programme began on %(start)s. It finished on %(end)s."),
    "merged": N_("The programme began on %(start)s. It ended when the group joined another one on %(end)s."),
    "stopped-early": N_("The programme began on %(start)s. It stopped early on %(end)s."),
}


def plain_document(made: MadeReport) -> Document:
    """The report as a document in plain words."""
    report, view = made.report, made.view
    full = report.detail == "full"
    sections = [
        Section(_("Where we are"), tuple(_where(report))),
        _pictured(_("The plan over time"), timeline(view, report.last, made.foreseen) if full else None),
        Section(_("What was reached"), tuple(reached_part(report))),
        Section(_("What comes next"), tuple(next_part(report, full=full))),
        Section(_("What is held up"), tuple(held_up_part(report))),
        Section(_("Who took part"), tuple(people_part(report))),
        Section(_("Mentoring and the board"), tuple(governance_part(report)) if report.kind == "funder" else ()),
        Section(_("What others can learn from this"), tuple(lessons_part(report))),
        _pictured(_("Where the time went"), time_chart(view) if full else None),
        Section(_("Each milestone"), tuple(each_part(view)) if full else ()),
        Section(_("How to check this report"), tuple(proof_part(report))),
        Section(_("What is left out"), tuple(left_out_part(report))),
    ]
    burn_up = burn_up_chart(view, report.last)
    if burn_up is not None:
        sections[0] = Section(sections[0].title, (*sections[0].blocks, burn_up))
    return Document(
        title=title_of(report),
        lead=tuple(_lead(report)),
        sections=tuple(section for section in sections if section.blocks),
        notice=_("This is a story, to show how Waymark works. Nothing in it happened.") if report.story else None,
        organisation=report.organisation,
    )


def title_of(report: Report) -> str:
    """What the report is called."""
    match report.kind:
        case "progress":
            return _("Progress of %(name)s", name=report.organisation)
        case "funder":
            return _("Report to funders about %(name)s", name=report.organisation)
        case _:
            assert_never(report.kind)


def _pictured(title: str, chart: Block | None) -> Section:
    return Section(title, () if chart is None else (chart,))


def _lead(report: Report) -> Iterable[Words]:
    who = {"name": report.organisation, "place": report.locality, "kind": kind_of_group()}
    if report.ending == "stopped-early":
        becoming = _("%(name)s in %(place)s was to become %(kind)s (%(short)s): run by its %(members)s.", **who)
    elif report.closed_on:
        becoming = _("%(name)s in %(place)s has become %(kind)s (%(short)s): run by its %(members)s.", **who)
    else:
        becoming = _("%(name)s in %(place)s is becoming %(kind)s (%(short)s): run by its %(members)s.", **who)
    mentor = _("%(mentor)s is its mentor.", mentor=report.mentor)
    yield Words(f"{becoming} {mentor}")
    if report.kind == "funder":
        payers = [*report.funders, *([report.commissioner] if report.commissioner else [])]
        if payers:
            yield Words(_("It is paid for by %(payers)s.", payers=listed(payers)))
    yield Words(
        _("This report is about the time from %(first)s to %(last)s.", first=day(report.first), last=day(report.last))
    )
    yield Words(_("It was made on %(day)s.", day=day(report.made_on)))


def _where(report: Report) -> Iterable[Block]:
    yield Words(phase_of(report))
    if report.percent is None or report.reached_in_all is None:
        yield Words(_("The group does not show you its milestones."))
    else:
        reached, whole = number(report.reached_in_all), number(report.milestones or 0)
        yield Words(
            _(
                "%(reached)s of %(all)s milestones are reached. That is %(percent)s per cent.",
                reached=reached,
                all=whole,
                percent=number(report.percent),
            )
        )
        if report.percent_before is not None:
            yield Words(_("Before this time it was %(percent)s per cent.", percent=number(report.percent_before)))
        if report.late:
            yield Words(ngettext("%(num)s milestone is late.", "%(num)s milestones are late.", report.late))
        elif not report.closed_on:
            yield Words(_("No milestone is late."))
    if report.ends_typically_on and not report.closed_on:
        yield Words(_("By its plan, the programme ends around %(day)s.", day=day(report.ends_typically_on)))
    if report.foreseen is not None:
        yield Words(
            _(
                "As things go, it ends by %(half)s with an even chance, and by %(most)s with a chance of four in five.",
                half=day(report.foreseen.p50_on),
                most=day(report.foreseen.p80_on),
            )
        )
        if report.foreseen.warnings and report.kind == "progress" and report.detail == "full":
            yield Items(tuple(map(retold, report.foreseen.warnings)))
    if report.stages:
        rows = tuple((each.title, number(each.reached), number(each.of)) for each in report.stages)
        yield Grid(_("How far each part of the plan is"), (_("Part of the plan"), _("Reached"), _("In the plan")), rows)


def phase_of(report: Report) -> str:
    """Where the programme stands, in a sentence."""
    start = day(report.start_on)
    if report.closed_on and report.ending:
        return _(_BEGAN[report.ending], start=start, end=day(report.closed_on))
    if report.paused_on:
        return _(
            "The programme began on %(start)s. It is paused since %(day)s.", start=start, day=day(report.paused_on)
        )
    if report.phase == "draft":
        return _("The programme began on %(start)s. The group is talking about its plan.", start=start)
    if report.agreed_on:
        return _(
            "The programme began on %(start)s. The group agreed its plan on %(day)s.",
            start=start,
            day=day(report.agreed_on),
        )
    return _("The programme began on %(start)s.", start=start)
