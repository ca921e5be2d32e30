"""Invitations: one person, one programme, one role, one use, 72 hours. Who invited is who appoints."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.roles import Role
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.random_secrets import hash_of, new_secret

LASTS = timedelta(hours=72)
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is not settled yet. Without `programme` it only lets somebody in."""

    id: UUID
    person: PersonRef
    email: str
    name: str
    programme: str | None
    role: Role | None
    invited_by: str
    ends_at: datetime


_OPEN = """
SELECT id, 'person:' || person, email, name, programme, role, invited_by, ends_at FROM store.invitation
WHERE settled_at IS NULL AND ends_at > %s AND
"""
_BY_SECRET = f"{_OPEN} hash = %s"
_BY_ID = f"{_OPEN} id = %s"
_OF_PROGRAMME = f"{_OPEN} programme = %s ORDER BY made_at"
_ALL = f"{_OPEN} true ORDER BY made_at"


class Invitations:
    """The `invitation` table."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def drawn_up(
        self, person: PersonRef, email: str, name: str, to: tuple[str, Role] | None, invited_by: str
    ) -> Invitation:
        """An invitation as it will be kept, once it is recorded. `to` is a programme and a role."""
        programme, role = to or (None, None)
        return Invitation(uuid4(), person, email, name, programme, role, invited_by, self._clock() + LASTS)

    def keep(self, invitation: Invitation) -> str:
        """Keep it. Gives the secret for the message, which is kept nowhere."""
        secret, now = new_secret(), self._clock()
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("DELETE FROM store.invitation WHERE ends_at < %s", (now - _KEPT,))
            connection.execute(
                "INSERT INTO store.invitation (id, hash, person, email, name, programme, role, invited_by, made_at,"
                " ends_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    invitation.id,
                    hash_of(secret),
                    uuid_of(invitation.person),
                    invitation.email,
                    invitation.name,
                    invitation.programme,
                    invitation.role,
                    invitation.invited_by,
                    now,
                    invitation.ends_at,
                ),
            )
        return secret

    def look(self, secret: str) -> Invitation | None:
        """Give the invitation with this secret, if it still holds. Looking changes nothing."""
        return next(iter(self._read(_BY_SECRET, hash_of(secret))), None)

    def get(self, invitation: UUID) -> Invitation | None:
        """Give an invitation that still holds."""
        return next(iter(self._read(_BY_ID, invitation)), None)

    def of(self, programme: str) -> list[Invitation]:
        """Give the invitations to a programme that still hold."""
        return self._read(_OF_PROGRAMME, programme)

    def open(self) -> list[Invitation]:
        """Give every invitation that still holds."""
        return self._read(_ALL)

    def settle(self, invitation: UUID) -> bool:
        """Note that it was accepted or taken back. False when it was before, or at the same time."""
        with self._pool.connection() as connection:
            return (
                connection.execute(
                    "UPDATE store.invitation SET settled_at = %s WHERE id = %s AND settled_at IS NULL",
                    (self._clock(), invitation),
                ).rowcount
                == 1
            )

    def _read(self, query: str, *asked: object) -> list[Invitation]:
        with self._pool.connection() as connection:
            rows = connection.execute(query.encode(), (self._clock(), *asked)).fetchall()
        return [_invitation(*row) for row in rows]


def _invitation(
    identity: UUID, person: str, email: str, name: str, programme: str | None, role: str | None, *rest: object
) -> Invitation:
    held = Role(role) if role else None
    return Invitation(identity, person, email, name, programme, held, *rest)  # type: ignore[arg-type] # columns above
