"""Access needs: what people need so that they can take part, beside their names and erased with them."""

from dataclasses import dataclass
from datetime import date

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.access_needs import AccessNeeds
from domain.calendar import day_in_london
from domain.event import PersonRef
from service.clock import Clock
from service.sign_in.accounts import uuid_of


@dataclass(frozen=True, slots=True)
class KeptNeeds:
    """What somebody said they need, and when they said it last. Nobody asked them yet: no day."""

    needs: AccessNeeds
    asked_on: date | None


class NeedsBook:
    """The part of the `people` table that says what people need. Who may read it is asked before."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def of(self, person: PersonRef) -> KeptNeeds | None:
        """What a person needs, if they are kept at all."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT needs, formats, involvement, needs_asked_on FROM store.people WHERE id = %s",
                (uuid_of(person),),
            ).fetchone()
        if row is None:
            return None
        needs = AccessNeeds.model_validate({"needs": row[0], "formats": row[1], "involvement": row[2]})
        return KeptNeeds(needs, row[3])

    def keep(self, person: PersonRef, needs: AccessNeeds) -> bool:
        """Write down what a person said today. Says whether they are kept at all."""
        with self._pool.connection() as connection:
            changed = connection.execute(
                "UPDATE store.people SET needs = %s, formats = %s, involvement = %s, needs_asked_on = %s,"
                " changed_at = %s WHERE id = %s",
                (
                    sorted(needs.needs),
                    sorted(needs.formats),
                    needs.involvement,
                    day_in_london(self._clock()),
                    self._clock(),
                    uuid_of(person),
                ),
            )
        return changed.rowcount == 1
