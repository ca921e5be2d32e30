"""How the people of a story work on its milestones: begin, get stuck, show what they did, decide, celebrate."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from domain.duty_events import Prompted
from domain.event import Fact
from domain.journal_commands import RecordCelebration, RecordLesson, RecordMentoringSession
from domain.milestone_commands import (
    Accept,
    AddEvidence,
    Assign,
    Block,
    Reschedule,
    ReturnForWork,
    SetAside,
    Submit,
    Unblock,
)
from domain.milestone_events import (
    MilestoneAccepted,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReturned,
    MilestoneSubmitted,
    MilestoneUnblocked,
)
from domain.programme import Milestone, Status
from domain.refusals import GateClosed
from service.story_agenda import Acting, Ask
from service.story_cast import Cast
from service.story_legacy import Leaving
from service.story_manner import Manner, manner_of
from service.story_pace import StoryPace
from service.story_turning import Turning
from service.story_words import BLOCKED, HELP, MORE_TIME, RETURNED, UNBLOCKED, invented

EVIDENCE = 1
HALF = 0.5
GATE_RETRY = 7
MORE_WEEKS = 2


class Work:
    """Reacts to what happens to milestones."""

    def __init__(self, cast: Cast, turning: Turning, leaving: Leaving, pace: StoryPace) -> None:
        """`pace` is how long each milestone really takes, whatever the plan of the day says."""
        self._cast = cast
        self._turning = turning
        self._leaving = leaving
        self._pace = pace
        self._attempts: dict[str, int] = {}
        self._began: dict[str, date] = {}
        self._left_out = {each.milestone: each.reason for each in cast.part.left_out}

    def heard(self, fact: Fact) -> None:
        """Something happened: plan what people do about it."""
        match fact:
            case MilestoneOpened():
                self._opened(fact.milestone)
            case MilestoneSubmitted():
                self._submitted(fact.milestone)
            case MilestoneReturned():
                self._attempts[fact.milestone] = self._attempts.get(fact.milestone, 1) + 1
                self._by(fact.milestone, self._manner(fact.milestone).shown_again or 0, self._finish)
            case MilestoneBlocked():
                if self._manner(fact.milestone).blocked_days < 14:  # noqa: PLR2004 - gone before anybody asks
                    self._later(fact.milestone, self._manner(fact.milestone).blocked_days, self._unblock)
            case MilestoneUnblocked():
                if not self._cast.agenda.has(fact.milestone):
                    self._by(fact.milestone, self._manner(fact.milestone).shown, self._finish)
            case MilestoneAccepted():
                self._accepted(fact.milestone)
            case Prompted() if fact.about.startswith("milestone/"):
                self._prompted(fact)
            case _:
                pass

    def _opened(self, milestone: str) -> None:
        if milestone in self._left_out:
            self._soon(milestone, 8, 20, self._leave_out)
            return
        self._began[milestone] = self._cast.today
        manner = self._manner(milestone)
        self._soon(milestone, 0, 2, self._assign)
        match manner.kind:
            case "early" | "steady" | "late":
                self._by(milestone, manner.shown, self._finish)
            case "blocked":
                self._by(milestone, manner.shown * HALF, self._block)
            case "silent":
                pass

    def _submitted(self, milestone: str) -> None:
        manner = self._manner(milestone)
        if self._attempt(milestone) > 1:
            self._by(milestone, manner.ends, self._decide)
        elif manner.decided is not None:
            self._by(milestone, manner.decided, self._decide)

    def _accepted(self, milestone: str) -> None:
        highlight = self._cast.part.highlight(milestone)
        if highlight.celebration is not None:
            self._soon(milestone, 0, 5, self._celebrate)
        if highlight.lesson is not None:
            self._soon(milestone, 2, 6, self._learn)

    def _prompted(self, prompted: Prompted) -> None:
        """When nobody has anything planned, being asked is what gets it moving."""
        milestone = prompted.about.partition("/")[2]
        if self._cast.agenda.has(milestone):
            return
        match prompted.kind:
            case "escalation":
                self._soon(milestone, 1, 4, self._help)
            case "blocked-follow-up":
                self._soon(milestone, 1, 6, self._unblock)
            case "decision":
                self._soon(milestone, 1, 5, self._decide)
            case _:
                pass

    def _assign(self, milestone: str) -> Acting:
        found = self._open(milestone)
        if found is not None and found.assignee is None:
            doer = self._cast.doer(found)
            by = self._cast.mentor if doer != self._cast.mentor else self._cast.deciders[0]
            yield Ask(Assign(milestone=milestone, to=doer), by)

    def _block(self, milestone: str) -> Acting:
        found = self._open(milestone)
        if found is not None:
            kind = self._manner(milestone).blocked_by
            note = invented(self._cast.dice("block", milestone).of(BLOCKED[kind]))
            yield Ask(Block(milestone=milestone, kind=kind, note=note), self._cast.doer(found))

    def _unblock(self, milestone: str) -> Acting:
        found = self._open(milestone)
        if found is None or found.blocked is None:
            return
        note = invented(self._cast.dice("unblock", milestone).of(UNBLOCKED))
        yield Ask(RecordMentoringSession(minutes=45, milestones=(milestone,), note=invented(HELP)), self._cast.mentor)
        yield Ask(Unblock(milestone=milestone, note=note), self._cast.mentor)

    def _help(self, milestone: str) -> Acting:
        """The mentor finds out why nothing happens, and the milestone gets a date that can be kept."""
        found = self._open(milestone)
        if found is None:
            return
        yield Ask(RecordMentoringSession(minutes=60, milestones=(milestone,), note=invented(HELP)), self._cast.mentor)
        shown = self._began[milestone] + timedelta(days=self._manner(milestone).shown)
        due = self._cast.calendar.after_weeks(max(self._cast.today, shown), MORE_WEEKS)
        yield Ask(Reschedule(milestone=milestone, due=due, reason=invented(MORE_TIME)), self._cast.mentor)
        self._by(milestone, self._manner(milestone).shown, self._finish)

    def _finish(self, milestone: str) -> Acting:
        found = self._open(milestone)
        if found is None:
            return
        yield from self._turning.before_submitting(milestone)
        doer = self._cast.doer(found)
        for note in self._evidence(milestone):
            yield Ask(AddEvidence(milestone=milestone, note=note), doer)
        if (reader := self._cast.reader(found)) is not None and self._attempt(milestone) == 1:
            note = invented("Our side of this is done and confirmed.")
            yield Ask(AddEvidence(milestone=milestone, note=note), reader)
        yield Ask(Submit(milestone=milestone), doer)

    def _decide(self, milestone: str) -> Acting:
        found = self._cast.programme.milestones[milestone]
        if found.status is not Status.SUBMITTED:
            return
        manner = self._manner(milestone)
        decider = self._cast.decider_apart_from(found.assignee, found.submitted_by)
        if manner.shown_again is not None and self._attempt(milestone) == 1:
            reason = invented(self._cast.dice("return", milestone).of(RETURNED))
            yield Ask(ReturnForWork(milestone=milestone, reason=reason), decider)
            return
        meeting = self._cast.meeting() if manner.by_meeting else None
        refusal = yield Ask(Accept(milestone=milestone, on_behalf_of=meeting), decider)
        if isinstance(refusal, GateClosed):
            yield from self._leaving.found_homes(milestone)
            self._later(milestone, GATE_RETRY, self._decide)

    def _leave_out(self, milestone: str) -> Acting:
        reason = self._left_out[milestone].recorded
        yield Ask(
            SetAside(milestone=milestone, reason=reason, on_behalf_of=self._cast.meeting()), self._cast.deciders[0]
        )

    def _celebrate(self, milestone: str) -> Acting:
        said = self._cast.part.highlight(milestone).celebration
        if said is not None:
            yield Ask(RecordCelebration(milestone=milestone, note=said.recorded), self._cast.deciders[0])

    def _learn(self, milestone: str) -> Acting:
        said = self._cast.part.highlight(milestone).lesson
        if said is not None:
            yield Ask(RecordLesson(milestone=milestone, lesson=said.recorded), self._cast.worker or self._cast.mentor)

    def _evidence(self, milestone: str) -> Iterator[str]:
        if self._attempt(milestone) > 1:
            yield invented("We did what was asked and show it here.")
            return
        said = [each.recorded for each in self._cast.part.highlight(milestone).evidence]
        planned = [invented(f"{name}.") for name in self._turning.evidence_of(milestone)]
        yield from (said + planned)[: max(EVIDENCE, len(said))]

    def _open(self, milestone: str) -> Milestone | None:
        found = self._cast.programme.milestones.get(milestone)
        return found if found is not None and found.status is Status.OPEN else None

    def _attempt(self, milestone: str) -> int:
        return self._attempts.get(milestone, 1)

    def _manner(self, milestone: str) -> Manner:
        days, usual = self._pace.days(milestone), self._pace.usual_days(milestone)
        return manner_of(self._cast.seed, self._cast.part.key, milestone, days, usual)

    def _soon(self, milestone: str, low: int, high: int, act: Callable[[str], Acting]) -> None:
        die = self._cast.dice("soon", milestone, act.__name__, self._attempt(milestone), self._cast.today)
        self._cast.later(die.days(low, high), partial(act, milestone), about=milestone, die=die)

    def _by(self, milestone: str, days: float, act: Callable[[str], Acting]) -> None:
        """So many days after the milestone was opened, or now if they are over."""
        die = self._cast.dice("by", milestone, act.__name__, self._attempt(milestone))
        day = self._began[milestone] + timedelta(days=round(days))
        self._cast.about(day, partial(act, milestone), about=milestone, die=die)

    def _later(self, milestone: str, days: float, act: Callable[[str], Acting]) -> None:
        die = self._cast.dice("later", milestone, act.__name__, self._attempt(milestone))
        self._cast.later(days, partial(act, milestone), about=milestone, die=die)
