"""Decisions by which groups learn from each other: questions and answers, what helped, who stands beside whom.

Whether another group's programme or resource is really there is not asked here: an outsider must not find out.
"""

from collections.abc import Sequence
from typing import assert_never

from domain.event import Fact
from domain.learning_commands import (
    AgreeBuddy,
    AnswerInformationNeed,
    RaiseInformationNeed,
    SayItHelped,
    TraceMentor,
    WithdrawInformationNeed,
)
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    MentorTraced,
    ResourceHelped,
)
from domain.neighbours import Buddy, Need
from domain.occasion import Occasion
from domain.programme import Programme
from domain.refusals import AlreadyDone, NotNow, OwnGroup, UnknownMilestone, UnknownPart

LearningCommand = (
    RaiseInformationNeed | AnswerInformationNeed | WithdrawInformationNeed | SayItHelped | TraceMentor | AgreeBuddy
)


def learn(programme: Programme, command: LearningCommand, occasion: Occasion) -> Sequence[Fact]:
    """What is written down when this is asked. Raises AlreadyDone, NotNow, OwnGroup, UnknownMilestone, UnknownPart."""
    match command:
        case RaiseInformationNeed():
            _known(programme, command.milestone)
            question = occasion.words(command.question)
            number = max(programme.needs, default=0) + 1
            return [InformationNeedRaised(need=number, milestone=command.milestone, question=question)]
        case AnswerInformationNeed():
            _wanted(programme, command.need)
            return [
                InformationNeedAnswered(
                    need=command.need,
                    answer=occasion.maybe_words(command.answer),
                    resources=tuple(dict.fromkeys(command.resources)),
                )
            ]
        case WithdrawInformationNeed():
            if _wanted(programme, command.need).settled == "answered":
                msg = "This question was answered. Nothing needs doing."
                raise AlreadyDone(msg)
            return [InformationNeedWithdrawn(need=command.need, reason=occasion.maybe_words(command.reason))]
        case SayItHelped():
            return [_helped(programme, command, occasion)]
        case TraceMentor():
            return [_traced(programme, command)]
        case AgreeBuddy():
            return [_agreed(programme, command, occasion)]
        case _:
            assert_never(command)


def _wanted(programme: Programme, number: int) -> Need:
    """A question that may be answered. One that was answered may be answered again, by somebody who knows more."""
    need = programme.needs.get(number)
    if need is None:
        msg = f"There is no question {number}. Look at the programme for its questions."
        raise UnknownPart(msg)
    if need.settled == "withdrawn":
        msg = "This question was withdrawn. Ask a new one if it matters again."
        raise NotNow(msg)
    return need


def _helped(programme: Programme, command: SayItHelped, occasion: Occasion) -> Fact:
    _known(programme, command.milestone)
    if command.resource.partition("/")[0].partition(":")[2] == programme.id.partition(":")[2]:
        msg = "Your own group made this. Say it of what another group left behind."
        raise OwnGroup(msg)
    if (command.resource, command.milestone) in programme.helped:
        msg = "Your group has said so already. Nothing needs doing."
        raise AlreadyDone(msg)
    return ResourceHelped(
        resource=command.resource, milestone=command.milestone, note=occasion.maybe_words(command.note)
    )


def _traced(programme: Programme, command: TraceMentor) -> Fact:
    _other(programme, command.programme)
    if command.programme == programme.mentor_programme:
        msg = "That is in the record already. Nothing needs doing."
        raise AlreadyDone(msg)
    return MentorTraced(programme=command.programme)


def _agreed(programme: Programme, command: AgreeBuddy, occasion: Occasion) -> Fact:
    _other(programme, command.programme)
    if command.organisation == programme.organisation:
        msg = "This is your own group. Name the other one."
        raise OwnGroup(msg)
    closed_on = programme.closed_on
    if not command.gives and closed_on is not None and command.day(occasion.today) > closed_on:
        msg = (
            f"This programme ended on {closed_on:%d %B %Y}, so nobody helps this group in it any more. "
            "Say on which day before that it was agreed, or write down whom your organisation helps now."
        )
        raise NotNow(msg)
    buddy = Buddy(
        organisation=command.organisation, programme=command.programme, part=command.part, gives=command.gives
    )
    if buddy in programme.buddies:
        msg = "That is in the record already. Nothing needs doing."
        raise AlreadyDone(msg)
    return BuddyAgreed(**buddy.model_dump())


def _known(programme: Programme, milestone: str | None) -> None:
    if milestone is not None and milestone not in programme.milestones:
        msg = f"The plan has no milestone {milestone}. Check its id, or leave it out."
        raise UnknownMilestone(msg)


def _other(programme: Programme, other: str | None) -> None:
    if other == programme.id:
        msg = "This is your own programme. Name the other one, or leave it out."
        raise OwnGroup(msg)
