"""Who may read what: a programme is there for the people with a part in it. For everybody else it does not exist."""

from collections.abc import Iterable, Iterator

from psycopg import Connection

from domain.authority import roles_of
from domain.event import PersonRef
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.roles import Role
from service.front_door import FrontDoor
from service.group import Group

HELPERS = frozenset({Role.MENTOR, Role.WORKER})
"""They reach people by e-mail, post and phone, and keep the addresses of those without an account."""


class Visibility:
    """Asks the store itself, not a view: who lost their part must not read on while a view lags behind."""

    def __init__(self, front_door: FrontDoor) -> None:
        self._front_door = front_door

    def group(self, programme: str, reader: PersonRef) -> Group:
        """A programme and its register, for someone who may read it. Raises UnknownProgramme for all others."""
        group = self._front_door.group(programme)
        if not roles_in(group, reader):
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        return group

    def may_read(self, programme: str, reader: PersonRef) -> bool:
        """Whether this person has a part in the programme."""
        return bool(roles_in(self._front_door.group(programme), reader))

    def groups(self, programmes: Iterable[str], reader: PersonRef) -> Iterator[Group]:
        """Those of these programmes in which the person has a part."""
        for programme in programmes:
            group = self._front_door.group(programme)
            if roles_in(group, reader):
                yield group


def roles_in(group: Group, person: PersonRef) -> frozenset[Role]:
    """The parts this person plays in a programme, none if there is no such programme."""
    return frozenset() if group.programme is None else roles_of(person, group.programme, group.board)


def people_in(group: Group) -> frozenset[PersonRef]:
    """Everybody with a part in a programme."""
    held = group.programme.roles if group.programme else {}
    return frozenset(person for person, roles in held.items() if roles) | group.board.members


def ever_in(connection: Connection, person: PersonRef) -> list[str]:
    """Every programme this person ever had to do with. Whether they still have is for Visibility to say."""
    rows = connection.execute(
        "SELECT programme FROM views.portfolio_person WHERE person = %s ORDER BY programme", (person,)
    )
    return [str(row[0]) for row in rows]
