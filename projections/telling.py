"""The words that every sentence of the history is made of: names, titles, days and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.event import ENGINE, Meta
from domain.roles import Role
from projections.speech import ENGLISH, Speech

NOBODY = "[erased]"
SOMEBODY = "somebody"
"""Stands for a person whom the group does not show to this reader."""
BODIES = {"founding group": "The founding group", "board": "The board", "members": "The %(members)s"}
ROLES = {
    Role.MENTOR: "a mentor",
    Role.WORKER: "a worker",
    Role.FOUNDER: "a member of the founding group",
    Role.BOARD: "a member of the board",
    Role.COMMISSIONER: "a commissioner",
    Role.FUNDER: "a funder",
    Role.ENGINE: "Waymark",
    Role.OPERATOR: "an operator",
    Role.OWNER: "an owner",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Knows how everybody and everything is called. Titles are opened already.

    `nameless`: the group does not show this reader who plays which part, so that a role stands for whoever acted.
    """

    names: Mapping[str, str]
    milestones: Mapping[str, str]
    gates: Mapping[str, str]
    duties: Mapping[str, str]
    resources: Mapping[str, str] = field(default_factory=dict)
    nameless: bool = False
    speech: Speech = ENGLISH

    def name(self, person: str) -> str:
        """How a person is called."""
        if person == ENGINE:
            return "Waymark"
        return self.speech.word(SOMEBODY) if self.nameless else self.names.get(person, NOBODY)

    def actor(self, meta: Meta) -> str:
        """How the person who recorded it is called, or the part they played."""
        if self.nameless and meta.actor != ENGINE:
            return self.speech.word(ROLES[Role(meta.role)])
        return self.name(meta.actor)

    def who(self, meta: Meta) -> str:
        """Who did it: a meeting, when one decided; otherwise the person who recorded it."""
        if meta.on_behalf_of is not None:
            return self.speech.word(BODIES[meta.on_behalf_of.body])
        return capital(self.actor(meta))

    def milestone(self, milestone: str) -> str:
        """A milestone's title, in quotation marks."""
        return quoted(self.milestones.get(milestone), self.speech.say("a milestone"))

    def gate(self, gate: str) -> str:
        """A gate's title, in quotation marks."""
        return quoted(self.gates.get(gate), self.speech.say("one of its conditions"))

    def duty(self, duty: str) -> str:
        """A duty's title, in quotation marks."""
        return quoted(self.duties.get(duty), self.speech.say("a duty"))

    def resource(self, number: int) -> str:
        """What a resource is called since it was published, in quotation marks; before that, its number."""
        return quoted(self.resources.get(str(number)), self.speech.say("resource %(number)s", number=number))


def capital(text: str) -> str:
    """The same, as a sentence begins. Names stay as their owners write them."""
    return text[:1].upper() + text[1:] if text in ROLES.values() or text.startswith(f"{SOMEBODY} ") else text


def quoted(title: str | None, otherwise: str) -> str:
    """A title in quotation marks, or other words when there is none."""
    return f"“{title}”" if title else otherwise


def day(when: date) -> str:
    """A day as people write it: 3 March 2026."""
    return f"{when.day} {when:%B %Y}"


def count(number: int, one: str, many: str) -> str:
    """A number and its noun."""
    return f"{number:,} {one if number == 1 else many}"


def listed(parts: list[str]) -> str:
    """Several things in one sentence: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def duration(minutes: int) -> str:
    """Minutes as people say them: 1 hour and 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [count(hours, "hour", "hours")] if hours else []
    if rest:
        parts.append(count(rest, "minute", "minutes"))
    return " and ".join(parts)
