"""A programme as a funder or a commissioner would see it, for those who decide what they see."""

from domain.asking import Actor
from domain.event import PersonRef
from domain.grants import Grant
from domain.presence import Presence
from domain.refusals import NotAllowed
from domain.roles import HELPERS, STEERING, Role
from service.front_door import FrontDoor
from service.visibility import Sight, Visibility


class Preview(Visibility):
    """Shows somebody inside less than they may see: what one kind of reader is shown. It shows nobody more."""

    def __init__(self, front_door: FrontDoor, presence: Presence, role: Role) -> None:
        super().__init__(front_door, presence)
        self._role = role

    def for_presence(self, presence: Presence) -> "Preview":
        """The same, for readers who signed in like this."""
        return Preview(self._front_door, presence, self._role)

    def _look(self, programme: str, reader: PersonRef) -> Sight:
        sight = super()._look(programme, reader)
        if not sight.there:
            return sight
        if not sight.actor.roles(sight.resource.programme, sight.resource.today) & (STEERING | HELPERS):
            msg = "Only people inside a programme look at it as others do. Look at it as yourself."
            raise NotAllowed(msg)
        as_they = Actor(sight.actor.person, sight.actor.presence, (Grant(programme, self._role),))
        return Sight(as_they, sight.resource, sight.group)
