"""Who may read what: a programme is there for the people with a part in it. For everybody else it does not exist."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from psycopg import Connection

from domain.access import authorize, grants_of, visible_groups, visible_programmes
from domain.asking import Actor, Reading, Resource
from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.field_groups import FieldGroup
from domain.grants import Grant
from domain.presence import SIGNED_IN, Presence
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.roles import Role
from projections.seeing import Seeing, SeeingOf
from service.front_door import FrontDoor
from service.group import Group


@dataclass(frozen=True)
class Sight:
    """What one reader sees of one programme now."""

    actor: Actor
    resource: Resource
    group: Group

    @property
    def there(self) -> bool:
        """Whether the programme is there for them at all."""
        return self.resource.programme in visible_programmes(self.actor, self.resource.today)

    def may(self, reading: Reading) -> bool:
        """Whether they may read this of it."""
        return authorize(self.actor, reading, self.resource).allowed

    def must(self, reading: Reading) -> None:
        """Raises UnknownProgramme or NotAllowed unless they may read this of it."""
        decision = authorize(self.actor, reading, self.resource)
        if not decision.allowed:
            raise decision.refusal(decision.reason)

    @cached_property
    def groups(self) -> frozenset[FieldGroup]:
        """The visibility groups they see."""
        return visible_groups(self.actor, self.resource)

    @cached_property
    def seeing(self) -> Seeing:
        """The same, as the readings ask for it. Nothing at all for somebody without a part."""
        held = self.actor.roles(self.resource.programme, self.resource.today) if self.groups else ()
        return Seeing(self.groups, exact_tally=self.exact_tally, roles=frozenset(role.value for role in held))

    @cached_property
    def exact_tally(self) -> bool:
        """Whether they see at once how many of the board come from the constituency."""
        return self.may("read-exact-tally")


class Visibility:
    """Asks the store itself, not a view: who lost their part must not read on while a view lags behind."""

    def __init__(self, front_door: FrontDoor, presence: Presence = SIGNED_IN) -> None:
        """`presence` is how the readers signed in."""
        self._front_door = front_door
        self._presence = presence

    def for_presence(self, presence: Presence) -> "Visibility":
        """The same, for readers who signed in like this."""
        return Visibility(self._front_door, presence)

    def sight(self, programme: str, reader: PersonRef) -> Sight:
        """What somebody who may read a programme sees of it. Raises UnknownProgramme for all others."""
        sight = self._look(programme, reader)
        if not sight.there:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        return sight

    def seeing_of(self, reader: PersonRef) -> SeeingOf:
        """What somebody sees of each programme, asked one by one; nothing where they may not read."""
        groups = _Groups(self._front_door, reader)
        return lambda programme: self._sight(groups.of(programme), programme, reader).seeing

    def group(self, programme: str, reader: PersonRef) -> Group:
        """A programme and its register, for someone who may read it. Raises UnknownProgramme for all others."""
        return self.sight(programme, reader).group

    def may_read(self, programme: str, reader: PersonRef) -> bool:
        """Whether this person may read the programme."""
        return self._look(programme, reader).there

    def sights(self, programmes: Iterable[str], reader: PersonRef) -> Iterator[Sight]:
        """What the person sees of those of these programmes that are there for them."""
        groups = _Groups(self._front_door, reader)
        looks = (self._sight(groups.of(programme), programme, reader) for programme in programmes)
        return (sight for sight in looks if sight.there)

    def roles(self, group: Group, person: PersonRef) -> frozenset[Role]:
        """The parts this person plays in a programme today."""
        at = self._front_door.at
        programme = None if group.programme is None else group.programme.id
        return Actor(person, self._presence, grants_in(group, person, at)).roles(programme, day_in_london(at))

    def people(self, group: Group) -> frozenset[PersonRef]:
        """Everybody with a part in a programme today."""
        held = group.programme.roles if group.programme else {}
        return frozenset(person for person in {*held, *group.board.members} if self.roles(group, person))

    def _look(self, programme: str, reader: PersonRef) -> Sight:
        return self._sight(self._front_door.group(programme), programme, reader)

    def _sight(self, group: Group, programme: str, reader: PersonRef) -> Sight:
        at = self._front_door.at
        resource = Resource(
            today=day_in_london(at),
            programme=programme,
            adopted_on=group.board.adopted_on,
            sharing=group.programme.sharing if group.programme else {},
        )
        return Sight(Actor(reader, self._presence, grants_in(group, reader, at)), resource, group)


class _Groups:
    """The groups that one reading asks for, one by one: from the second on, all of the reader's at once."""

    def __init__(self, front_door: FrontDoor, reader: PersonRef) -> None:
        self._front_door = front_door
        self._reader = reader
        self._first: str | None = None
        self._at_once: dict[str, Group] | None = None

    def of(self, programme: str) -> Group:
        """A group as the store has it: no older than the reading itself."""
        if self._first is None:
            self._first = programme
            return self._front_door.group(programme)
        if self._at_once is None:
            self._at_once = self._front_door.groups_of(self._reader)
        return self._at_once.get(programme) or self._front_door.group(programme)


def grants_in(group: Group, person: PersonRef, at: datetime) -> tuple[Grant, ...]:
    """Everything this person was given in a programme."""
    return grants_of(person, group.programme, group.board, at)


def ever_in(connection: Connection, person: PersonRef) -> list[str]:
    """Every programme this person ever had to do with. Whether they still have is for Visibility to say."""
    rows = connection.execute(
        "SELECT programme FROM views.portfolio_person WHERE person = %s ORDER BY programme", (person,)
    )
    return [str(row[0]) for row in rows]
