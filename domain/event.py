"""What every recorded fact looks like, whatever it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from domain.passage import Passage

Count = Annotated[int, Field(ge=0, le=1_000_000)]
PersonRef = Annotated[str, Field(pattern=r"^person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""Who, without saying their name: `person:<uuid>`. Names live in the erasable `people` table."""

ENGINE = "waymark"
"""The actor of everything a workflow records by itself."""


class Fact(BaseModel, frozen=True, extra="forbid"):
    """Something that happened. TOPIC is storage: once shipped it never changes."""

    TOPIC: ClassVar[str]


class Meeting(BaseModel, frozen=True, extra="forbid"):
    """A meeting that decided, for people without accounts. `minute` says what was decided, in the group's words."""

    body: Literal["founding group", "board", "members"]
    held_on: date
    present: Count
    votes_for: Count
    votes_against: Count = 0
    minute: Passage


class Meta(BaseModel, frozen=True, extra="forbid"):
    """Who recorded a fact, when, and for whom. The same for every stream."""

    id: UUID
    ledger: str
    actor: str
    role: str
    on_behalf_of: Meeting | None = None
    recorded_at: AwareDatetime
    occurred_on: date
    command_id: str
    story: str | None = None


F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[F_co]):
    """A fact at its place in the log. `position` is 0 until it is stored; it grows, with gaps."""

    stream: str
    version: int
    meta: Meta
    fact: F_co
    position: int = 0
