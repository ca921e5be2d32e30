"""Who asks for what: the three words of every rule about access, and the sentences they answer with."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from domain.event import ENGINE, PersonRef
from domain.field_groups import FieldGroup, Sharing
from domain.grants import Grant
from domain.plan import Party
from domain.presence import Presence, Scope
from domain.programme_commands import Command, MeetingNote
from domain.refusals import NotAllowed, Refusal
from domain.resource_events import Audience
from domain.roles import Role

OfProgramme = Literal[
    "read-progress",
    "read-milestone",
    "read-agenda",
    "read-history",
    "read-raw-events",
    "read-board",
    "read-exact-tally",
    "read-forecast",
    "read-evidence-file",
    "download-bundle",
    "export-record",
]
OfOneself = Literal["read-portfolio", "read-own-agenda"]
OfPerson = Literal["read-person", "read-card", "read-access-needs"]
OfLibrary = Literal["read-resource"]
Administration = Literal["see-health", "make-backup", "disable-person", "begin-epoch"]
Reading = OfProgramme | OfOneself | OfPerson | OfLibrary
Action = Reading | Administration | type[Command]
"""Everything anybody can ask for. The commands are those of authority.TABLE."""

READINGS: tuple[Reading, ...] = (
    *get_args(OfProgramme),
    *get_args(OfOneself),
    *get_args(OfPerson),
    *get_args(OfLibrary),
)
ADMINISTRATION: tuple[Administration, ...] = get_args(Administration)

NEEDS_SECOND_FACTOR = "Please sign in with your second factor first, then do this again."
NOBODY_SIGNED_IN = "Please sign in first."
TOKEN_TOO_NARROW = "This token may not be used for that. Make one that may, or sign in yourself."  # noqa: S105 - words
OPERATORS_ONLY = "Only an operator of this Waymark may do this. Ask them to do it."
NO_READING = "Operators run Waymark without reading. Ask a second operator to let you in, and say why."
NOT_SHOWN = "This is not shown to you."
ONLY_THE_COORDINATOR = (
    "Only the mentor's coordinator starts a programme. Ask them to start it, or name yourself as coordinator."
)
NOT_THEIRS = "Only they themselves, and those who help them, see this. Ask one of them."
OWN_WORK = "Nobody accepts their own work. Ask somebody else of the group to accept it."


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why in plain English. `role` is the part in which a command may be done."""

    allowed: bool
    reason: str
    role: Role | None = None
    refusal: type[Refusal] = NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `person` is None for the public. `grants` are theirs, in all programmes that matter here."""

    person: str | None
    presence: Presence
    grants: tuple[Grant, ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether somebody is signed in: not the public, and not the engine."""
        return self.person is not None and self.person != ENGINE

    def roles(self, programme: str | None, today: date) -> frozenset[Role]:
        """The parts they play in a programme on this day."""
        return frozenset(
            grant.role for grant in self.grants if grant.programme == programme and grant.term.gives(today)
        )

    def serves(self, scope: Scope, programme: str | None) -> bool:
        """Whether this sign-in may be used for a programme at all. Only a token may not."""
        presence = self.presence
        if presence.scopes is not None and scope not in presence.scopes:
            return False
        return presence.programmes is None or programme in presence.programmes


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for, with what a rule needs to know of it. `today` is the day of asking.

    `who`: the parties a milestone names. `worked_by`: those who handed it in or look after it. `meeting`: the one that
    decided, when somebody only writes it down. `coordinator`: of a programme that begins. `owner`: who looks after the
    thing that a command is about. `audience`: of something published, None for a draft. `subject` is a person,
    `subject_in` the programmes in which they have a part.
    """

    today: date
    programme: str | None = None
    adopted_on: date | None = None
    sharing: Sharing | None = None
    group: FieldGroup | None = None
    who: tuple[Party, ...] = ()
    worked_by: frozenset[str | None] = frozenset()
    meeting: MeetingNote | None = None
    coordinator: PersonRef | None = None
    owner: PersonRef | None = None
    audience: Audience | None = None
    subject: PersonRef | None = None
    subject_in: frozenset[str] = frozenset()
