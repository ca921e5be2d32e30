"""The people of the tests, and the words they use."""

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from domain.passage import Sealed, Words
from domain.programme_commands import MeetingNote
from domain.programme_events import Mentor


def person(name: str) -> str:
    """A person, the same in every run."""
    return f"person:{uuid5(NAMESPACE_URL, name)}"


MENTOR, WORKER = person("mentor"), person("worker")
FOUNDER, SECOND_FOUNDER = person("founder"), person("second founder")
COMMISSIONER, FUNDER, STRANGER = person("commissioner"), person("funder"), person("stranger")
BOARD = tuple(person(f"board {n}") for n in range(1, 5))
MENTORING = Mentor(organisation="Stepping Stones", coordinator=MENTOR)
WHY = "Because we said so."


def meeting(held_on: date, body: str = "founding group", votes_for: int = 5, against: int = 1) -> MeetingNote:
    return MeetingNote.model_validate(
        {
            "body": body,
            "held_on": held_on,
            "present": 7,
            "votes_for": votes_for,
            "votes_against": against,
            "minute": "We agreed.",
        }
    )


def seal(words: Words) -> Sealed:
    """A seal that anybody can open, to see that sealed words work as well as open ones."""
    return Sealed(s=words.about, kid="test", c=words.text)


def unseal(sealed: Sealed) -> str:
    return sealed.c
