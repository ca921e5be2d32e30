"""Decisions about who looks into a programme, and what they leave behind in its state."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import assert_never

from domain.event import Fact, Recorded
from domain.field_groups import ALWAYS_SHOWN, MEANINGS, NEVER_SHOWN, is_shown
from domain.grants import Glass
from domain.occasion import Occasion
from domain.programme import Programme
from domain.redaction_commands import TakeOutPassage
from domain.redaction_events import KeyDestroyed
from domain.refusals import AlreadyDone, NotAllowed, NotNow, OwnWork, UnknownPart
from domain.sharing_commands import ApproveBreakGlass, CloseBreakGlass, DecideSharing, RequestBreakGlass
from domain.sharing_events import (
    BreakGlassClosed,
    BreakGlassOpened,
    BreakGlassRequested,
    SharingDecided,
    SharingEvent,
)

SharingCommand = DecideSharing | RequestBreakGlass | ApproveBreakGlass | CloseBreakGlass | TakeOutPassage
A_LOOK = timedelta(hours=24)
"""How long an operator may look, and how long a request waits for a second operator."""


def decide_sharing(programme: Programme, command: SharingCommand, occasion: Occasion) -> Sequence[Fact]:
    """What happens when this is asked. Raises NotAllowed, NotNow, AlreadyDone, UnknownPart or OwnWork."""
    match command:
        case DecideSharing():
            return [_decided(programme, command, occasion)]
        case RequestBreakGlass():
            return [_requested(programme, command, occasion)]
        case ApproveBreakGlass():
            return [_opened(programme, command, occasion)]
        case CloseBreakGlass():
            if _found(programme, command.request).is_over(occasion.at):
                msg = "This look is over already. Nothing needs doing."
                raise AlreadyDone(msg)
            return [BreakGlassClosed(request=command.request)]
        case TakeOutPassage():
            return [_taken_out(programme, command, occasion)]
        case _:
            assert_never(command)


def changed(programme: Programme, event: Recorded[Fact], fact: SharingEvent | KeyDestroyed) -> Programme:
    """The programme after this event."""
    match fact:
        case SharingDecided():
            return programme.model_copy(update={"sharing": {**programme.sharing, (fact.role, fact.group): fact.shown}})
        case KeyDestroyed():
            return programme.model_copy(
                update={"taken_out": programme.taken_out | {(fact.stream, fact.version, fact.field)}}
            )
        case BreakGlassRequested():
            glass = Glass(by=event.meta.actor, lapses_at=event.meta.recorded_at + A_LOOK)
        case BreakGlassOpened():
            glass = Glass(by=fact.to, lapses_at=fact.until, opened=True)
        case BreakGlassClosed():
            known = programme.glasses.get(fact.request)
            glass = Glass(by=known.by if known else "", lapses_at=event.meta.recorded_at)
        case _:
            assert_never(fact)
    return programme.model_copy(update={"glasses": {**programme.glasses, fact.request: glass}})


def _decided(programme: Programme, command: DecideSharing, occasion: Occasion) -> Fact:
    said = MEANINGS[command.group]
    if command.shown and command.group in NEVER_SHOWN:
        msg = f"Waymark never shows funders and commissioners {said}. Share it yourselves, with those it is about."
        raise NotAllowed(msg)
    if not command.shown and command.group in ALWAYS_SHOWN:
        msg = f"Whoever is let in sees {said}. To show them nothing, end their appointment."
        raise NotNow(msg)
    if is_shown(command.role, command.group, programme.sharing) == command.shown:
        msg = "This is so already. Nothing needs doing."
        raise AlreadyDone(msg)
    return SharingDecided(
        role=command.role, group=command.group, shown=command.shown, reason=occasion.words(command.reason)
    )


def _requested(programme: Programme, command: RequestBreakGlass, occasion: Occasion) -> Fact:
    if any(glass.by == occasion.actor and not glass.is_over(occasion.at) for glass in programme.glasses.values()):
        msg = "You have asked for this already. Ask a second operator to agree."
        raise AlreadyDone(msg)
    return BreakGlassRequested(request=max(programme.glasses, default=0) + 1, reason=occasion.words(command.reason))


def _opened(programme: Programme, command: ApproveBreakGlass, occasion: Occasion) -> Fact:
    glass = _found(programme, command.request)
    if glass.is_over(occasion.at):
        msg = "This request is over: it waits for 24 hours. The operator can ask again."
        raise NotNow(msg)
    if glass.opened:
        msg = "This was agreed to already. Nothing needs doing."
        raise AlreadyDone(msg)
    if glass.by == occasion.actor:
        msg = "Nobody lets themselves in. Ask a second operator to agree."
        raise OwnWork(msg)
    until = (occasion.at + A_LOOK).astimezone(UTC)
    return BreakGlassOpened(request=command.request, to=glass.by, until=until)


def _taken_out(programme: Programme, command: TakeOutPassage, occasion: Occasion) -> Fact:
    if (command.stream, command.version, command.field) in programme.taken_out:
        msg = "This was taken out already. Nothing needs doing."
        raise AlreadyDone(msg)
    ours = command.stream.partition(":")[2] == programme.id.partition(":")[2]
    find = occasion.passage_at
    passage = find(command.stream, command.version, command.field) if ours and find else None
    if passage is None:
        msg = "No words are kept at this place of this programme. Look at its history for the right place."
        raise UnknownPart(msg)
    return KeyDestroyed(
        stream=command.stream,
        version=command.version,
        field=command.field,
        subject=passage.s,
        kid=passage.kid,
        reason=occasion.words(command.reason),
    )


def _found(programme: Programme, request: int) -> Glass:
    glass = programme.glasses.get(request)
    if glass is None:
        msg = "There is no such request in this programme. Look at its history for the number."
        raise UnknownPart(msg)
    return glass
