"""What a decision may know besides the state and the command: when, who, and what other streams say."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from pydantic import BaseModel

from domain.calendar import Calendar, day_in_london
from domain.event import Meeting, PersonRef
from domain.passage import Passage, Sealed, Words
from domain.plan import Plan
from domain.presence import AT_THE_MACHINE, Presence
from domain.resource_events import ResourceKind
from domain.roles import Role

WHOLE = 100
USUAL_SHARE = 75
"""The percentage of voting members who come from the constituency, unless the group decides (criterion 12)."""


class BoardReading(BaseModel, frozen=True):
    """The board register as a decision read it. `version` is recorded beside what was decided.

    `threshold` is the percentage of voting members who must come from the constituency.
    """

    version: int = 0
    voting: int = 0
    from_constituency: int = 0
    threshold: int = USUAL_SHARE
    adopted_on: date | None = None
    members: frozenset[str] = frozenset()

    @property
    def meets_threshold(self) -> bool:
        """Whether enough of the voting members come from the constituency. An empty board does not."""
        return self.voting > 0 and self.from_constituency * WHOLE >= self.threshold * self.voting

    @property
    def has_majority(self) -> bool:
        """Whether more than half do: the plainer rule of the 2007 mapping study (seed 004), shown beside."""
        return self.from_constituency * 2 > self.voting


class AssetReading(BaseModel, frozen=True):
    """A resource that is offered to others: who looks after it, and whether it still runs.

    `title` is the published one. An owner is an organisation; `owner_person` is whom to ask there, when they said who.
    `owner_left_on` is when the last one was recorded to have left, None while there is an owner or never was one.
    `running` is what was answered last, on `answered_on`; None while nobody was asked since it got this owner.
    """

    kind: ResourceKind
    title: str
    published_on: date
    review_on: date
    owner_organisation: str | None = None
    owner_person: PersonRef | None = None
    owner_agreed_on: date | None = None
    owner_left_on: date | None = None
    running: bool | None = None
    answered_on: date | None = None

    @property
    def has_living_owner(self) -> bool:
        """Whether somebody looks after it."""
        return self.owner_organisation is not None


class LegacyReading(BaseModel, frozen=True):
    """What a group leaves behind and offers to others, as a decision read it, by number.

    Lessons are no assets: they need no owner and do not run, but like all of it they are looked at again.
    """

    version: int = 0
    assets: Mapping[int, AssetReading] = {}
    lessons: Mapping[int, AssetReading] = {}

    @property
    def offered(self) -> Mapping[int, AssetReading]:
        """Everything that is offered, by number."""
        return {**self.assets, **self.lessons}

    @property
    def ownerless(self) -> tuple[int, ...]:
        """The numbers of the assets that nobody looks after."""
        return tuple(number for number, asset in sorted(self.assets.items()) if not asset.has_living_owner)


class Occasion(BaseModel, frozen=True, arbitrary_types_allowed=True):
    """The moment and the people of one decision."""

    at: datetime
    actor: str
    calendar: Calendar
    subject: str
    """Whose words the group's own words are: `programme:<uuid>`."""
    role: Role = Role.ENGINE
    presence: Presence = AT_THE_MACHINE
    board: BoardReading = BoardReading()
    legacy: LegacyReading = LegacyReading()
    template: Plan | None = None
    unseal: Callable[[Sealed], str] | None = None
    passage_at: Callable[[str, int, str], Sealed | None] | None = None
    """Finds sealed words by stream, version and place."""
    outlook: Mapping[str, date] = {}
    """By which day four in five runs of the forecast are ready, for each duty with a limit. Empty when not asked."""
    meeting: Meeting | None = None
    expected: int | None = None
    """The version of the milestone the person was looking at, when they said so (If-Match)."""

    @property
    def today(self) -> date:
        """The day it is for everybody involved."""
        return day_in_london(self.at)

    def words(self, text: str) -> Passage:
        """The group's own words, not yet sealed."""
        return Words(about=self.subject, text=text)

    def maybe_words(self, text: str | None) -> Passage | None:
        """The group's own words, if there are any."""
        return None if text is None else self.words(text)
