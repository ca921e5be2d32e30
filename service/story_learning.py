"""How the groups of a story learn from each other: questions, answers, thanks, and who stands beside whom."""

from functools import partial

from domain.duty_events import Prompted
from domain.event import Fact
from domain.learning_commands import AgreeBuddy, AnswerInformationNeed, RaiseInformationNeed, SayItHelped
from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from service.group import resources_of
from service.story_agenda import Acting, Ask
from service.story_cast import Cast
from service.story_left import Elsewhere, Question, StandsBeside, Thanks

A_MONTH = 30


class Learning:
    """Reacts to milestones at which a group asks, thanks, or stands beside another; and to questions left lying."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._asked: dict[int, Question] = {}

    def heard(self, fact: Fact) -> None:
        """Something happened: plan what people do about it."""
        match fact:
            case MilestoneOpened():
                for question in self._cast.part.questions:
                    if question.milestone == fact.milestone:
                        self._soon("question", fact.milestone, 1, 4, partial(self._raise, question))
            case MilestoneAccepted():
                for thanks in self._cast.part.thanks:
                    if thanks.milestone == fact.milestone:
                        self._soon("thanks", fact.milestone, 2, 9, partial(self._thank, thanks))
                for beside in self._cast.part.stands_beside:
                    if beside.after == fact.milestone:
                        self._soon("beside", fact.milestone, 3, 12, partial(self._agree, beside))
            case Prompted() if fact.about.startswith("need/") and (fact.kind, fact.number) == ("escalation", 1):
                self._soon("answer", fact.about, 2, 5, partial(self._answer, int(fact.about.partition("/")[2])))
            case _:
                pass

    def _raise(self, question: Question) -> Acting:
        number = max(self._cast.programme.needs, default=0) + 1
        self._asked[number] = question
        milestone = self._cast.programme.milestones[question.milestone]
        doer = self._cast.doer(milestone)
        by = doer if doer != self._cast.mentor else self._cast.deciders[0]
        yield Ask(RaiseInformationNeed(milestone=question.milestone, question=question.question.recorded), by)
        if question.answered_after is not None:
            self._cast.later(question.answered_after, partial(self._answer, number))

    def _answer(self, number: int) -> Acting:
        question, need = self._asked.get(number), self._cast.programme.needs.get(number)
        if question is None or need is None or need.settled is not None:
            return
        found = tuple(ref for ref in map(self._found, question.found_in) if ref is not None)
        # Those who decide were asked last, so one of them answers what the mentor left lying.
        by = self._cast.mentor if question.answered_after is not None else self._cast.deciders[0]
        yield Ask(AnswerInformationNeed(need=number, answer=question.answer.recorded, resources=found), by)

    def _thank(self, thanks: Thanks) -> Acting:
        helped = self._found(thanks.what)
        if helped is None:
            # The other group may be slower this time, and nobody thanks for what is still to come.
            self._cast.later(A_MONTH, partial(self._thank, thanks))
            return
        note = thanks.note.recorded if thanks.note is not None else None
        yield Ask(
            SayItHelped(resource=helped, milestone=thanks.milestone, note=note),
            self._cast.worker or self._cast.deciders[0],
        )

    def _agree(self, told: StandsBeside) -> Acting:
        other = self._cast.neighbours.get(told.programme or "")
        organisation = other.part.organisation if other is not None else told.organisation
        yield Ask(
            AgreeBuddy(
                organisation=organisation or "",
                programme=other.programme.id if other is not None else None,
                part=told.part,
                gives=told.gives,
            ),
            self._cast.worker or self._cast.deciders[0],
        )

    def _found(self, what: Elsewhere) -> str | None:
        """The name of what another group offers by now. None when it is not there yet, or no more."""
        other = self._cast.neighbours[what.programme].group
        if other.programme is None or other.legacy is None:
            return None
        named = [
            number
            for number, each in other.legacy.resources.items()
            if each.offered is not None and each.offered.title == what.title
        ]
        return f"{resources_of(other.programme.id)}/{named[0]}" if named else None

    def _soon(self, what: str, about: str, low: int, high: int, act: partial[Acting]) -> None:
        die = self._cast.dice(what, about)
        self._cast.later(die.days(low, high), act, die=die)
