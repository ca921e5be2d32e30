"""How the events of a programme change its part in the legacy: whom it learned from, what it asked, how it ended."""

from typing import cast

from domain.event import Recorded
from domain.journal_events import FigureCorrected, LessonRecorded, PeopleCounted
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    MentorTraced,
    ResourceHelped,
)
from domain.programme_events import MentorReplaced, ProgrammeClosed, ProgrammeStarted, StillRunningAnswered
from projections.facts import Json
from projections.legacy_resources import sealed
from projections.legacy_rows import BuddyRow, HelpRow, LessonRow, NeedRow, ProgrammeRow
from projections.table import Sheet

OfProgramme = MentorReplaced | MentorTraced | PeopleCounted | FigureCorrected | ProgrammeClosed | StillRunningAnswered
OfNeed = InformationNeedRaised | InformationNeedAnswered | InformationNeedWithdrawn


def started(event: Recorded[ProgrammeStarted]) -> ProgrammeRow:
    """A programme at its beginning."""
    fact = event.fact
    return ProgrammeRow(
        programme=event.meta.ledger,
        version=event.version,
        organisation=fact.organisation,
        template=fact.plan.template,
        mentor_organisation=fact.mentor.organisation,
        mentors=[_mentor(fact.mentor.organisation, fact.start_on.isoformat())],
        start_on=fact.start_on,
        story=event.meta.story,
    )


def changed(row: ProgrammeRow, event: Recorded[OfProgramme]) -> None:
    """Change a programme. An event that is in it already changes nothing."""
    if event.version <= row.version:
        return
    row.version = event.version
    fact, on = event.fact, event.meta.occurred_on
    match fact:
        case MentorReplaced():
            before, last = row.mentors[:-1], row.mentors[-1]
            now = fact.mentor.organisation
            row.mentor_organisation = now
            # Another coordinator of the same organisation is no other mentor.
            if last["organisation"] != now:
                row.mentors = [*before, {**last, "until": on.isoformat()}, _mentor(now, on.isoformat())]
                row.traced = None
        case MentorTraced():
            row.traced = fact.programme
            row.mentors = [*row.mentors[:-1], {**row.mentors[-1], "programme": fact.programme}]
        case PeopleCounted():
            row.engaged, row.trained, row.supported = fact.engaged, fact.trained, fact.supported
            row.different, row.counted_on = fact.different, fact.as_of
        case FigureCorrected():
            setattr(row, fact.figure, fact.correct)
        case ProgrammeClosed():
            row.closed_on, row.ending = on, fact.ending
        case StillRunningAnswered():
            row.still_running = fact.running


def helped(rows: Sheet[HelpRow], event: Recorded[ResourceHelped]) -> None:
    """Count that something helped a programme, once for each programme."""
    fact, on = event.fact, event.meta.occurred_on
    row = rows.get((fact.resource, event.meta.ledger))
    if row is None:
        row = HelpRow(fact.resource, event.meta.ledger, 0, on, on)
        rows.put(row)
    if event.version <= row.version:
        return
    row.version, row.first_on, row.last_on = event.version, min(row.first_on, on), max(row.last_on, on)
    if fact.milestone and fact.milestone not in row.milestones:
        row.milestones = [*row.milestones, fact.milestone]


def asked(rows: Sheet[NeedRow], event: Recorded[OfNeed]) -> None:
    """Keep a question, its answer, or that it needs none any more."""
    fact, on, programme = event.fact, event.meta.occurred_on, event.meta.ledger
    row = rows.get((programme, fact.need))
    if isinstance(fact, InformationNeedRaised):
        if row is None:
            question = cast("Json", sealed(fact.question))
            rows.put(NeedRow(programme, fact.need, event.version, fact.milestone, question, on, event.meta.actor))
        return
    if row is None:
        raise KeyError(programme, fact.need)
    if event.version <= row.version:
        return
    row.version = event.version
    if isinstance(fact, InformationNeedAnswered):
        row.answered_on, row.answer, row.resources = on, sealed(fact.answer), list(fact.resources)
    else:
        row.withdrawn_on = on


def lesson_row(event: Recorded[LessonRecorded]) -> LessonRow:
    """A lesson in the group's own words."""
    fact = event.fact
    lesson = cast("Json", sealed(fact.lesson))
    return LessonRow(
        event.meta.ledger, event.version, fact.milestone, lesson, sealed(fact.context), event.meta.occurred_on
    )


def buddy_row(event: Recorded[BuddyAgreed]) -> BuddyRow:
    """Two groups beside each other."""
    fact = event.fact
    return BuddyRow(
        programme=event.meta.ledger,
        version=event.version,
        organisation=fact.organisation,
        buddy=fact.programme,
        part=fact.part,
        gives=fact.gives,
        since=event.meta.occurred_on,
    )


def _mentor(organisation: str, since: str) -> Json:
    return {"organisation": organisation, "since": since, "until": None, "programme": None}
