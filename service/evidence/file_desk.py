"""Where files are given in and had back over HTTP, by programs and people alike."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from domain.event import PersonRef
from domain.milestone_commands import AddEvidence
from domain.resource_events import PublishedFile
from service.assembly import Waymark
from service.evidence.arrival import Arrival
from service.evidence.evidence_access import must_add, must_publish, must_see
from service.evidence.evidence_files import Uploaded
from service.evidence.file_refusals import FileEmpty
from service.evidence.files_origin import elsewhere
from service.evidence.handing_out import handed_out
from service.front_door import Answer
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

T = TypeVar("T")

AT_ONCE = 2

_PERSON: TypeAdapter[PersonRef] = TypeAdapter(PersonRef)


class FileDesk:
    """Asks who may, then does. Whoever has no part in a programme is told that there is none, whatever they ask."""

    def __init__(self, waymark: Waymark, visibility: Visibility) -> None:
        self._waymark = waymark
        self._visibility = visibility
        self._looking = CapacityLimiter(AT_ONCE)

    def may_send(self, programme: str, who: SignedIn, milestone: str | None = None) -> Sight:
        """Raises UnknownProgramme or NotAllowed unless they may add evidence. Asked before a byte is read."""
        sight = self._visibility.for_presence(who.presence).sight(programme, who.person)
        must_add(sight, milestone)
        return sight

    async def in_turn(self, do: Callable[[], T]) -> T:
        """Have files looked through, a few at a time: each may need much memory. No other request waits for it."""
        return await to_thread.run_sync(do, limiter=self._looking)

    def take(self, programme: str, who: SignedIn, arrival: Arrival, about: str | None = None) -> Uploaded:
        """Keep a file that came in. Raises what refuses a file."""
        if not arrival.name:
            raise FileEmpty("No file was sent. Choose one, and send it in a field called file.")
        try:
            person = _PERSON.validate_python(about) if about else None
        except ValidationError as wrong:
            raise not_understood(wrong, "about") from None
        return self._waymark.files.take(
            arrival.file, arrival.name, programme=programme, uploader=who.person, about=person
        )

    def may_publish(self, programme: str, who: SignedIn) -> Sight:
        """Raises UnknownProgramme or NotAllowed unless they may publish. Asked before a byte is read."""
        sight = self._visibility.for_presence(who.presence).sight(programme, who.person)
        must_publish(sight)
        return sight

    def publish(self, programme: str, who: SignedIn, arrival: Arrival) -> PublishedFile:
        """Keep a file for others: one that came in, or a plain copy of one that is evidence and may be seen."""
        if arrival.name:
            return self._waymark.public_files.publish_file(arrival.file, arrival.name, programme)
        sha256 = arrival.fields.get("evidence", "")
        sight = self.may_publish(programme, who)
        must_see(sight, self._waymark.files.register.get(programme, sha256))
        found = self._waymark.files.open(programme, sha256, who.person)
        name = arrival.fields.get("name") or found.card.name
        return self._waymark.public_files.publish_copy(found, name, programme)

    def add(self, programme: str, command: AddEvidence, who: SignedIn, command_id: str) -> Answer:
        """Add evidence, with a file that is here."""
        self._waymark.files.claim(programme, command, who.person)
        return self._waymark.front_door.ask(
            programme, command, actor=who.person, command_id=command_id, presence=who.presence
        )

    def show_to(self, programme: str, sha256: str, who: SignedIn) -> Response:
        """The same for a browser, which is sent to another name for it, if there is one."""
        there = elsewhere(self._waymark, programme, sha256, who.person)
        if there is None:
            return self.hand_out(programme, sha256, who)
        self._must_see(programme, sha256, who)
        return RedirectResponse(there, HTTPStatus.SEE_OTHER)

    def hand_out(self, programme: str, sha256: str, who: SignedIn) -> Response:
        """A file of evidence. Raises UnknownProgramme, NotAllowed, FileUnknown, FileGone, FileNotScanned."""
        self._must_see(programme, sha256, who)
        return handed_out(self._waymark.files.open(programme, sha256, who.person))

    def _must_see(self, programme: str, sha256: str, who: SignedIn) -> None:
        sight = self._visibility.for_presence(who.presence).sight(programme, who.person)
        must_see(sight, self._waymark.files.register.get(programme, sha256))


def not_understood(wrong: ValidationError, *within: str) -> RequestValidationError:
    """What is wrong with fields of a form, as with those of any request."""
    return RequestValidationError([{**error, "loc": ("body", *within, *error["loc"])} for error in wrong.errors()])
