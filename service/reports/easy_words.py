"""A report in Easy Read: every sentence was written by hand, is short, and says one thing. Only numbers are put in.

It follows the rules that research found (sentences of 15 words at most, one idea each, hard words explained at once).
A machine puts the sentences together, so it is a draft until people with learning disabilities have checked them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from service.language.easy_checks import Checked
from service.language.easy_lines import (
    Line,
    easy_count,
    easy_line,
    easy_title,
    hard_words_of,
    notice_of,
    own_words,
)
from service.language.language import N_, translated
from service.language.language import gettext as _
from service.language.pictures import credit
from service.language.plan_words import in_own_words
from service.language.vocabulary import vocabulary
from service.language.written import day
from service.reports.document import Document, EasyLines, Section
from service.reports.report import Coming, HeldUp, Reached, Report
from service.reports.report_room import MadeReport
from service.reports.spoken import kind_of_group

_BLOCKS = {
    "someone-outside": N_("We wait for someone else."),
    "money": N_("We need money for it."),
    "people": N_("We need more people for it."),
    "access": N_("Not everybody can get in or join in yet."),
    "policy": N_("A rule stops us."),
}
_ENDED = {
    "finished": N_("Our programme is finished. We did it."),
    "merged": N_("Our programme has ended. We joined another group."),
    "stopped-early": N_("Our programme stopped early."),
}
_SOON = 5


def easy_document(made: MadeReport, checks: Mapping[str, Checked] | None = None) -> Document:
    """The report as a document in Easy Read. `checks` are those of its sentences, the shipped ones by default."""
    report = made.report
    parts: tuple[tuple[str, tuple[Line, ...]], ...] = (
        (_("What this is"), tuple(_what(report))),
        (_("Where we are"), tuple(_where(report))),
        (_("What we did"), tuple(_done(report))),
        (_("What we do next"), tuple(_next(report))),
        (_("What is difficult"), tuple(_difficult(report))),
        (_("Who took part"), tuple(_people(report))),
        (_("What we learned"), tuple(_lessons(report))),
        (_("Is this true?"), tuple(_true(report))),
    )
    said = [line for _title, lines in parts for line in lines]
    notice = notice_of(said, checks)
    sections = (*parts, (_("Hard words"), tuple(map(_below, _hard_words(said)))))
    return Document(
        title=_("%(name)s: how we are doing", name=report.organisation),
        lead=(),
        sections=tuple(Section(title, (EasyLines(lines),)) for title, lines in sections if lines),
        notice=" ".join((notice, _("This is a made-up story."))) if report.story else notice,
        easy=True,
        organisation=report.organisation,
        credit=credit(),
    )


def _what(report: Report) -> Iterable[Line]:
    yield easy_line("We are %(name)s.", name=report.organisation)
    match report.kind:
        case "progress":
            yield easy_line("This paper says how we are doing.")
        case "funder":
            yield easy_line("This paper is for the people who give us money.")
        case _:
            assert_never(report.kind)
    yield easy_line("It is about the days from %(day)s.", day=day(report.first))
    yield easy_line("The last day is %(day)s.", day=day(report.last))
    yield easy_line("We want to be %(kind)s.", kind=kind_of_group())
    yield easy_line("%(mentor)s helps us.", mentor=report.mentor)


def _where(report: Report) -> Iterable[Line]:
    if report.closed_on and report.ending:
        yield easy_line(_ENDED[report.ending])
    elif report.paused_on:
        yield easy_line("We have a break just now.")
        yield easy_line("The break started on %(day)s.", day=day(report.paused_on))
    elif report.phase == "draft":
        yield easy_line("We are talking about our plan.")
    if report.percent is None:
        yield easy_line("We keep our steps to ourselves.")
        return
    yield easy_line("Our plan has many steps.")
    yield easy_count("There is %(num)s step.", "There are %(num)s steps.", report.milestones or 0)
    yield easy_count("We have done %(num)s step.", "We have done %(num)s steps.", report.reached_in_all or 0)
    if report.late:
        yield easy_count("%(num)s step is late.", "%(num)s steps are late.", report.late)
        yield easy_line("That is normal. Things take time.")


def _done(report: Report) -> Iterable[Line]:
    if report.reached is None:
        return
    if not report.reached:
        yield easy_line("We did not finish a step in this time.")
        yield easy_line("We worked on our steps.")
        return
    yield easy_line("We finished these steps:")
    yield from map(_step, report.reached)


def _step(each: Reached | Coming | HeldUp) -> Line:
    """What a step is called. What the group wrote itself has no easy words yet."""
    if each.easy_title is None:
        return own_words(each.title)
    return easy_title(in_own_words(translated(each.easy_title)))


def _next(report: Report) -> Iterable[Line]:
    if not report.coming or report.closed_on:
        return
    yield easy_line("These steps are next:")
    for each in report.coming[:_SOON]:
        yield _step(each)
        if each.what == "decision":
            yield _below(easy_line("We did this. Now the others decide."))
        elif each.late:
            yield _below(easy_line("This is late."))
        elif each.due is not None:
            yield _below(easy_line("We want to do it by %(day)s.", day=day(each.due)))


def _difficult(report: Report) -> Iterable[Line]:
    if not report.held_up or report.closed_on:
        return
    yield easy_line("We cannot go on with these steps:")
    for each in report.held_up:
        yield _step(each)
        yield _below(easy_line(_BLOCKS[each.kind]))


def _below(line: Line) -> Line:
    """A sentence without a picture: the one above it has a picture for both, or it explains a word."""
    return replace(line, picture=None)


def _people(report: Report) -> Iterable[Line]:
    people = report.people
    if people is None or people.as_of is None:
        return
    yield easy_count("%(num)s person took part.", "%(num)s people took part.", people.different)
    if people.trained:
        yield easy_count("%(num)s person had training.", "%(num)s people had training.", people.trained)


def _lessons(report: Report) -> Iterable[Line]:
    if not report.lessons:
        return
    yield easy_line("We wrote down what we learned.")
    yield easy_line("Other groups can read it.")
    for each in report.lessons:
        yield own_words(each.title, each.address)


def _true(report: Report) -> Iterable[Line]:
    yield easy_line("Waymark is a computer program. It writes down what we do.")
    yield easy_line("Nobody can change it in secret.")
    yield replace(easy_line("You can check it here:"), address=report.proof)
    yield easy_line("No names of people are in this paper.")
    yield easy_line("You can give it to other people.")


def _hard_words(said: Iterable[Line]) -> Iterable[Line]:
    own = vocabulary()
    kind = translated("%(organisation)s")
    yield easy_line("%(kind)s: its %(members)s run it.", kind=f"{kind[:1].upper()}{kind[1:]}")
    if own.short.lower() != own.organisation.lower():
        yield easy_line("%(short)s: a short word for %(organisation)s.")
    yield easy_line("Step: one part of our plan. Some people say milestone.")
    yield easy_line("Learning disability: it is hard for you to learn new things.")
    ours = {translated(each) for each in ("user-led organisation", "organisation", "learning disability", "milestone")}
    for word, meaning in hard_words_of(said).items():
        if word not in ours:
            yield Line(f"{word[:1].upper()}{word[1:]}: {meaning}", None)
