"""How the workflows see the store: looks at the newest state, and commands through the same front door as people's."""

import structlog

from domain.event import ENGINE
from domain.occasion import Occasion
from domain.programme_commands import Advance, Command, Prompt
from domain.refusals import Refusal, SomebodyElseWasFirst
from domain.roles import Role
from domain.waits import PACK, PROGRAMME
from service.calendars import calendar_of
from service.clock import Clock
from service.front_door import FrontDoor
from service.group import Group
from service.legacy_pack.shelf import PackShelf
from service.privacy.standing_waits import StandingWaits
from workflows.catalogue import SERVICE
from workflows.look import Look, Wait, look
from workflows.ring import Ring


class EngineRoom:
    """The port `Programmes` of the workflows."""

    def __init__(
        self, front_door: FrontDoor, clock: Clock, packs: PackShelf, standing: StandingWaits | None = None
    ) -> None:
        self._front_door = front_door
        self._packs = packs
        self._standing = standing
        self._clock = clock
        self._log = structlog.get_logger()

    def look(self, wait: Wait) -> Look:
        """Look at a wait. One whose programme is not in this store is over."""
        if wait.programme == SERVICE and self._standing is not None:
            return self._standing.look(wait.about)
        group = self._front_door.group(wait.programme)
        if group.programme is None:
            return Look(seen=Ring(), step="over")
        return look(group.programme, wait, self._occasion(group, wait.programme, wait.about))

    def record(self, wait: Wait, command_id: str) -> bool:
        """Record what is due. False when it was not due any more.

        Raises SomebodyElseWasFirst when others kept changing the programme: then it is still due, and tried again.
        """
        if wait.programme == SERVICE and self._standing is not None:
            return self._standing.record(wait.about)
        command = self._command(wait)
        if command is None:
            return False
        try:
            answer = self._front_door.ask(wait.programme, command, actor=ENGINE, command_id=command_id)
        except SomebodyElseWasFirst:
            raise
        except Refusal as refusal:
            self._log.warning("the engine was refused", about=wait.about, refusal=type(refusal).__name__)
            return False
        return answer.position > 0 and not answer.repeated

    def _command(self, wait: Wait) -> Command | None:
        """What the wait asks for. None when it cannot be asked yet."""
        if wait.about == PROGRAMME:
            return Advance()
        if wait.about == PACK:
            return self._packs.keep(wait.programme)
        return Prompt(about=wait.about)

    def _occasion(self, group: Group, programme: str, about: str) -> Occasion:
        if group.programme is None:
            msg = "Only a programme that is there is looked at."
            raise AssertionError(msg)
        return Occasion(
            at=self._clock(),
            actor=ENGINE,
            role=Role.ENGINE,
            calendar=calendar_of(group.programme.nation),
            subject=programme,
            board=group.board,
            legacy=group.assets,
            outlook=self._front_door.outlook(group.programme) if about == PROGRAMME else {},
        )
