"""Decisions about the work on one milestone: open, assign, show evidence, submit, block, give more time."""

from collections.abc import Sequence
from datetime import date

from domain.event import Fact
from domain.milestone_commands import (
    AddEvidence,
    Assign,
    Block,
    HandOver,
    OpenMilestone,
    Reschedule,
    RetractEvidence,
    Submit,
    Unblock,
)
from domain.milestone_events import (
    EvidenceAdded,
    EvidenceFile,
    EvidenceRetracted,
    MilestoneAssigned,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneRescheduled,
    MilestoneSubmitted,
    MilestoneUnblocked,
    TasksHandedOver,
)
from domain.occasion import Occasion
from domain.passage import Passage, Words
from domain.programme import ACTIVE, Milestone, Phase, Programme, Status
from domain.readiness import is_ready, missing
from domain.refusals import AlreadyDone, DayNotPossible, EvidenceMissing, NotAllowed, NotNow, UnknownPart
from domain.roles import READERS
from domain.slack import slack_when


def opened(
    programme: Programme, milestone: Milestone, occasion: Occasion, day: date, reason: Passage | None
) -> MilestoneOpened:
    """The milestone opens, due after its typical time from this day."""
    due = occasion.calendar.after_weeks(day, milestone.step.weeks.typical)
    return MilestoneOpened(
        milestone=milestone.step.id,
        round=milestone.round + 1,
        due=due,
        early=not is_ready(programme, milestone),
        reason=reason,
        slack_days=slack_when(programme, milestone, due),
    )


def open_milestone(
    programme: Programme, milestone: Milestone, command: OpenMilestone, occasion: Occasion
) -> Sequence[Fact]:
    """Begin work. Early opening needs a reason."""
    if milestone.status is not Status.WAITING:
        msg = f"{command.milestone} is {milestone.in_words}. Only a milestone that is waiting can be opened."
        raise NotNow(msg)
    if programme.phase is Phase.PAUSED:
        msg = "The programme is paused. Resume it first."
        raise NotNow(msg)
    if not is_ready(programme, milestone) and command.reason is None:
        waits = " and ".join(missing(programme, milestone)) or "the plan to be agreed"
        msg = f"{command.milestone} still waits for {waits}. To open it early, give a reason."
        raise NotNow(msg)
    day = command.day(occasion.today)
    return [opened(programme, milestone, occasion, day, occasion.maybe_words(command.reason))]


def assign(programme: Programme, milestone: Milestone, command: Assign, occasion: Occasion) -> Sequence[Fact]:
    """Give one person the milestone to look after."""
    _in_programme(programme, command.to, occasion)
    if milestone.assignee == command.to:
        msg = "This person looks after it already. Nothing needs doing."
        raise AlreadyDone(msg)
    return [MilestoneAssigned(milestone=command.milestone, to=command.to)]


def hand_over(programme: Programme, command: HandOver, occasion: Occasion) -> Sequence[Fact]:
    """Give one, or all unfinished, of a person's milestones to another person."""
    _in_programme(programme, command.to, occasion)
    theirs = tuple(
        key
        for key, milestone in programme.milestones.items()
        if milestone.assignee == command.giver
        and milestone.status not in {Status.ACCEPTED, Status.SET_ASIDE}
        and command.milestone in {None, key}
    )
    if not theirs:
        msg = "This person has no such unfinished milestone, so there is nothing to hand over."
        raise NotNow(msg)
    if command.giver == command.to:
        msg = "Both are the same person. Choose someone else to hand over to."
        raise NotNow(msg)
    return [
        TasksHandedOver(
            giver=command.giver, to=command.to, milestones=theirs, reason=occasion.maybe_words(command.reason)
        )
    ]


def add_evidence(milestone: Milestone, command: AddEvidence, occasion: Occasion) -> Sequence[Fact]:
    """Show that the milestone is reached. Evidence may come in before it opens and after it is accepted."""
    about = command.about or occasion.subject
    file = command.file
    return [
        EvidenceAdded(
            milestone=command.milestone,
            evidence=len(milestone.evidence) + 1,
            note=_about(about, command.note),
            link=_about(about, command.link),
            file=None
            if file is None
            else EvidenceFile(
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
                name=Words(about=about, text=file.name),
            ),
        )
    ]


def retract_evidence(milestone: Milestone, command: RetractEvidence, occasion: Occasion) -> Sequence[Fact]:
    """Take a piece of evidence back. A reader may take back only their own."""
    if command.evidence not in milestone.evidence:
        msg = f"{command.milestone} has no evidence number {command.evidence}. Look at the milestone for its numbers."
        raise UnknownPart(msg)
    owner = milestone.evidence[command.evidence]
    if owner is None:
        msg = "This evidence was taken back before. Nothing needs doing."
        raise AlreadyDone(msg)
    if occasion.role in READERS and owner != occasion.actor:
        msg = "You may take back only what you added yourself. Ask the group about the rest."
        raise NotAllowed(msg)
    return [
        EvidenceRetracted(milestone=command.milestone, evidence=command.evidence, reason=occasion.words(command.reason))
    ]


def submit(milestone: Milestone, command: Submit, occasion: Occasion) -> Sequence[Fact]:
    """Ask for the milestone to be accepted. It needs some evidence; a block ends by itself."""
    if milestone.status is not Status.OPEN:
        msg = f"{command.milestone} is {milestone.in_words}. Only an open milestone can be submitted."
        raise NotNow(msg)
    shows_something(milestone)
    not_before_opening(milestone, command.day(occasion.today))
    submitted = MilestoneSubmitted(milestone=command.milestone, note=occasion.maybe_words(command.note))
    if milestone.blocked is not None:
        return [MilestoneUnblocked(milestone=command.milestone, note=None), submitted]
    return [submitted]


def block(milestone: Milestone, command: Block, occasion: Occasion) -> Sequence[Fact]:
    """Say that work cannot go on."""
    if milestone.status is not Status.OPEN:
        msg = f"{command.milestone} is {milestone.in_words}. Only work on an open milestone can be blocked."
        raise NotNow(msg)
    if milestone.blocked is not None and milestone.blocked.kind == command.kind and command.note is None:
        msg = "It is already recorded as blocked for this kind of reason. Nothing needs doing."
        raise AlreadyDone(msg)
    return [MilestoneBlocked(milestone=command.milestone, kind=command.kind, note=occasion.maybe_words(command.note))]


def unblock(milestone: Milestone, command: Unblock, occasion: Occasion) -> Sequence[Fact]:
    """Say that work can go on."""
    if milestone.blocked is None:
        msg = f"{command.milestone} is not blocked. Nothing needs doing."
        raise AlreadyDone(msg)
    return [MilestoneUnblocked(milestone=command.milestone, note=occasion.maybe_words(command.note))]


def reschedule(programme: Programme, milestone: Milestone, command: Reschedule, occasion: Occasion) -> Sequence[Fact]:
    """Give an open milestone another date."""
    if milestone.status not in ACTIVE or milestone.due is None:
        msg = f"{command.milestone} is {milestone.in_words}, so it has no date to move. It gets one when it opens."
        raise NotNow(msg)
    if command.due < occasion.today:
        msg = f"{command.due:%d %B %Y} has passed. Choose today or a later day."
        raise DayNotPossible(msg)
    if command.due == milestone.due:
        msg = "It is due on that day already. Nothing needs doing."
        raise AlreadyDone(msg)
    return [
        MilestoneRescheduled(
            milestone=command.milestone,
            was=milestone.due,
            due=command.due,
            reason=occasion.words(command.reason),
            slack_days=slack_when(programme, milestone, command.due),
        )
    ]


def _about(about: str, text: str | None) -> Passage | None:
    return None if text is None else Words(about=about, text=text)


def _in_programme(programme: Programme, person: str, occasion: Occasion) -> None:
    if not programme.held_on(person, occasion.today) and person not in occasion.board.members:
        msg = "This person has no role in the programme. Give them a role first."
        raise UnknownPart(msg)


def shows_something(milestone: Milestone) -> None:
    """Raises EvidenceMissing when no evidence counts."""
    if not any(milestone.evidence.values()):
        msg = f"Nothing shows yet that {milestone.step.id} is reached. Add a note, a link or a file first."
        raise EvidenceMissing(msg)


def not_before_opening(milestone: Milestone, day: date) -> None:
    """Raises DayNotPossible when something would be true before work began."""
    if milestone.opened_on is not None and day < milestone.opened_on:
        msg = f"Work on it began on {milestone.opened_on:%d %B %Y}. Give that day or a later one."
        raise DayNotPossible(msg)
