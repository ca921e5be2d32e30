"""Who may read what. Whoever has a part in a programme reads it; what readers are shown, the group decides."""

from collections.abc import Mapping
from typing import assert_never

from domain.asking import (
    NO_READING,
    NOBODY_SIGNED_IN,
    NOT_SHOWN,
    NOT_THEIRS,
    TOKEN_TOO_NARROW,
    Actor,
    Decision,
    OfPerson,
    OfProgramme,
    Resource,
)
from domain.field_groups import MEANINGS, FieldGroup, seen_by
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.roles import HELPERS, READERS, STEERING, Role

ONLY_FOR: Mapping[OfProgramme, frozenset[Role]] = {
    "read-exact-tally": STEERING | {Role.MENTOR},
    "export-record": STEERING | {Role.MENTOR},
}
"""Readings for some roles only. The others are for everybody with a part in the programme."""

IN_GROUP: Mapping[OfProgramme, FieldGroup] = {
    "read-milestone": "milestones",
    "read-board": "board",
    "read-evidence-file": "evidence",
    "read-forecast": "plan",
}
"""Readings that show one visibility group, and nothing else."""


def of_oneself(actor: Actor) -> Decision:
    """Whether they may read what is their own."""
    if not actor.is_person:
        return Decision(allowed=False, reason=NOBODY_SIGNED_IN)
    if actor.presence.scopes is not None and "read" not in actor.presence.scopes:
        return Decision(allowed=False, reason=TOKEN_TOO_NARROW)
    return Decision(allowed=True, reason="Their own programmes.")


def reading_roles(actor: Actor, resource: Resource) -> frozenset[Role]:
    """The parts in which they read a programme. Who was let in as an operator must still be one, and prove it."""
    if not actor.is_person:
        return frozenset()
    roles = actor.roles(resource.programme, resource.today)
    if Role.OPERATOR in roles and not (actor.presence.operator and actor.presence.second_factor):
        return roles - {Role.OPERATOR}
    return roles


def of_programme(actor: Actor, action: OfProgramme, resource: Resource) -> Decision:
    """Whether they may read this of a programme."""
    roles = reading_roles(actor, resource)
    if not roles or not actor.serves("read", resource.programme):
        reason = NO_READING if actor.presence.operator else NO_SUCH_PROGRAMME
        return Decision(allowed=False, reason=reason, refusal=UnknownProgramme)
    only = ONLY_FOR.get(action)
    if only is not None and not roles & only:
        return Decision(allowed=False, reason=NOT_SHOWN)
    shown = seen_by(roles, resource.sharing or {})
    for group in (IN_GROUP.get(action), resource.group):
        if group is not None and group not in shown:
            return Decision(allowed=False, reason=f"{NOT_SHOWN} It is about {MEANINGS[group]}.")
    return Decision(allowed=True, reason="They have a part in this programme.")


def of_person(actor: Actor, action: OfPerson, resource: Resource) -> Decision:
    """Whether they may read this about a person."""
    signed_in = of_oneself(actor)
    if not signed_in.allowed:
        return signed_in
    if actor.person == resource.subject:
        return Decision(allowed=True, reason="It is about themselves.")
    shared = [each for each in resource.subject_in if actor.serves("read", each)]
    roles = frozenset(role for each in shared for role in actor.roles(each, resource.today) - {Role.OPERATOR})
    match action:
        case "read-person":
            allowed = bool(roles)
        case "read-card" | "read-access-needs":
            allowed = bool(roles & HELPERS)
        case _:
            assert_never(action)
    return Decision(allowed, "They share a programme.") if allowed else Decision(allowed, NOT_THEIRS)


def of_library(actor: Actor, resource: Resource) -> Decision:
    """Whether they may read something a group leaves behind, or its draft."""
    if resource.audience == "everybody":
        return Decision(allowed=True, reason="It is for everybody.")
    signed_in = of_oneself(actor)
    if not signed_in.allowed:
        return signed_in
    if resource.audience == "waymark":
        return Decision(allowed=True, reason="It is for everybody with an account here.")
    roles = reading_roles(actor, resource) if actor.serves("read", resource.programme) else frozenset()
    # What is published for the programme's own people is for its readers too; a draft is for them only when shown.
    if roles - READERS or (roles and resource.audience == "programme"):
        return Decision(allowed=True, reason="They have a part in this programme.")
    if roles and "legacy" in seen_by(roles, resource.sharing or {}):
        return Decision(allowed=True, reason="The group shows it to them.")
    return Decision(allowed=False, reason=NOT_SHOWN)
