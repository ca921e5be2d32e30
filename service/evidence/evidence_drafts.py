"""What somebody began to add as evidence and has not sent: their words, and a file that waits with them."""

from collections.abc import Mapping

from domain.event import PersonRef
from service.clock import Clock
from service.drafts.drafts import Draft, Drafts
from service.drafts.tables import KEPT_FOR
from service.evidence.file_register import FileRegister

_FILE = "taken_sha256"


class EvidenceDrafts:
    """Drafts of evidence. A file in one of them stays as long as the draft does."""

    def __init__(self, drafts: Drafts, register: FileRegister, clock: Clock) -> None:
        self._drafts = drafts
        self._register = register
        self._clock = clock

    def at(self, person: PersonRef, place: str) -> Draft | None:
        """What this person began there."""
        return self._drafts.at(person, place)

    def keep(self, person: PersonRef, place: str, typed: Mapping[str, str], *, interrupted: bool = False) -> bool:
        """Keep what was typed, and the file that was sent with it. Says whether there was anything to keep."""
        before = self.at(person, place)
        file = typed.get(_FILE, "")
        if before is not None and before.typed.get(_FILE, "") != file:
            self._release(person, before)
        kept = self._drafts.keep(person, place, list(typed.items()), interrupted=interrupted)
        if kept and file:
            self._register.hold(file, person, self._clock() + KEPT_FOR)
        return kept

    def forget(self, person: PersonRef, place: str) -> None:
        """It was sent, or is not wanted any more: a file that nothing names then goes like any other."""
        before = self.at(person, place)
        if before is not None:
            self._release(person, before)
        self._drafts.forget(person, place)

    def _release(self, person: PersonRef, draft: Draft) -> None:
        if file := draft.typed.get(_FILE):
            self._register.hold(file, person, None)
