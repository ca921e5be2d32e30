"""In which role somebody may do something: the table of authority.py, asked for one person at one moment."""

from datetime import date

from domain.asking import (
    NEEDS_SECOND_FACTOR,
    NOBODY_SIGNED_IN,
    ONLY_THE_COORDINATOR,
    OWN_WORK,
    TOKEN_TOO_NARROW,
    Actor,
    Decision,
    Resource,
)
from domain.authority import DECIDERS, MAY_WRITE_DOWN, NAMED_READERS, PLAIN, TABLE, Who, decides_after
from domain.event import ENGINE
from domain.milestone_commands import Accept
from domain.programme_commands import Command, MeetingNote, StartProgramme
from domain.refusals import OwnWork
from domain.roles import Role

OR_A_MEETING = "Or write down the meeting that decided it."
STRONG: frozenset[Role] = frozenset({Role.MENTOR, Role.OPERATOR})
"""Coordinators and operators reach many programmes, so they act only after proving who they are in two ways."""


def acting(actor: Actor, kind: type[Command], resource: Resource) -> Decision:
    """Whether this command may be given, and in which role."""
    allowed = TABLE.get(kind)
    if allowed is None or actor.person is None:
        return Decision(allowed=False, reason=NOBODY_SIGNED_IN)
    if not actor.serves("write", resource.programme):
        return Decision(allowed=False, reason=TOKEN_TOO_NARROW)
    held = _acting_roles(actor, kind, resource)
    strong = actor.presence.second_factor
    decided = _role_for(kind, allowed, held if strong else held - STRONG, resource)
    if not isinstance(decided, Role):
        weak = not strong and isinstance(_role_for(kind, allowed, held, resource), Role)
        return Decision(allowed=False, reason=NEEDS_SECOND_FACTOR if weak else decided)
    if issubclass(kind, Accept) and actor.person in resource.worked_by:
        return Decision(allowed=False, reason=OWN_WORK, refusal=OwnWork)
    return Decision(allowed=True, reason=f"As {PLAIN[decided]}.", role=decided)


def _acting_roles(actor: Actor, kind: type[Command], resource: Resource) -> frozenset[Role]:
    if issubclass(kind, StartProgramme):
        # There is no programme yet in which they could hold a role.
        return frozenset({Role.MENTOR} if actor.person == resource.coordinator else ())
    if actor.person == ENGINE:
        return frozenset({Role.ENGINE})
    # To have been let in is to read, not to act; operators act as what they are. Nobody is appointed an owner.
    held = actor.roles(resource.programme, resource.today) - {Role.OPERATOR, Role.OWNER}
    if actor.is_person and actor.person == resource.owner:
        held |= {Role.OWNER}
    return held | {Role.OPERATOR} if actor.presence.operator else held


def _role_for(kind: type[Command], allowed: frozenset[Who], held: frozenset[Role], resource: Resource) -> Role | str:
    """The role in which this may be done, or why not."""
    if issubclass(kind, StartProgramme):
        return Role.MENTOR if Role.MENTOR in held else ONLY_THE_COORDINATOR
    if resource.meeting is not None and DECIDERS in allowed:
        return _on_behalf(resource.meeting, held, resource.adopted_on)
    decider = decides_after(resource.adopted_on)
    may = {decider if who == DECIDERS else who for who in allowed if who != NAMED_READERS}
    for role in Role:
        if role in held and role in may:
            return role
    if NAMED_READERS in allowed:
        for role in (Role.COMMISSIONER, Role.FUNDER):
            if role in held and role.value in resource.who:
                return role
    return _who_may(may, decider)


def _on_behalf(meeting: MeetingNote, held: frozenset[Role], adopted_on: date | None) -> Role | str:
    """The meeting must be of those who decided on its day; on the day of adoption both did."""
    may_decide = {"members"}
    if adopted_on is None or meeting.held_on <= adopted_on:
        may_decide.add("founding group")
    if adopted_on is not None and meeting.held_on >= adopted_on:
        may_decide.add("board")
    if meeting.body not in may_decide:
        body = "founding group" if "founding group" in may_decide else "board"
        return f"On that day the {body} decided. Write down a meeting of the {body}."
    for role in Role:
        if role in held & MAY_WRITE_DOWN:
            return role
    return (
        "Only the mentor, the worker, the founding group or the board may write down what a meeting decided. "
        "Ask one of them to do it."
    )


def _who_may(may: set[Who], decider: Role) -> str:
    names = [PLAIN[role] for role in Role if role in may]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    only = f"Only {listed} may do this. Ask them to do it."
    return f"{only} {OR_A_MEETING}" if decider in may else only
