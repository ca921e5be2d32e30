"""A report in Easy Read: every sentence was written by hand, is short, and says one thing. Only numbers are put in.

It follows the rules that research found (sentences of 15 words at most, one idea each, hard words explained at once).
A machine puts the sentences together, so it is a draft until people with learning disabilities have checked them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from projections.telling import day
from service.language.vocabulary import many
from service.reports.document import Block, Document, Items, Link, Section, Words
from service.reports.report import Coming, Report
from service.reports.report_room import MadeReport
from service.reports.spoken import with_article

LONGEST = 15
"""Words in a sentence, names and dates not counted as more than one."""

DRAFT = "A computer made this Easy Read. It is a draft. People with a learning disability have not checked it yet."


@dataclass(frozen=True, slots=True)
class Checked:
    """Who checked the sentences of this file, and when."""

    by: str
    on: date


CHECKED: Checked | None = None
"""Nobody yet. Whoever changes a sentence here sets this back to None."""

_BLOCKS = {
    "someone-outside": "We wait for someone else.",
    "money": "We need money for it.",
    "people": "We need more people for it.",
    "access": "Not everybody can get in or join in yet.",
    "policy": "A rule stops us.",
}
_ENDED = {
    "finished": "Our programme is finished. We did it.",
    "merged": "Our programme has ended. We joined another group.",
    "stopped-early": "Our programme stopped early.",
}
_SOON = 5


def easy_document(made: MadeReport, checked: Checked | None = CHECKED) -> Document:
    """The report as a document in Easy Read."""
    report = made.report
    sections = [
        Section("What this is", tuple(_what(report))),
        Section("Where we are", tuple(_where(report))),
        Section("What we did", tuple(_done(report))),
        Section("What we do next", tuple(_next(report))),
        Section("What is difficult", tuple(_difficult(report))),
        Section("Who took part", tuple(_people(report))),
        Section("What we learned", tuple(_lessons(report))),
        Section("Is this true?", tuple(_true(report))),
        Section("Hard words", tuple(_hard_words(report))),
    ]
    notice = DRAFT if checked is None else f"{checked.by} checked this Easy Read on {day(checked.on)}."
    return Document(
        title=f"{report.organisation}: how we are doing",
        lead=(),
        sections=tuple(section for section in sections if section.blocks),
        notice=f"{notice} This is a made-up story." if report.story else notice,
        easy=True,
        organisation=report.organisation,
    )


def _what(report: Report) -> Iterable[Block]:
    yield Words(f"We are {report.organisation}.")
    match report.kind:
        case "progress":
            yield Words("This paper says how we are doing.")
        case "funder":
            yield Words("This paper is for the people who give us money.")
        case _:
            assert_never(report.kind)
    yield Words(f"It starts on {day(report.first)}.")
    yield Words(f"It stops on {day(report.last)}.")
    yield Words(f"We want to be {with_article(report.spoken.organisation)}.")
    yield Words(f"{report.mentor} helps us.")


def _where(report: Report) -> Iterable[Block]:
    if report.closed_on and report.ending:
        yield Words(_ENDED[report.ending])
    elif report.paused_on:
        yield Words("We have a break just now.")
        yield Words(f"The break started on {day(report.paused_on)}.")
    elif report.phase == "draft":
        yield Words("We are talking about our plan.")
    if report.percent is None:
        yield Words("We keep our steps to ourselves.")
        return
    yield Words("Our plan has many steps.")
    yield Words(f"There are {report.milestones} steps.")
    done = report.reached_in_all
    yield Words("We have done 1 step." if done == 1 else f"We have done {done} steps.")
    if report.late:
        yield Words("1 step is late." if report.late == 1 else f"{report.late} steps are late.")
        yield Words("That is normal. Things take time.")


def _done(report: Report) -> Iterable[Block]:
    if report.reached is None:
        return
    if not report.reached:
        yield Words("We did not finish a step in this time.")
        yield Words("We worked on our steps.")
        return
    yield Words("We finished these steps:")
    yield Items(tuple(each.easy_title or each.title for each in report.reached))


def _next(report: Report) -> Iterable[Block]:
    if not report.coming or report.closed_on:
        return
    yield Words("These steps are next:")
    yield Items(tuple(_coming(each) for each in report.coming[:_SOON]))


def _coming(each: Coming) -> str:
    called = each.easy_title or each.title
    if each.what == "decision":
        return f"{called}. We did this. Now the others decide."
    if each.due is None:
        return called
    return f"{called}. This is late." if each.late else f"{called}. We want to do it by {day(each.due)}."


def _difficult(report: Report) -> Iterable[Block]:
    if not report.held_up or report.closed_on:
        return
    yield Words("We cannot go on with these steps:")
    yield Items(tuple(f"{each.easy_title or each.title}. {_BLOCKS[each.kind]}" for each in report.held_up))


def _people(report: Report) -> Iterable[Block]:
    people = report.people
    if people is None or people.as_of is None:
        return
    yield Words("1 person took part." if people.different == 1 else f"{people.different} people took part.")
    if people.trained:
        yield Words("1 person had training." if people.trained == 1 else f"{people.trained} people had training.")


def _lessons(report: Report) -> Iterable[Block]:
    if not report.lessons:
        return
    yield Words("We wrote down what we learned.")
    yield Words("Other groups can read it.")
    for each in report.lessons:
        yield Link(each.title, each.address)


def _true(report: Report) -> Iterable[Block]:
    yield Words("Waymark is a computer program. It writes down what we do.")
    yield Words("Nobody can change it in secret.")
    yield Link("You can check it here.", report.proof)
    yield Words("No names of people are in this paper.")
    yield Words("You can give it to other people.")


def _hard_words(report: Report) -> Iterable[Block]:
    spoken = report.spoken
    words = [f"{spoken.organisation[:1].upper()}{spoken.organisation[1:]}: its {many(spoken.member)} run it."]
    if spoken.short.lower() != spoken.organisation.lower():
        words.append(f"{spoken.short}: a short word for {spoken.organisation}.")
    words.append("Step: one part of our plan. Some people say milestone.")
    words.append("Learning disability: it is hard for you to learn new things.")
    yield Items(tuple(words))
