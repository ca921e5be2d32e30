"""The sections of a report in plain words: what was reached, what comes next, who took part, and how to check it."""

from collections.abc import Iterable, Mapping

from domain.field_groups import MEANINGS, FieldGroup
from projections.progress_shown import ShownProgress
from service.language.language import N_, ngettext, translated
from service.language.language import gettext as _
from service.language.written import count, day, duration, listed, number
from service.page_words import BLOCKS, PARTIES, where
from service.reports.document import Block, Grid, Items, Link, Words
from service.reports.report import Coming, Report

_SOON = 6
KINDS: Mapping[str, str] = {
    "lesson": N_("%(day)s: “%(title)s”, a lesson."),
    "toolkit": N_("%(day)s: “%(title)s”, a toolkit."),
    "network-link": N_("%(day)s: “%(title)s”, a contact."),
    "facility": N_("%(day)s: “%(title)s”, a facility."),
}


def reached_part(report: Report) -> Iterable[Block]:
    """What was reached in the period."""
    if report.reached is None:
        return
    if report.reached:
        yield Items(
            tuple(
                _(
                    "%(day)s: %(title)s (%(milestone)s)",
                    day=day(each.reached_on),
                    title=each.title,
                    milestone=each.milestone,
                )
                for each in report.reached
            )
        )
    else:
        yield Words(_("No milestone was reached in this time."))


def next_part(report: Report, *, full: bool) -> Iterable[Block]:
    """What people work on, and what waits."""
    if report.coming is None or report.closed_on:
        return
    shown = report.coming if full else report.coming[:_SOON]
    if not shown:
        yield Words(_("Nothing is open just now."))
        return
    yield Items(tuple(_coming(each, report) for each in shown))
    more = len(report.coming) - len(shown)
    if more:
        yield Words(
            ngettext("%(num)s more thing is being worked on.", "%(num)s more things are being worked on.", more)
        )


def _coming(each: Coming, report: Report) -> str:
    title = translated(each.title) if each.what == "review" else each.title
    called = (
        _("%(title)s (%(milestone)s)", title=title, milestone=each.milestone) if each.milestone is not None else title
    )
    if each.what == "decision":
        return _("%(title)s: the work is done, and waits for a decision.", title=called)
    if each.due is None:
        said = f"{called}."
    elif each.late:
        said = _("%(title)s, was due on %(day)s.", title=called, day=day(each.due))
    else:
        said = _("%(title)s, by %(day)s.", title=called, day=day(each.due))
    if not each.who or report.kind != "progress":
        return said
    who = _("Who works on it: %(who)s.", who=listed(translated(PARTIES[role]) for role in each.who))
    return f"{said} {who}"


def held_up_part(report: Report) -> Iterable[Block]:
    """What cannot go on."""
    if report.held_up is None or report.closed_on:
        return
    if not report.held_up:
        yield Words(_("Nothing is held up."))
        return
    yield Items(
        tuple(
            _(
                "%(title)s (%(milestone)s), since %(day)s. What is in the way: %(why)s.",
                title=each.title,
                milestone=each.milestone,
                day=day(each.since),
                why=translated(BLOCKS[each.kind]),
            )
            for each in report.held_up
        )
    )


def people_part(report: Report) -> Iterable[Block]:
    """How many people took part."""
    people = report.people
    if people is None:
        return
    if people.as_of is None:
        yield Words(_("Nobody has counted yet how many people took part."))
        return
    yield Words(
        ngettext(
            "Up to %(day)s, %(num)s person took part.",
            "Up to %(day)s, %(num)s different people took part.",
            people.different,
            day=day(people.as_of),
            num=number(people.different),
        )
    )
    rows = (
        (_("Came to meetings and events"), number(people.engaged)),
        (_("Were trained"), number(people.trained)),
        (_("Were supported"), number(people.supported)),
    )
    yield Grid(_("Who took part, counted from the start"), (_("What they did"), _("People")), rows)
    yield Words(_("One person may be in more than one line."))


def governance_part(report: Report) -> Iterable[Block]:
    """What the mentor gave, and how the board is made up."""
    if report.mentoring is not None:
        given = report.mentoring
        held = count(given.sessions, "mentoring session", "mentoring sessions")
        yield Words(
            _(
                "%(mentor)s held %(sessions)s, %(time)s in all.",
                mentor=report.mentor,
                sessions=held,
                time=duration(given.minutes),
            )
            if given.minutes
            else _("%(mentor)s held %(sessions)s.", mentor=report.mentor, sessions=held)
        )
    if report.board is not None and report.board.voting:
        board = report.board
        yield Words(
            ngettext("The board has %(num)s voting member.", "The board has %(num)s voting members.", board.voting)
        )
        if board.from_constituency is not None:
            yield Words(
                _(
                    "%(number)s of them come from the people it is for. Its rules ask for %(share)s per cent.",
                    number=number(board.from_constituency),
                    share=number(board.threshold),
                )
            )
        if board.adopted_on is not None:
            yield Words(_("The governing document was adopted on %(day)s.", day=day(board.adopted_on)))
    if report.celebrations:
        yield Words(
            ngettext("The group celebrated %(num)s time.", "The group celebrated %(num)s times.", report.celebrations)
        )


def lessons_part(report: Report) -> Iterable[Block]:
    """What was published for others."""
    if report.lessons is None:
        return
    if not report.lessons:
        yield Words(_("Nothing was published for others in this time."))
    for each in report.lessons:
        said = _(KINDS[each.kind], day=day(each.published_on), title=each.title)
        yield Link(said, each.address)


def each_part(view: ShownProgress) -> Iterable[Block]:
    """Every milestone, in a table for each part of the plan."""
    for stage in view.stages or ():
        rows = tuple(
            (_("%(title)s (%(milestone)s)", title=each.title, milestone=each.id), where(each))
            for each in stage.milestones
        )
        if rows:
            yield Grid(stage.title, (_("Milestone"), _("How it stands")), rows)


def proof_part(report: Report) -> Iterable[Block]:
    """How to check that nobody rewrote the record."""
    yield Words(
        _(
            "Everything here comes from the programme’s record. Nobody can change that record without it showing, not "
            "even those who run Waymark."
        )
    )
    yield Link(
        _("You can check it yourself, and take it away with its proof. Sign in, then open this page."), report.proof
    )
    yield Words(_("No person is named in this report, so you may pass it on."))


def left_out_part(report: Report) -> Iterable[Block]:
    """What this reader is not shown."""
    if report.not_shown:
        yield Words(_("The group decides what it shows. This report leaves out:"))
        groups: tuple[FieldGroup, ...] = report.not_shown  # type: ignore[assignment]  # they are names of groups
        yield Items(tuple(translated(MEANINGS[group]) for group in groups))
