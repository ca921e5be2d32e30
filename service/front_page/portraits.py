"""Whom one can be in a demonstration: one person for each part, and everybody by programme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg import Connection

from domain.event import PersonRef
from domain.roles import Role
from service.casting import Cast, casts, with_board
from service.language.language import N_, translated
from service.people import People

_MOST = 100
_ROWS = (
    "SELECT organisation, roles, board, phase = 'closed', (SELECT count(*) FROM jsonb_object_keys(settled))"
    " FROM views.portfolio_programme ORDER BY last_recorded_at DESC, programme LIMIT %s"
)
ITSELF = N_("This Waymark itself")

PARTS: Mapping[Role, tuple[str, str]] = {
    Role.MENTOR: (N_("Mentor"), N_("Stands at the side of a group.")),
    Role.WORKER: (N_("Worker"), N_("Does, with the group, what has to be done.")),
    Role.FOUNDER: (N_("Founder"), N_("Decides, together with the founding group.")),
    Role.BOARD: (N_("Board member"), N_("Decides, once the group has a board.")),
    Role.FUNDER: (N_("Funder"), N_("Reads what the group shows, and steers nothing.")),
    Role.OPERATOR: (N_("Operator"), N_("Keeps Waymark running, and reads no programme.")),
}
"""The parts one can try, and what each is, in the order in which they stand there."""


@dataclass(frozen=True, slots=True)
class Played:
    """Who plays which parts in one programme. `settled` is how many of its milestones are behind it."""

    organisation: str
    roles: dict[PersonRef, list[str]]
    closed: bool
    settled: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """One person one can be: what they are called as, and what they do."""

    part: str
    words: str
    person: PersonRef
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """Everybody one can be."""

    portraits: tuple[Portrait, ...]
    casts: tuple[Cast, ...]


def played(connection: Connection) -> list[Played]:
    """Who plays which parts, the programme in which something happened last first."""
    rows = connection.execute(_ROWS, (_MOST,))
    return [
        Played(organisation, with_board(roles, board), closed, settled)
        for organisation, roles, board, closed, settled in rows
    ]


def gallery(programmes: Sequence[Played], operators: Iterable[PersonRef], people: People) -> Gallery:
    """The same with names. The operators look after this Waymark itself."""
    looking_after = {person: [Role.OPERATOR.value] for person in operators}
    chosen = [(role, _whom(role, programmes)) for role in PARTS]
    if looking_after:
        chosen = [*((role, found) for role, found in chosen if found), _operator(looking_after)]
    names = people.names({found[0] for _, found in chosen if found})
    ours = (translated(ITSELF), looking_after)
    return Gallery(
        portraits=tuple(Portrait(*PARTS[role], found[0], names[found[0]], found[1]) for role, found in chosen if found),
        casts=casts([*((each.organisation, each.roles) for each in programmes), ours], people),
    )


def _operator(looking_after: Mapping[PersonRef, Sequence[str]]) -> tuple[Role, tuple[PersonRef, str]]:
    return Role.OPERATOR, (next(iter(looking_after)), "")


def _whom(role: Role, programmes: Sequence[Played]) -> tuple[PersonRef, str] | None:
    """Whoever plays this part where it is worth seeing, and for which organisation.

    A funder has most to see where much has happened, everybody else where something goes on: a worker and a member of
    the board where much has.
    """
    with_it = [each for each in programmes if any(role.value in held for held in each.roles.values())]
    if not with_it:
        return None
    match role:
        case Role.FUNDER:
            best = max(with_it, key=lambda each: each.settled)
        case Role.BOARD | Role.WORKER:
            best = max(with_it, key=lambda each: (not each.closed, each.settled))
        case _:
            best = min(with_it, key=lambda each: each.closed)
    return next(person for person, held in best.roles.items() if role.value in held), best.organisation
