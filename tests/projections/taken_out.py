"""A decision that should never have been written down, and its taking out."""

from collections.abc import Iterator

from domain.journal_commands import RecordDecision
from domain.programme_commands import Command, MeetingNote
from domain.redaction_commands import TakeOutPassage
from service.front_door import FrontDoor


def said_and_taken_out(door: FrontDoor, programme: str, note: MeetingNote) -> Iterator[Command]:
    """Both, one after the other: the second is asked for once the first is recorded."""
    yield RecordDecision(decision="We meet on Mondays.", on_behalf_of=note)
    newest = door.programme(programme).version
    yield TakeOutPassage(stream=programme, version=newest, field="decision", reason="It names her.", on_behalf_of=note)
