"""How questions, answers, thanks and buddies change a programme."""

from datetime import timedelta
from typing import assert_never

from domain.calendar import day_in_london
from domain.event import Recorded
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    LearningEvent,
    MentorTraced,
    ResourceHelped,
)
from domain.neighbours import Buddy, Need
from domain.programme import Line, Programme
from domain.programme_events import ProgrammeEvent


def changed(programme: Programme, event: Recorded[ProgrammeEvent], fact: LearningEvent) -> Programme:
    """The programme after somebody asked, answered, thanked, or agreed to stand beside somebody."""
    match fact:
        case InformationNeedRaised():
            meta = event.meta
            need = Need(
                milestone=fact.milestone,
                asked_on=meta.occurred_on,
                asked_by=meta.actor if meta.on_behalf_of is None else None,
                counted_from=day_in_london(meta.recorded_at),
            )
            lines = {**programme.lines, f"need/{fact.need}": Line(since=meta.recorded_at)}
            return programme.model_copy(update={"needs": {**programme.needs, fact.need: need}, "lines": lines})
        case InformationNeedAnswered():
            return _settled(programme, fact.need, "answered")
        case InformationNeedWithdrawn():
            return _settled(programme, fact.need, "withdrawn")
        case ResourceHelped():
            return programme.model_copy(update={"helped": programme.helped | {(fact.resource, fact.milestone)}})
        case MentorTraced():
            return programme.model_copy(update={"mentor_programme": fact.programme})
        case BuddyAgreed():
            return programme.model_copy(update={"buddies": (*programme.buddies, Buddy(**fact.model_dump()))})
        case _:
            assert_never(fact)


def counted_again(programme: Programme, event: Recorded[ProgrammeEvent]) -> Programme:
    """The programme after a pause: each question that is still open gets the lost time back."""
    paused_on, resumed_on = programme.paused_on, event.meta.occurred_on
    needs, lines = dict(programme.needs), dict(programme.lines)
    for number, need in programme.needs.items():
        if need.settled is None:
            lost = max(resumed_on - max(paused_on or resumed_on, need.counted_from), timedelta(0))
            needs[number] = need.model_copy(update={"counted_from": need.counted_from + lost})
            lines[f"need/{number}"] = Line(since=event.meta.recorded_at)
    return programme.model_copy(update={"needs": needs, "lines": lines})


def _settled(programme: Programme, number: int, how: str) -> Programme:
    need = programme.needs[number].model_copy(update={"settled": how})
    lines = {key: line for key, line in programme.lines.items() if key != f"need/{number}"}
    return programme.model_copy(update={"needs": {**programme.needs, number: need}, "lines": lines})
