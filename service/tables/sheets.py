"""Every table that can be taken away, with what each of its columns means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from domain.programme import IN_WORDS
from projections.agenda_reading import AgendaItem, AgendaView
from projections.history_reading import HistoryEntry
from projections.portfolio_reading import PortfolioLine
from projections.progress_shown import ShownMilestone, ShownProgress
from projections.progress_views import PeopleView
from service.language.language import N_, translated
from service.page_words import BLOCKS, ENDINGS, PHASES, called, parties
from service.past.table import COLUMNS as HISTORY_COLUMNS
from service.tables.sheet import Column, Sheet


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and the stage it is in."""

    stage: str
    milestone: ShownMilestone


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """What somebody is waited for, and how it stands."""

    standing: Literal["to do", "late", "cannot go on"]
    item: AgendaItem


@dataclass(frozen=True, slots=True)
class CountLine:
    """One figure about people."""

    what: str
    people: int
    as_of: date | None


_STATUS = {str(status): words for status, words in IN_WORDS.items()}
_STANDING: Mapping[str, str] = {
    "to do": N_("somebody can go on with it"),
    "late": N_("its date has passed"),
    "cannot go on": N_("it waits for somebody else"),
}
_KINDS: Mapping[str, str] = {
    "milestone": N_("a milestone to work on"),
    "decision": N_("a decision about a milestone"),
    "question": N_("a question to answer"),
    "plan": N_("a plan to agree"),
    "review": N_("a review meeting"),
    "duty": N_("something to do by a date"),
    "handover": N_("the goodbye of the mentor"),
    "still-running": N_("the look back, a year after the end"),
}
FIGURES = (
    N_("different people who took part"),
    N_("came to meetings and events"),
    N_("were trained"),
    N_("were supported"),
)
"""What people are counted for."""


def _names(each: tuple[str, ...] | None) -> str | None:
    return None if each is None else " ".join(each)


MILESTONES: Sheet[MilestoneLine] = Sheet(
    "milestones",
    "Milestones",
    (
        Column("milestone", "text", "Its id in the plan.", lambda e: e.milestone.id),
        Column("title", "text", "What it is called.", lambda e: e.milestone.title),
        Column("stage", "text", "The part of the plan it belongs to.", lambda e: e.stage),
        Column("status", "text", "How far it is, in one word.", lambda e: e.milestone.status, _STATUS),
        Column("opened_on", "day", "When work on it began.", lambda e: e.milestone.opened_on),
        Column("due", "day", "By when it is to be reached.", lambda e: e.milestone.due),
        Column("submitted_on", "day", "When a decision was asked for last.", lambda e: e.milestone.submitted_on),
        Column("accepted_on", "day", "When it was reached.", lambda e: e.milestone.accepted_on),
        Column("overdue", "yes or no", "Whether its date has passed while it is open.", lambda e: e.milestone.overdue),
        Column(
            "blocked_since",
            "day",
            "Since when it cannot go on. Empty also when that is not shown to you.",
            lambda e: e.milestone.blocked.since if e.milestone.blocked else None,
        ),
        Column(
            "blocked_by",
            "text",
            "What is in the way.",
            lambda e: translated(BLOCKS[e.milestone.blocked.kind]) if e.milestone.blocked else None,
        ),
        Column("evidence", "whole number", "How many pieces of evidence count.", lambda e: e.milestone.evidence),
        Column("who", "list", "Who works on it: parts people play.", lambda e: _names(e.milestone.who)),
        Column("depends_on", "list", "The milestones it waits for, by id.", lambda e: _names(e.milestone.depends_on)),
        Column(
            "typical_weeks",
            "whole number",
            "How long it typically takes by the plan.",
            lambda e: e.milestone.typical_weeks,
        ),
    ),
)

AGENDA: Sheet[AgendaLine] = Sheet(
    "agenda",
    "What waits for whom",
    (
        Column("standing", "text", "How it stands, in a word or two.", lambda e: e.standing, _STANDING),
        Column("kind", "text", "What is waited for, in one word.", lambda e: e.item.kind, _KINDS),
        Column("key", "text", "The milestone’s id or the duty’s short name.", lambda e: e.item.key),
        Column("title", "text", "What it is called.", lambda e: called(e.item)),
        Column("due", "day", "By when.", lambda e: e.item.due),
        Column("late_days", "whole number", "How many days it is late.", lambda e: e.item.late_days),
        Column("waits_for", "text", "Who could move it on: parts people play.", lambda e: parties(e.item.waits_for)),
        Column(
            "looks_after_it",
            "text",
            "The person who looks after it, when one does and you are shown who.",
            lambda e: e.item.assignee.name if e.item.assignee else None,
        ),
        Column("since", "day", "Since when it waits for a decision.", lambda e: e.item.since),
    ),
)

DUTIES: Sheet[AgendaLine] = Sheet("duties", "Duties", AGENDA.columns)

PEOPLE: Sheet[CountLine] = Sheet(
    "people",
    "Who took part",
    (
        Column("figure", "text", "What the people did.", lambda e: e.what),
        Column("people", "whole number", "How many, counted from the start of the programme.", lambda e: e.people),
        Column("as_of", "day", "Up to which day they were counted.", lambda e: e.as_of),
    ),
)


def _as_day(cell: Callable[[HistoryEntry], object]) -> Callable[[HistoryEntry], date | None]:
    """The same column, with days that a spreadsheet can sort and reckon with."""

    def day_of(line: HistoryEntry) -> date | None:
        written = str(cell(line))
        return date.fromisoformat(written) if written else None

    return day_of


HISTORY: Sheet[HistoryEntry] = Sheet(
    "history",
    # Not “History”: Excel keeps that name for itself, and mends a file that uses it.
    "What happened",
    tuple(
        # A spreadsheet knows no zones, and drops what is less than a second: an instant stays as it is written.
        Column(
            each.name,
            "text" if each.kind == "instant" else each.kind,
            each.meaning,
            _as_day(each.cell) if each.kind == "day" else each.cell,  # type: ignore[arg-type]  # it gives text or a number
        )
        for each in HISTORY_COLUMNS
    ),
)

PORTFOLIO: Sheet[PortfolioLine] = Sheet(
    "portfolio",
    "Programmes",
    (
        Column("programme", "text", "The id of the programme.", lambda e: e.programme.removeprefix("programme:")),
        Column("organisation", "text", "What the new organisation is called.", lambda e: e.organisation),
        Column("locality", "text", "Where it is.", lambda e: e.locality),
        Column("mentor", "text", "The organisation at its side.", lambda e: e.mentor_organisation),
        Column("phase", "text", "Where it is on its way, in one word.", lambda e: e.phase, PHASES),
        Column(
            "story", "yes or no", "Whether it is a story, to show how Waymark works.", lambda e: e.story is not None
        ),
        Column("start_on", "day", "When it began.", lambda e: e.start_on),
        Column("milestones", "whole number", "How many its plan has.", lambda e: e.milestones),
        Column("accepted", "whole number", "How many of them are reached.", lambda e: e.accepted),
        Column("set_aside", "whole number", "How many of them are set aside.", lambda e: e.set_aside),
        Column("open", "whole number", "How many are being worked on.", lambda e: e.open),
        Column(
            "waiting_for_decision", "whole number", "How many wait for a decision.", lambda e: e.waiting_for_decision
        ),
        Column("percent", "whole number", "How much of it is reached, in per cent.", lambda e: e.percent),
        Column("late", "whole number", "How much is late: milestones and duties.", lambda e: e.late),
        Column(
            "next_date", "day", "The next date something is due on.", lambda e: e.next_date.day if e.next_date else None
        ),
        Column(
            "held_up",
            "whole number",
            "How many milestones cannot go on.",
            lambda e: e.stuck.milestones if e.stuck else 0,
        ),
        Column("held_up_since", "day", "Since when the first of them.", lambda e: e.stuck.since if e.stuck else None),
        Column("closed_on", "day", "When it ended.", lambda e: e.closed_on),
        Column("ending", "text", "How it ended, in a word or two.", lambda e: e.ending, ENDINGS),
    ),
)


SHEETS: tuple[Sheet[Any], ...] = (MILESTONES, AGENDA, DUTIES, PEOPLE, HISTORY, PORTFOLIO)


def milestone_lines(view: ShownProgress) -> list[MilestoneLine]:
    """A line for each milestone that the reader is shown."""
    return [MilestoneLine(stage.title, each) for stage in view.stages or () for each in stage.milestones]


def agenda_lines(view: AgendaView) -> list[AgendaLine]:
    """A line for each thing that somebody is waited for."""
    return [
        *(AgendaLine("late", each) for each in view.late),
        *(AgendaLine("to do", each) for each in view.to_do),
        *(AgendaLine("cannot go on", each) for each in view.waiting),
    ]


def people_lines(people: PeopleView | None) -> list[CountLine]:
    """The counts that the reader is shown."""
    if people is None:
        return []
    numbers = (people.different, people.engaged, people.trained, people.supported)
    figures = zip(FIGURES, numbers, strict=True)
    return [CountLine(translated(what), number, people.as_of) for what, number in figures]
