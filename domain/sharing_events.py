"""What may have happened about who looks into a programme: what readers are shown, and when an operator was let in.

What nobody reads any more, because it was taken out, is in redaction_events.py.
"""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.event import Fact, PersonRef
from domain.field_groups import FieldGroup
from domain.passage import Passage
from domain.roles import Role

ReadingRole = Literal[Role.FUNDER, Role.COMMISSIONER]


class SharingDecided(Fact):
    """The group decided whether funders, or commissioners, are shown one part of its programme."""

    TOPIC: ClassVar[str] = "programme.sharing-decided.v1"
    role: ReadingRole
    group: FieldGroup
    shown: bool
    reason: Passage


class BreakGlassRequested(Fact):
    """An operator asked to look into a programme. They see nothing until a second operator agrees."""

    TOPIC: ClassVar[str] = "programme.break-glass-requested.v1"
    request: int
    reason: Passage


class BreakGlassOpened(Fact):
    """A second operator agreed, so the first may read this programme until a moment, and no longer."""

    TOPIC: ClassVar[str] = "programme.break-glass-opened.v1"
    request: int
    to: PersonRef
    until: AwareDatetime


class BreakGlassClosed(Fact):
    """The operator's look into the programme ended before its time, or was not agreed to."""

    TOPIC: ClassVar[str] = "programme.break-glass-closed.v1"
    request: int


SharingEvent = SharingDecided | BreakGlassRequested | BreakGlassOpened | BreakGlassClosed
