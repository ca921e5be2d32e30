"""What people may ask about words that should never have been written down."""

from typing import ClassVar

from domain.passage import Text
from domain.programme_commands import Command
from domain.redaction_events import Place, Stream, Version


class TakeOutPassage(Command):
    """Take one passage of the record out, so that nobody reads it ever again. That it was there stays."""

    NAME: ClassVar[str] = "take-out-passage"
    stream: Stream
    version: Version
    field: Place
    reason: Text
