"""The parts of a report that are lists: stages, what was reached, what comes next, what is held up, lessons."""

from collections.abc import Iterable
from datetime import date

from projections.legacy_views import LibraryLine
from projections.progress_shown import ShownMilestone, ShownProgress
from service.language.language import N_
from service.reports.report import Coming, HeldUp, Lesson, Reached, StageSoFar

REVIEW, EASY_REVIEW = N_("Quarterly review"), N_("We meet and look at our plan")
"""In English here: a report is facts. Its documents say them in the language of the reader."""


def _milestones(view: ShownProgress) -> Iterable[tuple[str, ShownMilestone]]:
    return ((stage.title, each) for stage in view.stages or () for each in stage.milestones)


def stages_of(view: ShownProgress) -> Iterable[StageSoFar]:
    """How far each stage is."""
    for each in view.stages or ():
        if each.milestones:
            whole = each.total - each.set_aside
            yield StageSoFar(title=each.title, easy_title=each.easy_title, reached=each.accepted, of=whole)


def reached_of(view: ShownProgress, first: date, last: date) -> list[Reached]:
    """What was reached in the period, the earliest first."""
    found = [
        Reached(
            milestone=each.id, title=each.title, easy_title=each.easy_title, stage=stage, reached_on=each.accepted_on
        )
        for stage, each in _milestones(view)
        if each.accepted_on is not None and first <= each.accepted_on <= last
    ]
    return sorted(found, key=lambda each: (each.reached_on, each.milestone))


def coming_of(view: ShownProgress) -> list[Coming]:
    """What people work on and what waits for a decision, the earliest date first, then the next review."""
    if view.phase == "closed":
        return []
    found = [
        Coming(
            what="decision" if each.status == "submitted" else "milestone",
            milestone=each.id,
            title=each.title,
            easy_title=each.easy_title,
            due=each.due,
            late=each.overdue,
            who=each.who,
        )
        for _, each in _milestones(view)
        if each.status in {"open", "submitted"} and each.blocked is None
    ]
    review = view.review_due or view.next_review_on
    if review is not None:
        due: dict[str, object] = {"what": "review", "title": REVIEW, "due": review}
        rest = {"milestone": None, "easy_title": EASY_REVIEW, "late": False, "who": ()}
        found.append(Coming.model_validate({**due, **rest}))
    return sorted(found, key=lambda each: (each.due or date.max, each.milestone or ""))


def held_up_of(view: ShownProgress) -> Iterable[HeldUp]:
    """What cannot go on, and since when."""
    for _, each in _milestones(view):
        if each.blocked is not None and each.status in {"open", "submitted"}:
            yield HeldUp(
                milestone=each.id,
                title=each.title,
                easy_title=each.easy_title,
                kind=each.blocked.kind,
                since=each.blocked.since,
            )


def lessons_of(published: Iterable[LibraryLine], first: date, last: date, site: str) -> Iterable[Lesson]:
    """What was published in the period, with its address."""
    for line in sorted(published, key=lambda each: (each.published_on, each.resource)):
        if first <= line.published_on <= last:
            shelf, _, number = line.resource.removeprefix("resource:").partition("/")
            yield Lesson(
                title=line.title,
                kind=line.kind,
                published_on=line.published_on,
                address=f"{site}/library/{shelf}/{number}",
            )
