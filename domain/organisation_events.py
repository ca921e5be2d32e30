"""What may have happened to the new organisation itself: its board register and its governing document."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Count, Fact, PersonRef
from domain.passage import Passage
from domain.plan import PlanPart

Office = Literal["member", "chair", "co-chair", "treasurer", "secretary"]
Percentage = Annotated[int, Field(ge=1, le=100)]


class BoardTally(PlanPart):
    """Voting members, and how many of them come from the constituency, after the event."""

    voting: Count
    from_constituency: Count


class BoardMemberAppointed(Fact):
    """A person joined the board. Whether they come from the constituency is sealed: it says they are disabled."""

    TOPIC: ClassVar[str] = "organisation.board-member-appointed.v1"
    person: PersonRef
    office: Office
    voting: bool
    constituency: Passage
    tally: BoardTally


class BoardMemberStoodDown(Fact):
    """A person left the board."""

    TOPIC: ClassVar[str] = "organisation.board-member-stood-down.v1"
    person: PersonRef
    tally: BoardTally


class GoverningDocumentAdopted(Fact):
    """From here on the board decides, no longer the founding group."""

    TOPIC: ClassVar[str] = "organisation.governing-document-adopted.v1"
    tally: BoardTally
    threshold: Percentage
    waived: bool


class ThresholdSet(Fact):
    """How large a share of the voting members must come from the constituency (75 % unless the group decides)."""

    TOPIC: ClassVar[str] = "organisation.threshold-set.v1"
    threshold: Percentage
    reason: Passage


OrganisationEvent = BoardMemberAppointed | BoardMemberStoodDown | GoverningDocumentAdopted | ThresholdSet
