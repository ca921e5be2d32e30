"""What somebody needs so that they can take part: a closed list of needs and formats, and never what they have.

There is no free text on purpose. Whoever must meet a need is told the need; why somebody has it is nobody's business.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, get_args

from pydantic import BaseModel, Field

Need = Literal[
    "bsl-interpreter",
    "deafblind-interpreter",
    "lipspeaker",
    "speech-to-text",
    "hearing-loop",
    "step-free-access",
    "accessible-toilet",
    "parking-near-by",
    "help-with-travel",
    "personal-assistant",
    "supporter",
    "assistance-dog",
    "breaks",
    "quiet-place",
    "remote-joining",
    "papers-in-advance",
    "more-time",
]
Format = Literal["large-print", "easy-read", "braille", "audio", "bsl-video", "plain-text", "on-paper", "by-phone"]
Involvement = Literal["involve-me", "keep-me-informed", "neither"]
"""Whether somebody wants to take part, to hear of it, or neither."""

IN_WORDS: Mapping[str, str] = {
    "bsl-interpreter": "a BSL interpreter",
    "deafblind-interpreter": "an interpreter for deafblind people",
    "lipspeaker": "a lipspeaker",
    "speech-to-text": "speech written down as it is said",
    "hearing-loop": "a hearing loop",
    "step-free-access": "a way without steps",
    "accessible-toilet": "an accessible toilet",
    "parking-near-by": "a place to park near by",
    "help-with-travel": "help with travel",
    "personal-assistant": "room for a personal assistant",
    "supporter": "a supporter at the meeting",
    "assistance-dog": "room for an assistance dog",
    "breaks": "breaks",
    "quiet-place": "a quiet place",
    "remote-joining": "a way to join from elsewhere",
    "papers-in-advance": "papers in advance",
    "more-time": "more time",
    "large-print": "large print",
    "easy-read": "Easy Read",
    "braille": "braille",
    "audio": "sound",
    "bsl-video": "videos in BSL",
    "plain-text": "plain text",
    "on-paper": "paper",
    "by-phone": "a phone call",
    "involve-me": "wants to take part",
    "keep-me-informed": "wants to hear of it",
    "neither": "wants neither to take part nor to hear of it",
}
ASKED_AGAIN_AFTER = timedelta(weeks=52)
"""As long wait a timer of each person (service/privacy/needs_letters.py), and the duty `access-needs-review`."""


class AccessNeeds(BaseModel, frozen=True, extra="forbid"):
    """What somebody needs, in which formats they read, and whether they want to be involved."""

    needs: frozenset[Need] = Field(default=frozenset(), max_length=len(get_args(Need)))
    formats: frozenset[Format] = Field(default=frozenset(), max_length=len(get_args(Format)))
    involvement: Involvement = "involve-me"

    @property
    def in_words(self) -> tuple[str, ...]:
        """Each need and format in words, in the order of the lists."""
        said = [IN_WORDS[need] for need in get_args(Need) if need in self.needs]
        return (*said, *(IN_WORDS[each] for each in get_args(Format) if each in self.formats))


def ask_again(asked_on: date | None, today: date) -> bool:
    """Whether it is time to ask somebody whether this is still right."""
    return asked_on is None or today >= asked_on + ASKED_AGAIN_AFTER
