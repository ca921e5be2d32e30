"""Who holds which role in a programme and who sits on its board, as the agenda and the portfolio keep it."""

from datetime import date
from typing import Protocol

from domain.event import Recorded
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown, GoverningDocumentAdopted
from domain.programme_events import Appointed, AppointmentEnded, MentorReplaced, ProgrammeStarted
from domain.roles import Role
from projections.facts import Happening


class Standing(Protocol):
    """`roles` is person -> roles, `board` the people on the register, `adopted` whether the board decides.

    `terms` has the first day of a role and the day from which it gives nothing, where one of them was said.
    """

    roles: dict[str, list[str]]
    terms: dict[str, list[str | None]]
    board: list[str]
    adopted: bool
    mentor: str


def moved(row: Standing, event: Recorded[Happening]) -> None:
    """Change who holds what, if the event does. The coordinator of the mentor is a mentor."""
    fact = event.fact
    match fact:
        case ProgrammeStarted():
            row.mentor = fact.mentor.coordinator
            _give(row, row.mentor, Role.MENTOR)
        case MentorReplaced():
            _take(row, row.mentor, Role.MENTOR)
            row.mentor = fact.mentor.coordinator
            _give(row, row.mentor, Role.MENTOR)
        case Appointed():
            _give(row, fact.person, fact.role)
            if fact.starts_on or fact.ends_on:
                days = [day.isoformat() if day else None for day in (fact.starts_on, fact.ends_on)]
                row.terms = {**row.terms, f"{fact.person} {fact.role.value}": days}
        case AppointmentEnded():
            _take(row, fact.person, fact.role)
        case BoardMemberAppointed():
            row.board = [*(each for each in row.board if each != fact.person), fact.person]
        case BoardMemberStoodDown():
            row.board = [each for each in row.board if each != fact.person]
        case GoverningDocumentAdopted():
            row.adopted = True
        case _:
            pass


def roles_of(row: Standing, person: str, today: date) -> frozenset[str]:
    """Every role a person plays in this programme today. A seat on the register is the role of a board member."""
    held = frozenset(role for role in row.roles.get(person, ()) if _in_force(row, person, role, today.isoformat()))
    return held | {Role.BOARD.value} if person in row.board else held


def holders(row: Standing, role: str) -> list[str]:
    """Everybody who plays a role here."""
    held = [person for person, roles in row.roles.items() if role in roles]
    return [*held, *(each for each in row.board if role == Role.BOARD and each not in held)]


def decider(row: Standing) -> str:
    """Who decides: the founding group, until the governing document is adopted."""
    return Role.BOARD.value if row.adopted else Role.FOUNDER.value


def _in_force(row: Standing, person: str, role: str, today: str) -> bool:
    starts_on, ends_on = row.terms.get(f"{person} {role}", [None, None])
    return (starts_on is None or starts_on <= today) and (ends_on is None or today < ends_on)


def _give(row: Standing, person: str, role: Role) -> None:
    held = row.roles.get(person, [])
    row.terms = {key: days for key, days in row.terms.items() if key != f"{person} {role.value}"}
    if role.value not in held:
        row.roles = {**row.roles, person: [*held, role.value]}


def _take(row: Standing, person: str, role: Role) -> None:
    left = [each for each in row.roles.get(person, []) if each != role.value]
    others = {who: roles for who, roles in row.roles.items() if who != person}
    row.roles = {**others, person: left} if left else others
