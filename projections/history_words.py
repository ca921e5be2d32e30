"""The words that go with an event: reasons, notes, lessons and minutes, each with what it is."""

from collections.abc import Iterator

from pydantic import BaseModel, Field

from domain.event import Recorded
from domain.milestone_events import EvidenceFile
from domain.passage import Passage, Sealed, Words
from domain.plan_events import AddedMilestone
from projections.facts import Happening
from projections.opening import View

LABELS = {
    "reason": "Reason",
    "floor_override": "Reason for a shorter plan",
    "note": "Note",
    "link": "Link",
    "agreed": "Agreed",
    "lesson": "Lesson",
    "context": "About",
    "decision": "Decision",
    "question": "Question",
    "answer": "Answer",
    "title": "Title",
    "text": "Text",
    "easy_read": "Easy Read",
    "what": "What to do",
    "name": "File",
    "minute": "Minute",
}
"""What the words of each field are. A field that is not here is not shown: above all who is from the constituency."""


class Said(View):
    """Words somebody said, and what they are."""

    label: str
    text: str
    field: str = Field(description="Where the words stand in the stored event, as taking them out asks for it.")


def passages(event: Recorded[Happening]) -> list[tuple[str, str, Passage]]:
    """The sealed words of an event that its readers are shown, each with its label and where it stands."""
    meeting = event.meta.on_behalf_of
    return [*_inside(event.fact), *(_inside(meeting, "meta.on_behalf_of.") if meeting is not None else ())]


def _inside(model: BaseModel, at: str = "") -> Iterator[tuple[str, str, Passage]]:
    for name, value in model:
        match value:
            case Words() | Sealed() if name in LABELS:
                yield LABELS[name], f"{at}{name}", value
            case EvidenceFile():
                yield from _inside(value, f"{at}{name}.")
            case tuple():
                for number, part in enumerate(value):
                    if isinstance(part, AddedMilestone):
                        yield from _inside(part, f"{at}{name}.{number}.")
            case _:
                pass
