"""What people may ask of the organisation's register."""

from typing import ClassVar

from domain.event import PersonRef
from domain.organisation_events import Office, Percentage
from domain.passage import Text
from domain.programme_commands import Command


class AppointBoardMember(Command):
    """Put a person on the board register. `from_constituency` is their own word, and is kept sealed."""

    NAME: ClassVar[str] = "appoint-board-member"
    person: PersonRef
    office: Office = "member"
    voting: bool = True
    from_constituency: bool


class StandDown(Command):
    """Take a person off the board register. Say whether they came from the constituency if Waymark cannot know."""

    NAME: ClassVar[str] = "stand-down"
    person: PersonRef
    from_constituency: bool | None = None


class AdoptGoverningDocument(Command):
    """The group adopts its governing document, and the board takes over."""

    NAME: ClassVar[str] = "adopt-governing-document"


class SetThreshold(Command):
    """Set the share of voting members who must come from the constituency, in per cent."""

    NAME: ClassVar[str] = "set-threshold"
    threshold: Percentage
    reason: Text
