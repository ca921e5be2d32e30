"""The desk of the mentor's pages: all that each of them needs to be put together for one reader."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from service.assembly import Waymark
from service.outlook.room import OutlookRoom
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility


@dataclass(frozen=True, slots=True)
class MentorDesk:
    """Rooms to read in, and the press. Each page asks them as the reader who signed in."""

    press: Press
    waymark: Waymark
    room: ReadingRoom
    ahead: OutlookRoom
    visibility: Visibility

    def reading(self, acting: SignedIn) -> ReadingRoom:
        """What there is to read, for this reader."""
        return self.room.for_presence(acting.presence)

    def looking_ahead(self, acting: SignedIn) -> OutlookRoom:
        """What there is to foresee, for this reader."""
        return self.ahead.for_presence(acting.presence)

    def sight(self, programme: str, acting: SignedIn) -> Sight:
        """What this reader sees of a programme. Raises UnknownProgramme."""
        return self.visibility.for_presence(acting.presence).sight(programme, acting.person)

    def page(self, template: str, acting: SignedIn, status: int = HTTPStatus.OK, **values: object) -> Response:
        """A page in the folder of the mentor's pages."""
        names = self.waymark.people.names([acting.person])
        reader = Reader(names[acting.person], acting.until)
        return self.press.page(f"mentoring/{template}", reader, status, form_token=acting.form_token, **values)
