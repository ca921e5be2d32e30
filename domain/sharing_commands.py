"""What people may ask about who looks into a programme."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.field_groups import FieldGroup
from domain.passage import Text
from domain.programme_commands import Command
from domain.sharing_events import ReadingRole

RequestNumber = Annotated[int, Field(ge=1, le=100_000)]


class DecideSharing(Command):
    """Decide whether funders, or commissioners, are shown one part of the programme. It can be decided again."""

    NAME: ClassVar[str] = "decide-sharing"
    role: ReadingRole
    group: FieldGroup
    shown: bool
    reason: Text


class RequestBreakGlass(Command):
    """Ask, as an operator, to look into a programme. A second operator must agree, and the group sees it."""

    NAME: ClassVar[str] = "request-break-glass"
    reason: Text


class ApproveBreakGlass(Command):
    """Let another operator look into a programme for 24 hours."""

    NAME: ClassVar[str] = "approve-break-glass"
    request: RequestNumber


class CloseBreakGlass(Command):
    """End an operator's look into the programme now, or say no to it."""

    NAME: ClassVar[str] = "close-break-glass"
    request: RequestNumber
