"""What happens to a person's way into Waymark: ids, never a name, an address or a secret. TOPICs are storage.

Names, addresses and what people sign in with are kept apart, in tables that can be erased.
"""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.event import Fact
from domain.learning_events import ProgrammeRef
from domain.presence import Scope
from domain.roles import Role

FactorKind = Literal["passkey", "password", "one-time-code", "recovery-codes", "provider"]
"""What a person signs in with. A link by e-mail needs none of them."""

Why = Literal["asked", "disabled", "password-changed", "email-changed", "factor-removed"]
"""Why a person was signed out everywhere."""

Number = Annotated[int, Field(ge=1, le=100_000)]


class PersonInvited(Fact):
    """Somebody asked this person in: to one programme in one role, or only to come in."""

    TOPIC: ClassVar[str] = "person.invited.v1"
    invitation: UUID
    programme: ProgrammeRef | None
    role: Role | None
    expires_at: AwareDatetime


class InvitationWithdrawn(Fact):
    """The invitation holds no longer."""

    TOPIC: ClassVar[str] = "person.invitation-withdrawn.v1"
    invitation: UUID


class PersonJoined(Fact):
    """The person has a way in from now on. `invitation` is empty when nobody had to ask them in."""

    TOPIC: ClassVar[str] = "person.joined.v1"
    invitation: UUID | None


class FactorAdded(Fact):
    """The person can sign in with one thing more. Factors are numbered from 1."""

    TOPIC: ClassVar[str] = "person.factor-added.v1"
    factor: int
    kind: FactorKind


class FactorRemoved(Fact):
    """The person cannot sign in with this any more."""

    TOPIC: ClassVar[str] = "person.factor-removed.v1"
    factor: int


class EmailChanged(Fact):
    """The person signs in with another e-mail address. Neither address is written down here."""

    TOPIC: ClassVar[str] = "person.email-changed.v1"


class SessionsEnded(Fact):
    """The person was signed out everywhere."""

    TOPIC: ClassVar[str] = "person.sessions-ended.v1"
    why: Why


class TokenIssued(Fact):
    """A program may act for the person. Without `programmes`, in all of theirs. Tokens are numbered from 1."""

    TOPIC: ClassVar[str] = "person.token-issued.v1"
    token: int
    scopes: tuple[Scope, ...]
    programmes: tuple[ProgrammeRef, ...] | None
    expires_at: AwareDatetime


class TokenRevoked(Fact):
    """The program may act no longer."""

    TOPIC: ClassVar[str] = "person.token-revoked.v1"
    token: int


class PersonDisabled(Fact):
    """The person may not come in any more. What they did stays written."""

    TOPIC: ClassVar[str] = "person.disabled.v1"


class PersonEnabled(Fact):
    """The person may come in again."""

    TOPIC: ClassVar[str] = "person.enabled.v1"


class OperatorAppointed(Fact):
    """The person looks after this installation."""

    TOPIC: ClassVar[str] = "person.operator-appointed.v1"


class OperatorEnded(Fact):
    """The person looks after it no longer."""

    TOPIC: ClassVar[str] = "person.operator-ended.v1"


class PersonErased(Fact):
    """The person was forgotten: their keys are destroyed. `keys` are the ids of those keys."""

    TOPIC: ClassVar[str] = "person.erased.v1"
    keys: tuple[str, ...]


PersonEvent = (
    PersonInvited
    | InvitationWithdrawn
    | PersonJoined
    | FactorAdded
    | FactorRemoved
    | EmailChanged
    | SessionsEnded
    | TokenIssued
    | TokenRevoked
    | PersonDisabled
    | PersonEnabled
    | OperatorAppointed
    | OperatorEnded
    | PersonErased
)
