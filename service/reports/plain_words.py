"""A report in plain English: short sentences, whole dates, and what the group calls itself."""

from collections.abc import Iterable
from typing import assert_never

from domain.field_groups import MEANINGS, FieldGroup
from projections.progress_shown import ShownProgress
from projections.telling import count, day, duration, listed
from service.charts.burn_up import burn_up_chart
from service.charts.shares import time_chart
from service.charts.timeline import timeline
from service.language.vocabulary import many
from service.page_words import BLOCKS, ENDINGS, where
from service.reports.document import Block, Document, Grid, Items, Link, Section, Words
from service.reports.report import Coming, Report
from service.reports.report_room import MadeReport
from service.reports.spoken import part, with_article

_SOON = 6
KINDS = {"lesson": "lesson", "toolkit": "toolkit", "network-link": "contact", "facility": "facility"}


def plain_document(made: MadeReport) -> Document:
    """The report as a document in plain English."""
    report, view = made.report, made.view
    full = report.detail == "full"
    sections = [
        Section("Where we are", tuple(_where(report))),
        _pictured("The plan over time", timeline(view, report.last, made.foreseen) if full else None),
        Section("What was reached", tuple(_reached(report))),
        Section("What comes next", tuple(_next(report, full=full))),
        Section("What is held up", tuple(_held_up(report))),
        Section("Who took part", tuple(_people(report))),
        Section("Mentoring and the board", tuple(_governance(report)) if report.kind == "funder" else ()),
        Section("What others can learn from this", tuple(_lessons(report))),
        _pictured("Where the time went", time_chart(view) if full else None),
        Section("Each milestone", tuple(_each(view)) if full else ()),
        Section("How to check this report", tuple(_proof(report))),
        Section("What is left out", tuple(_left_out(report))),
    ]
    burn_up = burn_up_chart(view, report.last)
    if burn_up is not None:
        sections[0] = Section(sections[0].title, (*sections[0].blocks, burn_up))
    return Document(
        title=title_of(report),
        lead=tuple(_lead(report)),
        sections=tuple(section for section in sections if section.blocks),
        notice="This is a story, to show how Waymark works. Nothing in it happened." if report.story else None,
        organisation=report.organisation,
    )


def title_of(report: Report) -> str:
    """What the report is called."""
    match report.kind:
        case "progress":
            return f"Progress of {report.organisation}"
        case "funder":
            return f"Report to funders about {report.organisation}"
        case _:
            assert_never(report.kind)


def _pictured(title: str, chart: Block | None) -> Section:
    return Section(title, () if chart is None else (chart,))


def _lead(report: Report) -> Iterable[Words]:
    what = with_article(report.spoken.organisation)
    verb = "was to become" if report.ending == "stopped-early" else "has become" if report.closed_on else "is becoming"
    yield Words(
        f"{report.organisation} in {report.locality} {verb} {what} ({report.spoken.short}): run by its "
        f"{many(report.spoken.member)}. {report.mentor} is its mentor."
    )
    if report.kind == "funder":
        payers = [*report.funders, *([report.commissioner] if report.commissioner else [])]
        if payers:
            yield Words(f"It is paid for by {listed(payers)}.")
    yield Words(f"This report is about the time from {day(report.first)} to {day(report.last)}.")
    yield Words(f"It was made on {day(report.made_on)}.")


def _where(report: Report) -> Iterable[Block]:
    yield Words(phase_of(report))
    if report.percent is None or report.reached_in_all is None:
        yield Words("The group does not show you its milestones.")
    else:
        whole = report.milestones or 0
        yield Words(f"{report.reached_in_all} of {whole} milestones are reached. That is {report.percent} per cent.")
        if report.percent_before is not None:
            yield Words(f"Before this time it was {report.percent_before} per cent.")
        if report.late:
            yield Words(f"{count(report.late, 'milestone is', 'milestones are')} late.")
        elif not report.closed_on:
            yield Words("No milestone is late.")
    if report.ends_typically_on and not report.closed_on:
        yield Words(f"By its plan, the programme ends around {day(report.ends_typically_on)}.")
    if report.foreseen is not None:
        yield Words(
            f"As things go, it ends by {day(report.foreseen.p50_on)} with an even chance, and by "
            f"{day(report.foreseen.p80_on)} with a chance of four in five."
        )
        if report.foreseen.warnings and report.kind == "progress" and report.detail == "full":
            yield Items(report.foreseen.warnings)
    if report.stages:
        rows = tuple((each.title, str(each.reached), str(each.of)) for each in report.stages)
        yield Grid("How far each part of the plan is", ("Part of the plan", "Reached", "Of"), rows)


def phase_of(report: Report) -> str:
    """Where the programme stands, in a sentence."""
    if report.closed_on and report.ending:
        return f"The programme began on {day(report.start_on)}. It {_ENDED[report.ending]} on {day(report.closed_on)}."
    if report.paused_on:
        return f"The programme began on {day(report.start_on)}. It is paused since {day(report.paused_on)}."
    if report.phase == "draft":
        return f"The programme began on {day(report.start_on)}. The group is talking about its plan."
    agreed = f" The group agreed its plan on {day(report.agreed_on)}." if report.agreed_on else ""
    return f"The programme began on {day(report.start_on)}.{agreed}"


_ENDED = {**ENDINGS, "merged": "ended when the group joined another one"}


def _reached(report: Report) -> Iterable[Block]:
    if report.reached is None:
        return
    if report.reached:
        yield Items(tuple(f"{day(each.reached_on)}: {each.title} ({each.milestone})" for each in report.reached))
    else:
        yield Words("No milestone was reached in this time.")


def _next(report: Report, *, full: bool) -> Iterable[Block]:
    if report.coming is None or report.closed_on:
        return
    shown = report.coming if full else report.coming[:_SOON]
    if not shown:
        yield Words("Nothing is open just now.")
        return
    yield Items(tuple(_coming(each, report) for each in shown))
    if len(shown) < len(report.coming):
        more = count(len(report.coming) - len(shown), "more thing is", "more things are")
        yield Words(f"{more} being worked on.")


def _coming(each: Coming, report: Report) -> str:
    called = f"{each.title} ({each.milestone})" if each.milestone else each.title
    if each.what == "decision":
        return f"{called}: the work is done, and waits for a decision."
    when = "" if each.due is None else f"{', was due on' if each.late else ', by'} {day(each.due)}"
    who = listed([part(role, report.spoken) for role in each.who]) if each.who and report.kind == "progress" else ""
    return f"{called}{when}." + (f" Who works on it: {who}." if who else "")


def _held_up(report: Report) -> Iterable[Block]:
    if report.held_up is None or report.closed_on:
        return
    if not report.held_up:
        yield Words("Nothing is held up.")
        return
    yield Items(
        tuple(
            f"{each.title} ({each.milestone}), since {day(each.since)}. What is in the way: {BLOCKS[each.kind]}."
            for each in report.held_up
        )
    )


def _people(report: Report) -> Iterable[Block]:
    people = report.people
    if people is None:
        return
    if people.as_of is None:
        yield Words("Nobody has counted yet how many people took part.")
        return
    yield Words(f"Up to {day(people.as_of)}, {count(people.different, 'person', 'different people')} took part.")
    rows = (
        ("Came to meetings and events", str(people.engaged)),
        ("Were trained", str(people.trained)),
        ("Were supported", str(people.supported)),
    )
    yield Grid("Who took part, counted from the start", ("What they did", "People"), rows)
    yield Words("One person may be in more than one line.")


def _governance(report: Report) -> Iterable[Block]:
    if report.mentoring is not None:
        given = report.mentoring
        hours = f", {duration(given.minutes)} in all" if given.minutes else ""
        yield Words(f"{report.mentor} held {count(given.sessions, 'mentoring session', 'mentoring sessions')}{hours}.")
    if report.board is not None and report.board.voting:
        board = report.board
        yield Words(f"The board has {count(board.voting, 'voting member', 'voting members')}.")
        if board.from_constituency is not None:
            yield Words(
                f"{board.from_constituency} of them come from the people it is for. Its rules ask for "
                f"{board.threshold} per cent."
            )
        if board.adopted_on is not None:
            yield Words(f"The governing document was adopted on {day(board.adopted_on)}.")
    if report.celebrations:
        yield Words(f"The group celebrated {count(report.celebrations, 'time', 'times')}.")


def _lessons(report: Report) -> Iterable[Block]:
    if report.lessons is None:
        return
    if not report.lessons:
        yield Words("Nothing was published for others in this time.")
    for each in report.lessons:
        yield Link(f"{day(each.published_on)}: “{each.title}”, a {KINDS.get(each.kind, each.kind)}.", each.address)


def _each(view: ShownProgress) -> Iterable[Block]:
    for stage in view.stages or ():
        rows = tuple((f"{each.title} ({each.id})", where(each)) for each in stage.milestones)
        if rows:
            yield Grid(stage.title, ("Milestone", "How it stands"), rows)


def _proof(report: Report) -> Iterable[Block]:
    yield Words(
        "Everything here comes from the programme’s record. Nobody can change that record without it showing, not even "
        "those who run Waymark."
    )
    yield Link(
        "You can check it yourself, and take it away with its proof. Sign in, then open this page.", report.proof
    )
    yield Words("No person is named in this report, so you may pass it on.")


def _left_out(report: Report) -> Iterable[Block]:
    if report.not_shown:
        yield Words("The group decides what it shows. This report leaves out:")
        groups: tuple[FieldGroup, ...] = report.not_shown  # type: ignore[assignment]  # they are names of groups
        yield Items(tuple(MEANINGS[group] for group in groups))
