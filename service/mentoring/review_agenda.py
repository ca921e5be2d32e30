"""The quarterly review as an agenda: one question after the other, with what there is to know about each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.agenda_reading import AgendaItem, AgendaView
from projections.progress_shown import ShownMilestone, ShownProgress
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.retelling import retold
from service.language.written import day
from service.outlook.answers import MovedView, ReviewAgendaView
from service.outlook.views import LimitView
from service.page_words import task, waiting

_CODE = re.compile(r"\b[A-Z]{2,5}-[0-9]{2,3}\b")
MOVED = 10
"""So many milestones that moved are named, the furthest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about, and where to look at it."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the review: what there is to know first, then what to talk about, or that there is nothing."""

    title: str
    known: str
    items: tuple[Item, ...]
    nothing: str


def questions(page: str, view: ShownProgress, agenda: AgendaView, review: ReviewAgendaView) -> tuple[Question, ...]:
    """The whole agenda. `page` is the address of the programme."""
    milestones = {each.id: each for stage in view.stages or () for each in stage.milestones}
    every = (*agenda.late, *agenda.to_do, *agenda.waiting)
    return (
        _reached(page, milestones, review),
        _moved(page, review),
        _drives(page, milestones, review),
        Question(_("What is late?"), "", _tasks(page, agenda.late), _("Nothing is late.")),
        _held_up(page, agenda.waiting),
        Question(
            _("Which decisions wait?"),
            "",
            _tasks(page, (each for each in every if each.kind in {"decision", "plan"})),
            _("No decision waits."),
        ),
        Question(
            _("Which questions are open?"),
            "",
            _tasks(page, (each for each in every if each.kind == "question")),
            _("No question is open."),
        ),
        _realistic(milestones, review),
    )


def in_plain_text(organisation: str, asked: Iterable[Question], closing: str) -> str:
    """The agenda as text, to send in a letter or to print large."""
    title = _("Review of %(name)s", name=organisation)
    lines = [title, "=" * len(title), ""]
    for number, each in enumerate(asked, 1):
        lines += [f"{number}. {each.title}", *([each.known] if each.known else [])]
        lines += [f"- {item.text}" for item in each.items] or ([] if each.known else [each.nothing])
        lines.append("")
    return "\n".join([*lines, closing, ""])


def _reached(page: str, milestones: Mapping[str, ShownMilestone], review: ReviewAgendaView) -> Question:
    reached = [each for each in milestones.values() if each.accepted_on and each.accepted_on >= review.since]
    items = tuple(
        Item(_("%(title)s, on %(day)s", title=each.title, day=day(each.accepted_on)), _place(page, each.id))
        for each in sorted(reached, key=lambda each: str(each.accepted_on))
        if each.accepted_on
    )
    known = _("Since %(day)s. Take a moment to be glad about it.", day=day(review.since)) if items else ""
    nothing = _("No milestone was reached since %(day)s. What was good all the same?", day=day(review.since))
    return Question(_("What did we reach?"), known, items, nothing)


def _moved(page: str, review: ReviewAgendaView) -> Question:
    items = [Item(_how(each), _place(page, each.milestone)) for each in review.moved[:MOVED]]
    more = len(review.moved) - len(items)
    if more > 0:
        items.append(Item(ngettext("and %(num)s more", "and %(num)s more", more), f"{page}/forecast"))
    return Question(_("What moved?"), review.sentence, tuple(items), _("Nothing moved."))


def _how(each: MovedView) -> str:
    if each.a_p50_on is None or each.b_p50_on is None:
        gone = each.b_p50_on is None
        return (
            _("%(title)s is in the plan no more", title=each.title)
            if gone
            else _("%(title)s is new in the plan", title=each.title)
        )
    return _(
        "%(title)s: half of the runs had it by %(was)s, now by %(now)s",
        title=each.title,
        was=day(each.a_p50_on),
        now=day(each.b_p50_on),
    )


def _drives(page: str, milestones: Mapping[str, ShownMilestone], review: ReviewAgendaView) -> Question:
    known = _(
        "Half of the runs of the forecast end by %(half)s, 8 in 10 by %(most)s. These decide that most often.",
        half=day(review.p50_on),
        most=day(review.p80_on),
    )
    items = tuple(
        Item(milestones[key].title if key in milestones else key, _place(page, key)) for key in review.drives_the_end
    )
    return Question(_("What decides when we end?"), known, items, _("Nothing is left to decide it."))


def _held_up(page: str, items: Iterable[AgendaItem]) -> Question:
    held = (each for each in items if each.blocked is not None)
    return Question(_("What is held up, and who could help?"), "", _tasks(page, held), _("Nothing is held up."))


def _realistic(milestones: Mapping[str, ShownMilestone], review: ReviewAgendaView) -> Question:
    warned = [Item(_named(retold(each), milestones)) for each in review.warnings]
    passed = [Item(_passed(each)) for each in review.limits if each.passed]
    return Question(_("Are our dates realistic?"), "", (*warned, *passed), _("Nothing stands out."))


def _named(sentence: str, milestones: Mapping[str, ShownMilestone]) -> str:
    """The sentence with what its codes mean: a meeting knows milestones by their titles."""
    named = (f"{key} {milestones[key].title}" for key in dict.fromkeys(_CODE.findall(sentence)) if key in milestones)
    meant = "; ".join(named)
    return f"{sentence} ({meant})" if meant else sentence


def _passed(each: LimitView) -> str:
    return _(
        "A date that counts is %(due)s. In %(share)s of 100 runs we are ready by then; 8 in 10 are by %(ready)s.",
        due=day(each.due),
        share=round(100 * each.chance),
        ready=day(each.ready_p80_on),
    )


def _tasks(page: str, items: Iterable[AgendaItem]) -> tuple[Item, ...]:
    return tuple(
        Item(
            _("%(what)s (%(why)s)", what=task(each), why=waiting(each)) if waiting(each) else task(each),
            _place(page, each.key) if each.kind in {"milestone", "decision"} else "",
        )
        for each in items
    )


def _place(page: str, milestone: str) -> str:
    return f"{page}/milestones/{milestone}"
