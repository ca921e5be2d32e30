"""What happens in a story beside its milestones: reviews, mentoring, duties, people who come and go, the end."""

from functools import partial

from domain.duty_events import DutyOpened, Prompted
from domain.event import Fact
from domain.journal_commands import CountPeople, HoldReview, MeetDuty, RecordMentoringSession
from domain.journal_events import ReviewOpened
from domain.milestone_commands import HandOver
from domain.milestone_events import MilestoneAccepted, MilestoneSetAside
from domain.organisation_commands import AppointBoardMember, StandDown
from domain.programme import ACTIVE, SETTLED, Phase
from domain.programme_commands import AnswerStillRunning, Appoint, CloseProgramme, EndAppointment, Pause, Resume
from domain.programme_events import ProgrammeStarted
from domain.refusals import GateClosed
from domain.roles import Role
from service.story import BoardChange, Departure, Headcount, Interruption
from service.story_agenda import Acting, Ask
from service.story_cast import Cast
from service.story_legacy import Leaving
from service.story_turning import Turning
from service.story_words import DUTIES, REVIEWS, SESSIONS, invented

SESSION_EVERY = 35
WAIT_A_MONTH = 30
LATE, VERY_LATE = 0.15, 0.05
FORTNIGHT = 14


class Course:
    """Reacts to what happens to the whole programme, and brings in what the story says happens in a certain month."""

    def __init__(self, cast: Cast, turning: Turning, leaving: Leaving) -> None:
        self._cast = cast
        self._turning = turning
        self._leaving = leaving
        self._counted: set[float] = set()
        self._closing = False

    def heard(self, fact: Fact) -> None:
        """Something happened: plan what people do about it."""
        match fact:
            case ProgrammeStarted():
                self._begin()
            case ReviewOpened():
                self._review(fact)
            case DutyOpened() if fact.kind != "board-share":
                self._duty(fact)
            case MilestoneAccepted() | MilestoneSetAside():
                if fact.milestone == self._cast.part.turning_points.worker:
                    self._cast.later(3, self._turning.appoint_worker)
                self._perhaps_close()
            case Prompted() if fact.kind == "still-running" and self._cast.part.ending.still_running is not None:
                self._cast.later(7, self._answer, regardless=True)
            case _:
                pass

    @property
    def finished(self) -> bool:
        """Whether nothing more is to be told."""
        programme = self._cast.group.programme
        if programme is None or programme.phase is not Phase.CLOSED:
            return False
        if not self._leaving.finished:
            return False
        return self._cast.part.ending.still_running is None or programme.still_running is not None

    def _begin(self) -> None:
        cast, part = self._cast, self._cast.part
        cast.later(FORTNIGHT, self._mentor)
        for count in part.counts:
            cast.in_month(count.month, partial(self._count, count))
        for change in part.board_changes:
            cast.in_month(change.month, partial(self._change_board, change))
        if part.pause is not None:
            cast.in_month(part.pause.month, partial(self._pause, part.pause))
        if part.worker_leaves is not None:
            cast.in_month(part.worker_leaves.month, partial(self._replace_worker, part.worker_leaves))
        if part.rebaseline is not None:
            cast.in_month(part.rebaseline.month, partial(self._turning.stretch, part.rebaseline))

    def _review(self, review: ReviewOpened) -> None:
        die = self._cast.dice("review", review.review)
        days = (review.due - self._cast.today).days + (die.days(3, 12) if die.falls(2 * LATE) else 0)
        self._cast.later(days, partial(self._hold, review.review), die=die)

    def _hold(self, number: int) -> Acting:
        review = self._cast.programme.review
        if review is not None and review.number == number:
            agreed = invented(self._cast.dice("agreed", number).of(REVIEWS))
            yield Ask(HoldReview(agreed=agreed), self._cast.mentor)

    def _mentor(self) -> Acting:
        programme = self._cast.programme
        die = self._cast.dice("session", self._cast.today)
        working = [key for key, each in programme.milestones.items() if each.status in ACTIVE]
        session = RecordMentoringSession(
            minutes=die.days(4, 12) * 15,
            milestones=tuple(sorted({die.of(working), die.of(working)})) if working else (),
            note=invented(die.of(SESSIONS)),
        )
        yield Ask(session, self._cast.mentor)
        self._cast.later(SESSION_EVERY + die.days(-7, 7), self._mentor, die=die)

    def _duty(self, duty: DutyOpened) -> None:
        die = self._cast.dice("duty", duty.duty)
        left = (duty.due - self._cast.today).days
        ahead = min(duty.remind_weeks * 7, 25)
        days = left - die.days(0, ahead)
        if die.falls(VERY_LATE):
            days = left + die.days(20, 40)
        elif die.falls(LATE):
            days = left + die.days(1, 12)
        self._cast.later(max(days, 1), partial(self._meet, duty), die=die)

    def _meet(self, duty: DutyOpened) -> Acting:
        found = self._cast.programme.duties.get(duty.duty)
        if found is None or found.met_on is not None:
            return
        by = self._cast.worker if "worker" in duty.who else None
        by = by or (self._cast.mentor if "mentor" in duty.who else self._cast.deciders[0])
        yield Ask(MeetDuty(duty=duty.duty, note=invented(self._cast.dice("met", duty.duty).of(DUTIES))), by)

    def _count(self, count: Headcount) -> Acting:
        if count.month not in self._counted:
            self._counted.add(count.month)
            yield Ask(
                CountPeople(
                    engaged=count.engaged,
                    trained=count.trained,
                    supported=count.supported,
                    different=count.different,
                ),
                self._cast.mentor,
            )

    def _pause(self, told: Interruption) -> Acting:
        if self._cast.programme.phase is not Phase.RUNNING:
            self._cast.later(WAIT_A_MONTH, partial(self._pause, told))
            return
        reason = told.reason.recorded
        yield Ask(Pause(reason=reason, on_behalf_of=self._cast.meeting(reason)), self._cast.mentor)
        self._cast.later(told.weeks * 7, self._resume, regardless=True)

    def _resume(self) -> Acting:
        yield Ask(Resume(on_behalf_of=self._cast.meeting()), self._cast.mentor)

    def _replace_worker(self, told: Departure) -> Acting:
        giver, to = self._cast.ref(told.who), self._cast.ref(told.to)
        if self._cast.worker != giver:
            self._cast.later(WAIT_A_MONTH, partial(self._replace_worker, told))
            return
        yield Ask(Appoint(person=to, role=Role.WORKER), self._cast.mentor)
        yield Ask(HandOver(giver=giver, to=to, reason=told.reason.recorded), self._cast.mentor)
        yield Ask(EndAppointment(person=giver, role=Role.WORKER), self._cast.mentor)

    def _change_board(self, told: BoardChange) -> Acting:
        if self._cast.board.adopted_on is None:
            self._cast.later(WAIT_A_MONTH, partial(self._change_board, told))
            return
        people = {person.key: person for person in self._cast.part.people}
        for key in told.joins:
            joining = AppointBoardMember(
                person=self._cast.ref(key),
                from_constituency=people[key].from_constituency,
                on_behalf_of=self._cast.meeting(),
            )
            yield Ask(joining, self._cast.mentor)
        for key in told.leaves:
            leaving = self._cast.ref(key)
            if leaving in self._cast.board.members:
                if any(
                    e.assignee == leaving and e.status not in SETTLED for e in self._cast.programme.milestones.values()
                ):
                    to = self._cast.decider_apart_from(leaving)
                    yield Ask(HandOver(giver=leaving, to=to), self._cast.mentor)
                yield Ask(StandDown(person=leaving, on_behalf_of=self._cast.meeting()), self._cast.mentor)

    def _perhaps_close(self) -> None:
        if not self._closing and all(each.status in SETTLED for each in self._cast.programme.milestones.values()):
            self._closing = True
            self._cast.later(FORTNIGHT, self._close)

    def _close(self) -> Acting:
        for count in self._cast.part.counts[-1:]:
            yield from self._count(count)
        reason = self._cast.part.ending.reason.recorded
        refusal = yield Ask(
            CloseProgramme(ending="finished", reason=reason, on_behalf_of=self._cast.meeting(reason)), self._cast.mentor
        )
        if isinstance(refusal, GateClosed):
            yield from self._leaving.found_homes(None)
            self._cast.later(FORTNIGHT, self._close)

    def _answer(self) -> Acting:
        running = self._cast.part.ending.still_running
        if running is not None and self._cast.programme.still_running is None:
            yield Ask(AnswerStillRunning(running=running, note=invented("We asked them.")), self._cast.mentor)
