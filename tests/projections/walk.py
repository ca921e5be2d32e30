"""A programme that is asked for everything, at random from a seed; what is refused is passed over."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as programmes
from domain import resource_commands as resources
from domain import sharing_commands as sharing
from domain.event import ENGINE
from domain.milestone_events import BlockKind
from domain.plan import Weeks
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.presence import Presence
from domain.programme import ACTIVE, SETTLED, Phase, Programme, Status
from domain.programme_commands import Appointment, Command, MeetingNote, StartProgramme
from domain.programme_events import Mentor
from domain.refusals import Refusal
from domain.roles import Role
from service.front_door import FrontDoor
from tests.projections.taken_out import said_and_taken_out

BEGINNING, WHY = datetime(2023, 1, 9, 10, 0, tzinfo=UTC), "Because the group said so."


def person(number: int) -> str:
    return f"person:{UUID(int=number + (1 << 120))}"


COORDINATOR, WORKER, FOUNDER, CHAIR, FUNDER, HELPER = (person(number) for number in range(1, 7))
NAMES = {
    COORDINATOR: "Mary Mentor",
    WORKER: "Will Worker",
    FOUNDER: "Fay Founder",
    CHAIR: "Cher Chair",
    FUNDER: "Fred Funder",
    HELPER: "Hal Helper",
}
CAST = (COORDINATOR, WORKER, FOUNDER, CHAIR)


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = BEGINNING

    def __call__(self) -> datetime:
        return self.at

    @property
    def today(self) -> date:
        return self.at.date()


class Walk:
    """Walks one programme through the front door."""

    def __init__(self, door: FrontDoor, watch: Watch, seed: int, *, template: str = "ulo-from-scratch") -> None:
        self._door, self._watch, self._random, self._count = door, watch, Random(seed), 0  # noqa: S311 - a story's dice
        self._seed = seed
        command = StartProgramme(
            organisation=f"Group {seed}",
            locality="Tamworth",
            mentor=Mentor(organisation="Disability Solutions", coordinator=COORDINATOR),
            commissioner="Staffordshire County Council",
            funders=("Example Fund",),
            template=template,
            start_on=watch.today,
            people=(
                Appointment(person=WORKER, role=Role.WORKER),
                Appointment(person=FOUNDER, role=Role.FOUNDER),
                Appointment(person=FUNDER, role=Role.FUNDER),
            ),
        )
        self.programme = door.start(command, actor=COORDINATOR, command_id=self._id()).programme
        self.recorded = 0

    def go(self, steps: int, days: int = 3) -> None:
        """Ask for so many things, with up to `days` days between them."""
        for _ in range(steps):
            self._watch.at += timedelta(days=self._random.randint(0, days), minutes=1)
            state = self._door.programme(self.programme)
            command = self._choose(state)
            any(self._ask(command, actor) for actor in self._random.sample(CAST, len(CAST)))
            self._tick()

    def ask(self, command: Command, actor: str) -> None:
        """Ask for one thing, which must not be refused."""
        self._watch.at += timedelta(minutes=1)
        self._door.ask(self.programme, command, actor=actor, command_id=self._id())

    def end(self) -> None:
        """Ask for what a random walk hardly meets, and come to an end."""
        state = self._door.programme(self.programme)
        if state.phase is Phase.PAUSED:
            self.ask(programmes.Resume(), FOUNDER)
        if state.agreed_on is None:
            self._ask(milestones.AgreePlan(floor_override=WHY), FOUNDER)
        adopted = self._door.group(self.programme).board.adopted_on is not None
        decider = HELPER if adopted else FOUNDER
        if adopted:
            self._ask(programmes.Appoint(person=HELPER, role=Role.BOARD), COORDINATOR)
        note = MeetingNote(
            body="board" if adopted else "founding group",
            held_on=self._watch.today,
            present=7,
            votes_for=6,
            votes_against=1,
            minute=WHY,
        )
        waiting = [each for each in state.milestones.values() if each.status is Status.WAITING]
        self.ask(milestones.SetAside(milestone=waiting[-1].step.id, reason=WHY), decider)
        self.ask(milestones.Restore(milestone=waiting[-1].step.id, reason=WHY), decider)
        worked_on = next(key for key, each in state.milestones.items() if each.status in ACTIVE)
        self.ask(milestones.Assign(milestone=worked_on, to=WORKER), WORKER)
        self.ask(milestones.HandOver(giver=WORKER, to=COORDINATOR, milestone=worked_on, reason=WHY), WORKER)
        gated = next(each.step for each in state.milestones.values() if each.step.gates and each.status not in SETTLED)
        self.ask(milestones.WaiveGate(milestone=gated.id, gate=gated.gates[0], reason=WHY), decider)
        for command in said_and_taken_out(self._door, self.programme, note):
            self.ask(command, WORKER)
        self._learn(worked_on)
        self._leave(decider)
        self._share(decider)
        self.ask(organisation.SetThreshold(threshold=70, reason=WHY), decider)
        self.ask(organisation.AppointBoardMember(person=person(40), from_constituency=True), decider)
        self.ask(organisation.StandDown(person=person(40)), decider)
        self.ask(
            programmes.ReplaceMentor(mentor=Mentor(organisation="Another Mentor", coordinator=HELPER), reason=WHY),
            decider,
        )
        if state.handover is not None:
            self._ask(milestones.OpenMilestone(milestone=state.handover, reason=WHY), WORKER)
        self._ask(programmes.Advance(), ENGINE)
        self.ask(programmes.CloseProgramme(ending="stopped-early", reason=WHY), decider)
        self._ask(programmes.KeepPack(pack="ab" * 32, resources=2), ENGINE)
        self._watch.at += timedelta(days=370)
        self.ask(programmes.AnswerStillRunning(running=True, note=WHY), WORKER)
        self.ask(resources.AnswerRunning(resource=1, running=True, note=WHY), WORKER)

    def _share(self, decider: str) -> None:
        self.ask(sharing.DecideSharing(role=Role.FUNDER, group="blocked", shown=True, reason=WHY), decider)
        two = Presence(operator=True, second_factor=True)
        for command, operator in (
            (sharing.RequestBreakGlass(reason=WHY), HELPER),
            (sharing.ApproveBreakGlass(request=1), COORDINATOR),
            (sharing.CloseBreakGlass(request=1), HELPER),
        ):
            self._door.ask(self.programme, command, actor=operator, command_id=self._id(), presence=two)

    def _learn(self, milestone: str) -> None:
        left, another = "resource:0f14d0ab-9605-4a62-a9e4-5ed26688389b/2", "0f14d0ab-9605-4a62-a9e4-5ed26688389b"
        for name in (milestone, None):
            self.ask(learning.RaiseInformationNeed(milestone=name, question=WHY), WORKER)
            self.ask(learning.SayItHelped(resource=left, milestone=name, note=WHY), WORKER)
        self.ask(learning.AnswerInformationNeed(need=1, answer=WHY, resources=(left,)), COORDINATOR)
        self.ask(learning.WithdrawInformationNeed(need=2, reason=WHY), WORKER)
        self.ask(learning.TraceMentor(programme=f"programme:{another}"), WORKER)
        for gives in (True, False):
            self.ask(learning.AgreeBuddy(organisation="Second Steps", part="buddy", gives=gives), WORKER)

    def _leave(self, decider: str) -> None:
        later = self._watch.today + timedelta(days=300)
        for number in (1, 2):
            self.ask(resources.DraftResource(kind="facility", title="A hall", text=WHY), WORKER)
            self.ask(resources.ReviseResource(resource=number, title="How we found a hall", text=WHY), WORKER)
            self.ask(resources.CheckResource(resource=number, agreed=True, note=WHY), decider)
            self.ask(resources.PublishResource(resource=number, review_on=later), decider)
            owner = resources.NameOwner(resource=number, organisation="Second Steps", agreed_on=self._watch.today)
            self.ask(owner, WORKER)
        self.ask(resources.ReviewResource(resource=1, review_on=later, note=WHY), WORKER)
        self.ask(resources.EndOwnership(resource=2, reason=WHY), WORKER)
        self.ask(resources.WithdrawResource(resource=2, reason=WHY), decider)

    def _tick(self) -> None:
        self._ask(programmes.Advance(), ENGINE)
        state = self._door.programme(self.programme)
        for about in state.lines:
            if self._random.random() < 0.1:
                self._ask(programmes.Prompt(about=about), ENGINE)

    def _ask(self, command: Command, actor: str) -> bool:
        try:
            answer = self._door.ask(self.programme, command, actor=actor, command_id=self._id())
        except Refusal:
            return False
        self.recorded += len(answer.recorded)
        return True

    def _id(self) -> str:
        self._count += 1
        return f"walk-{self._seed}-{self._count}"

    def _choose(self, state: Programme) -> Command:
        if state.phase is Phase.PAUSED and self._random.random() < 0.5:
            return programmes.Resume(note=WHY)
        options = (*self._of_milestone(state), *self._of_programme(state))
        weights = [weight for weight, _ in options]
        return self._random.choices([make for _, make in options], weights)[0]()

    def _of_milestone(self, state: Programme) -> list[tuple[int, Callable[[], Command]]]:
        dice = self._random
        open_ones = [key for key, each in state.milestones.items() if each.status in ACTIVE] or list(state.milestones)
        settled = [key for key, each in state.milestones.items() if each.status is Status.ACCEPTED] or open_ones
        one, any_one, done = dice.choice(open_ones), dice.choice(list(state.milestones)), dice.choice(settled)
        asked = [key for key in open_ones if state.milestones[key].status is Status.SUBMITTED] or open_ones
        gates = state.milestones[any_one].step.gates or ("no-such-gate",)
        blocks: tuple[BlockKind, ...] = ("someone-outside", "money", "people", "access", "policy")
        return [
            (12, lambda: milestones.AddEvidence(milestone=one, note="Minutes of the meeting")),
            (2, lambda: milestones.AddEvidence(milestone=one, link="https://example.org/agreement")),
            (14, lambda: milestones.Submit(milestone=one, note="It is done.")),
            (24, lambda: milestones.Accept(milestone=dice.choice(asked), note="Well done")),
            (3, lambda: milestones.ReturnForWork(milestone=dice.choice(asked), reason=WHY)),
            (1, lambda: milestones.RetractEvidence(milestone=one, evidence=1, reason=WHY)),
            (4, lambda: milestones.Assign(milestone=one, to=dice.choice(CAST))),
            (2, lambda: milestones.HandOver(giver=dice.choice(CAST), to=HELPER, reason=WHY)),
            (4, lambda: milestones.Block(milestone=one, kind=dice.choice(blocks))),
            (4, lambda: milestones.Unblock(milestone=one)),
            (3, lambda: milestones.Reschedule(milestone=one, due=self._later(60), reason=WHY)),
            (2, lambda: milestones.OpenMilestone(milestone=any_one, reason=WHY)),
            (1, lambda: milestones.SetAside(milestone=any_one, reason=WHY)),
            (1, lambda: milestones.Restore(milestone=any_one, reason=WHY)),
            (1, lambda: milestones.WithdrawAcceptance(milestone=done, reason=WHY)),
            (1, lambda: milestones.Reopen(milestone=done, reason=WHY)),
            (1, lambda: milestones.WaiveGate(milestone=any_one, gate=dice.choice(gates), reason=WHY)),
            (
                1,
                lambda: milestones.CorrectDate(
                    milestone=done, step="accepted", correct=self._watch.today - timedelta(days=1), reason=WHY
                ),
            ),
        ]

    def _of_programme(self, state: Programme) -> list[tuple[int, Callable[[], Command]]]:
        dice = self._random
        duty = dice.choice(list(state.duties) or ["lease-end"])
        someone = person(dice.randint(20, 26))
        note = MeetingNote(
            body="founding group", held_on=self._watch.today, present=7, votes_for=6, votes_against=1, minute=WHY
        )
        return [
            (3, lambda: milestones.AgreePlan(on_behalf_of=note)),
            (
                2,
                lambda: milestones.RevisePlan(changes=self._changes(state), rebaseline=dice.random() < 0.5, reason=WHY),
            ),
            (1, lambda: journal.HoldReview(agreed="Go on.")),
            (1, lambda: journal.RecordMentoringSession(minutes=dice.choice((45, 60, 90)), note=WHY)),
            (1, lambda: journal.RecordCelebration(note="Cake for everybody")),
            (1, lambda: journal.RecordLesson(lesson="Book the hall early.", context="In December")),
            (1, lambda: journal.CountPeople(engaged=dice.randint(5, 9), trained=4, different=9)),
            (1, lambda: journal.CorrectFigure(figure="trained", correct=dice.randint(0, 3), reason=WHY)),
            (1, lambda: journal.RecordDecision(decision="We meet on Mondays.", on_behalf_of=note)),
            (1, lambda: journal.RaiseDuty(duty=f"lease-{dice.randint(1, 99)}", title="Lease", due=self._later(90))),
            (1, lambda: journal.MeetDuty(duty=duty)),
            (1, lambda: journal.MoveDuty(duty=duty, due=self._later(120), reason=WHY)),
            (1, lambda: programmes.Appoint(person=HELPER, role=dice.choice((Role.WORKER, Role.COMMISSIONER)))),
            (1, lambda: programmes.EndAppointment(person=HELPER, role=Role.WORKER)),
            (1, lambda: programmes.Pause(reason=WHY)),
            (2, lambda: organisation.AppointBoardMember(person=someone, from_constituency=dice.random() < 0.8)),
            (1, lambda: organisation.AppointBoardMember(person=CHAIR, office="chair", from_constituency=True)),
            (1, lambda: organisation.StandDown(person=someone)),
            (1, lambda: organisation.SetThreshold(threshold=dice.choice((60, 75, 80)), reason=WHY)),
            (1, organisation.AdoptGoverningDocument),
        ]

    def _changes(self, state: Programme) -> tuple[milestones.PlanChangeAsked, ...]:
        waiting = [key for key, each in state.milestones.items() if each.status is Status.WAITING] or ["ENG-01"]
        weeks = self._random.randint(1, 30)
        return self._random.choice(
            (
                (
                    milestones.AddMilestone(
                        id=f"OWN-{self._count % 1000:03}",
                        stage=state.stages[-1].id,
                        title="A garden of our own",
                        what="Dig.",
                        weeks=Weeks(earliest=1, typical=2, latest=4),
                        depends_on=(waiting[0],),
                    ),
                ),
                (DroppedMilestone(milestone=waiting[-1]),),
                (
                    RetimedMilestone(
                        milestone=self._random.choice(waiting),
                        weeks=Weeks(earliest=weeks, typical=weeks + 2, latest=weeks + 9),
                    ),
                ),
                (ReorderedMilestone(milestone=self._random.choice(waiting), depends_on=("ENG-01",)),),
            )
        )

    def _later(self, days: int) -> date:
        return self._watch.today + timedelta(days=self._random.randint(5, days))
