"""What one reader sees of one programme: the visibility groups, the register, and the parts they play today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain.board_privacy import NAMES_THE_TALLY, tells_of_the_share
from domain.field_groups import GROUPS, SHOWABLE, FieldGroup, group_of, topics_of
from projections.agenda_waits import Kind, Wait

OF_WAIT: Mapping[Kind, FieldGroup] = {
    "milestone": "milestones",
    "decision": "milestones",
    "plan": "plan",
    "review": "reviews",
    "duty": "duties",
    "handover": "programme",
    "still-running": "programme",
    "question": "conversations",
}


@dataclass(frozen=True, slots=True)
class Seeing:
    """`roles` are those held today, None when nobody asked. `exact_tally`: they may know who changed the share."""

    groups: frozenset[FieldGroup]
    exact_tally: bool = True
    roles: frozenset[str] | None = None

    @property
    def all_of_it(self) -> bool:
        """Whether nothing is hidden that anybody could be shown."""
        return self.groups >= SHOWABLE

    @property
    def topics(self) -> frozenset[str] | None:
        """The kinds of events they see; None when that is every kind."""
        return None if self.all_of_it and "conversations" in self.groups else topics_of(self.groups)

    def sees(self, topic: str) -> bool:
        """Whether they see that an event of this kind happened."""
        return group_of(topic) in self.groups

    def is_told(self, topic: str, data: Mapping[str, object]) -> bool:
        """Whether they see one event, by what is in it."""
        return self.sees(topic) and (self.exact_tally or not tells_of_the_share(data))

    def holds(self, topic: str, data: Mapping[str, object]) -> bool:
        """Whether they get a stored event in full. `data` is its own part; of the others they get only the hash."""
        if topic in NAMES_THE_TALLY and not self.exact_tally:
            return False
        return self.is_told(topic, data)

    def reads_words(self, topic: str) -> bool:
        """Whether they read what was said beside such an event."""
        said = "conversations" if group_of(topic) in {"mentoring", "conversations"} else "words"
        return said in self.groups

    def sees_duty(self, duty: str) -> bool:
        """Whether they see this duty."""
        return "duties" in self.groups and (self.exact_tally or not tells_of_the_share({"duty": duty}))

    def of_wait(self, wait: Wait) -> Wait | None:
        """A wait as they see it. What waits for them they see in any case, only not why it cannot go on."""
        if wait.kind == "duty" and not self.exact_tally and tells_of_the_share({"duty": wait.key}):
            return None
        if OF_WAIT[wait.kind] not in self.groups and not (self.roles or frozenset()) & set(wait.roles):
            return None
        if "blocked" not in self.groups:
            wait = replace(wait, blocked_kind=None, blocked_since=None)
        return wait if "roles" in self.groups else replace(wait, assignee=None)


EVERYTHING = Seeing(frozenset(GROUPS))
"""How those see it who work there, and whoever runs the programs at the machine itself."""

SeeingOf = Callable[[str], Seeing]
"""What a reader sees of each programme."""


def everything(_programme: str) -> Seeing:
    """All of every programme."""
    return EVERYTHING
