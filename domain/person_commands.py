"""What may be asked about a person's way into Waymark. Secrets never come this far: only that there is one."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from domain.learning_events import ProgrammeRef
from domain.person_events import FactorKind, Number, Why
from domain.presence import Scope
from domain.roles import Role


class PersonCommand(BaseModel, frozen=True, extra="forbid"):
    """A request about one person."""

    NAME: ClassVar[str]


class Invite(PersonCommand):
    """Ask a person in. Whether the one who asks may give this role is for the programme to say."""

    NAME: ClassVar[str] = "invite-person"
    invitation: UUID
    programme: ProgrammeRef | None
    role: Role | None
    expires_at: AwareDatetime


class WithdrawInvitation(PersonCommand):
    """Take an invitation back."""

    NAME: ClassVar[str] = "withdraw-invitation"
    invitation: UUID


class Join(PersonCommand):
    """Come in, by an invitation or as the first person of an installation."""

    NAME: ClassVar[str] = "join"
    invitation: UUID | None


class AddFactor(PersonCommand):
    """Sign in with one thing more from now on."""

    NAME: ClassVar[str] = "add-factor"
    kind: FactorKind


class RemoveFactor(PersonCommand):
    """Stop signing in with one thing."""

    NAME: ClassVar[str] = "remove-factor"
    factor: Number


class ChangeEmail(PersonCommand):
    """Sign in with another e-mail address."""

    NAME: ClassVar[str] = "change-email"


class EndSessions(PersonCommand):
    """Sign a person out everywhere."""

    NAME: ClassVar[str] = "end-sessions"
    why: Why


class IssueToken(PersonCommand):
    """Let a program act for a person, for a year at most."""

    NAME: ClassVar[str] = "issue-token"
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=2)]
    programmes: Annotated[tuple[ProgrammeRef, ...], Field(min_length=1, max_length=100)] | None
    expires_at: AwareDatetime


class RevokeToken(PersonCommand):
    """Let a program act no longer."""

    NAME: ClassVar[str] = "revoke-token"
    token: Number


class Disable(PersonCommand):
    """Let a person in no longer."""

    NAME: ClassVar[str] = "disable-person"


class Enable(PersonCommand):
    """Let a person in again."""

    NAME: ClassVar[str] = "enable-person"


class AppointOperator(PersonCommand):
    """Let a person look after this installation."""

    NAME: ClassVar[str] = "appoint-operator"


class EndOperator(PersonCommand):
    """Let a person look after it no longer."""

    NAME: ClassVar[str] = "end-operator"


class ErasePerson(PersonCommand):
    """Write down that a person was forgotten. `keys` are the ids of the keys that were destroyed."""

    NAME: ClassVar[str] = "erase-person"
    keys: tuple[str, ...]


AnyPersonCommand = (
    Invite
    | WithdrawInvitation
    | Join
    | AddFactor
    | RemoveFactor
    | ChangeEmail
    | EndSessions
    | IssueToken
    | RevokeToken
    | Disable
    | Enable
    | AppointOperator
    | EndOperator
    | ErasePerson
)
