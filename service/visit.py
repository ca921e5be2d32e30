"""One command at the front door: what stays the same about it, however often it has to be decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import access, curation, decisions
from domain import organisation as register
from domain.calendar import Nation
from domain.curation import LegacyCommand
from domain.dated import Decided, On
from domain.event import Fact, Meta, Recorded
from domain.occasion import Occasion
from domain.organisation import OrganisationCommand
from domain.passage import Sealed
from domain.plan import Plan
from domain.presence import AT_THE_MACHINE, Presence
from domain.programme_commands import Command, StartProgramme
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.roles import Role
from service.calendars import calendar_of
from service.group import Group, organisation_of, resources_of


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for what. `expected` is the version of the milestone they were looking at, if they said so."""

    programme: str
    command: Command
    actor: str
    command_id: str
    template: Plan | None = None
    expected: int | None = None
    presence: Presence = AT_THE_MACHINE

    @property
    def stream(self) -> str:
        """The stream this goes to."""
        return stream_of(type(self.command), self.programme)

    def occasion(
        self,
        at: datetime,
        group: Group,
        unseal: Callable[[Sealed], str],
        passage_at: Callable[[str, int, str], Sealed | None] | None = None,
    ) -> Occasion:
        """The moment of deciding, with what other streams say."""
        return Occasion(
            at=at,
            actor=self.actor,
            presence=self.presence,
            subject=self.programme,
            calendar=calendar_of(self._nation(group)),
            board=group.board,
            legacy=group.assets,
            template=self.template,
            unseal=unseal,
            passage_at=passage_at,
            expected=self.expected,
        )

    def decide(self, group: Group, occasion: Occasion) -> tuple[Role, Sequence[Decided]]:
        """In which role they may do it, and what then happens. Raises a Refusal."""
        programme, command = group.programme, self.command
        if programme is None and not isinstance(command, StartProgramme):
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        role = access.authorise(programme, command, occasion)
        in_role = occasion.model_copy(update={"role": role})
        if isinstance(command, StartProgramme):
            return role, decisions.start(programme, command, in_role)
        if programme is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        if isinstance(command, OrganisationCommand):
            return role, register.decide(group.organisation, command, in_role, programme)
        if isinstance(command, LegacyCommand):
            return role, curation.decide(group.legacy, command, in_role, programme)
        return role, decisions.decide(programme, command, in_role)  # type: ignore[arg-type]  # authority.TABLE is closed

    def events(
        self,
        facts: Sequence[Decided],
        occasion: Occasion,
        role: Role,
        version: int,
        story: str | None,
        new_id: Callable[[], UUID],
    ) -> list[Recorded[Fact]]:
        """The facts as they go into the log, after `version`."""
        command = self.command
        meta = Meta(
            id=new_id(),
            ledger=self.programme,
            actor=self.actor,
            role=role.value,
            on_behalf_of=command.on_behalf_of.meeting(self.programme) if command.on_behalf_of else None,
            recorded_at=occasion.at,
            occurred_on=command.day(occasion.today),
            command_id=self.command_id,
            story=story,
        )
        events = []
        for number, decided in enumerate(facts, start=1):
            fact, day = (decided.fact, decided.day) if isinstance(decided, On) else (decided, meta.occurred_on)
            own = meta.model_copy(update={"id": new_id() if number > 1 else meta.id, "occurred_on": day})
            events.append(Recorded(stream=self.stream, version=version + number, meta=own, fact=fact))
        return events

    def _nation(self, group: Group) -> Nation:
        if isinstance(self.command, StartProgramme):
            return self.command.nation
        return group.programme.nation if group.programme else "england"


def stream_of(kind: type[Command], programme: str) -> str:
    """The stream a command of this kind goes to."""
    if issubclass(kind, OrganisationCommand):
        return organisation_of(programme)
    return resources_of(programme) if issubclass(kind, LegacyCommand) else programme
