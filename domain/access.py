"""Who may do and see what: one question, `authorize(actor, action, resource)`, and no unless a rule says yes.

Commands follow the table in authority.py, readings follow reading.py. Nothing here reads a clock or a store: whoever
asks brings what the rule needs, read from the newest log.
"""

from dataclasses import replace
from datetime import date, datetime

from domain.acting import acting
from domain.asking import (
    NEEDS_SECOND_FACTOR,
    OPERATORS_ONLY,
    TOKEN_TOO_NARROW,
    Action,
    Actor,
    Decision,
    Resource,
)
from domain.event import ENGINE
from domain.field_groups import FieldGroup, seen_by
from domain.grants import Grant
from domain.milestone_commands import MilestoneCommand
from domain.occasion import BoardReading, LegacyReading, Occasion
from domain.programme import Programme
from domain.programme_commands import Command, StartProgramme
from domain.reading import of_library, of_oneself, of_person, of_programme, reading_roles
from domain.resource_commands import ResourceCommand
from domain.roles import Role


def authorize(actor: Actor, action: Action, resource: Resource) -> Decision:
    """Whether this actor may do this. Pure; what no rule allows is refused."""
    if isinstance(action, type):
        return acting(actor, action, resource)
    match action:
        case "read-portfolio" | "read-own-agenda":
            return of_oneself(actor)
        case "read-person" | "read-card" | "read-access-needs":
            return of_person(actor, action, resource)
        case "read-resource":
            return of_library(actor, resource)
        case "see-health" | "make-backup" | "disable-person" | "begin-epoch":
            return _administration(actor)
        case _:
            return of_programme(actor, action, resource)


def visible_programmes(actor: Actor, today: date) -> frozenset[str]:
    """Every programme that is there for this actor, out of those they have grants in. All readings go by this."""
    named = {grant.programme for grant in actor.grants}
    return frozenset(
        each for each in named if authorize(actor, "read-progress", Resource(today, programme=each)).allowed
    )


def visible_groups(actor: Actor, resource: Resource) -> frozenset[FieldGroup]:
    """Every visibility group of a programme that this actor sees."""
    if resource.programme not in visible_programmes(actor, resource.today):
        return frozenset()
    return seen_by(reading_roles(actor, resource), resource.sharing or {})


def authorise(state: Programme | None, command: Command, occasion: Occasion) -> Role:
    """The role in which the actor may do this. Raises NotAllowed or OwnWork, saying who may."""
    actor = Actor(occasion.actor, occasion.presence, grants_of(occasion.actor, state, occasion.board, occasion.at))
    decision = authorize(actor, type(command), _asked(state, command, occasion))
    if not decision.allowed or decision.role is None:
        raise decision.refusal(decision.reason)
    return decision.role


def grants_of(person: str, programme: Programme | None, board: BoardReading, at: datetime) -> tuple[Grant, ...]:
    """Everything a person was given in a programme, in force or not. A seat on the register is a board member's role.

    An operator who was let in holds the operator's role for as long as that lasts.
    """
    if programme is None:
        return ()
    if person == ENGINE:
        return (Grant(programme.id, Role.ENGINE),)
    held = [Grant(programme.id, role, programme.term(person, role)) for role in programme.roles.get(person, ())]
    if person in board.members:
        held.append(Grant(programme.id, Role.BOARD))
    if any(glass.lets_in(person, at) for glass in programme.glasses.values()):
        held.append(Grant(programme.id, Role.OPERATOR))
    return tuple(held)


def owner_of(command: Command, legacy: LegacyReading) -> str | None:
    """Who looks after the thing that a command is about, if it is about one that is offered and somebody does."""
    found = legacy.offered.get(command.resource) if isinstance(command, ResourceCommand) else None
    return None if found is None else found.owner_person


def _asked(state: Programme | None, command: Command, occasion: Occasion) -> Resource:
    resource = Resource(
        today=occasion.today,
        programme=None if state is None else state.id,
        adopted_on=occasion.board.adopted_on,
        meeting=command.on_behalf_of,
        coordinator=command.mentor.coordinator if isinstance(command, StartProgramme) else None,
        owner=owner_of(command, occasion.legacy),
    )
    if state is None or not isinstance(command, MilestoneCommand):
        return resource
    found = state.milestones.get(command.milestone)
    return resource if found is None else replace(resource, who=found.step.who, worked_by=found.worked_by)


def _administration(actor: Actor) -> Decision:
    if not actor.is_person or not actor.presence.operator:
        return Decision(allowed=False, reason=OPERATORS_ONLY)
    if actor.presence.scopes is not None:
        return Decision(allowed=False, reason=TOKEN_TOO_NARROW)
    if not actor.presence.second_factor:
        return Decision(allowed=False, reason=NEEDS_SECOND_FACTOR)
    return Decision(allowed=True, reason="As an operator of this Waymark.")
