"""Who is not simply given a part: somebody who is here for others already decides that themselves, by an invitation.

A part lets the mentors and workers of a programme see how its people are reached and what they need. So nobody gets to
see that of anybody by starting a programme and writing their number into it.
"""

from collections.abc import Iterable

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Appoint, Command, ReplaceMentor, StartProgramme
from domain.refusals import NotAllowed
from domain.roles import HELPERS, Role
from service.front_door import FrontDoor
from service.sign_in.accounts import Accounts
from service.visibility import Visibility, ever_in

_INVITE = (
    "They are here for others already, so they decide themselves whether they take part. Send them an invitation, on "
    "the page of the programme."
)


class Strangers:
    """Looks at whom a command gives a part. `accounts` says who signs in by themselves."""

    def __init__(self, pool: ConnectionPool[Connection], accounts: Accounts, front_door: FrontDoor) -> None:
        self._pool = pool
        self._accounts = accounts
        self._front_door = front_door
        self._visibility = Visibility(front_door)

    def check(self, command: Command, actor: PersonRef, programme: str | None = None) -> None:
        """Raises NotAllowed when somebody is named whom the actor does not help, and who is somebody's already."""
        for person in named_by(command):
            if person != actor and self._is_stranger(person, actor, programme):
                raise NotAllowed(_INVITE)

    def _is_stranger(self, person: PersonRef, actor: PersonRef, programme: str | None) -> bool:
        with self._pool.connection() as connection:
            concerned = ever_in(connection, person)
        # What was recorded a moment ago may not be in the view yet.
        if programme is not None and self._takes_part(programme, person):
            return False
        if any(self._helps(each, actor) and self._takes_part(each, person) for each in concerned):
            return False
        account = self._accounts.get(person)
        return bool(concerned) or (account is not None and account.email is not None)

    def _takes_part(self, programme: str, person: PersonRef) -> bool:
        return bool(self._parts(programme, person))

    def _helps(self, programme: str, actor: PersonRef) -> bool:
        return bool(self._parts(programme, actor) & HELPERS)

    def _parts(self, programme: str, person: PersonRef) -> frozenset[Role]:
        return self._visibility.roles(self._front_door.group(programme), person)


def named_by(command: Command) -> Iterable[PersonRef]:
    """Everybody to whom a command gives a part."""
    match command:
        case Appoint() | AppointBoardMember():
            return (command.person,)
        case ReplaceMentor():
            return (command.mentor.coordinator,)
        case StartProgramme():
            return [each.person for each in command.people]
        case _:
            return ()
