"""The files of one thing that a group leaves behind: which there are, and a form to add one or leave one out.

Each change is a new edition of it, in the same words and under the same licence. A file is looked through as every
file is, before anybody else can have it.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from domain.edition import NOT_AMONG_THEM
from domain.legacy import Resource
from domain.refusals import NotAllowed, OwnWork, Refusal, UnknownPart
from domain.resource_commands import AddFile, LeaveOutFile, PublishResource
from service.actor import Acting, door_of
from service.api_addresses import programme_of
from service.api_headers import command_id
from service.api_positions import Readings
from service.api_refusals import FormNotWhole
from service.assembly import Waymark
from service.evidence.arrival import Arrival, arriving
from service.evidence.file_desk import FileDesk
from service.evidence.file_kinds import ENDINGS
from service.evidence.file_refusals import FileEmpty, FileUnknown
from service.forms.recorded import Done, caught_up
from service.forms.subject import title_of
from service.language.language import N_, translated
from service.language.retelling import retold
from service.legacy.library_words import FILTERS_OF_PAGES
from service.legacy.thing_offers import ThingOffers
from service.pages import Press, Reader
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

PATH = "/programmes/{programme}/resources/{number}/files"
_NOT_THERE = "There is nothing of this number that the group leaves behind. Look for it on the page of the handover."
_SAID = {
    "added": N_("The file is there now. Others can save it."),
    "left-out": N_("The file is left out. Whoever saved it before may have kept it."),
}


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing, as one reader sees it."""

    programme: str
    resource: Resource
    sight: Sight

    @property
    def number(self) -> str:
        return str(self.resource.number)

    @property
    def page(self) -> str:
        return f"/programmes/{self.programme.removeprefix('programme:')}/resources/{self.number}/files"


class FilesPage:
    """Shows the files of one thing, and changes them."""

    def __init__(self, press: Press, waymark: Waymark, visibility: Visibility) -> None:
        self._press = press
        self._waymark = waymark
        self._visibility = visibility
        self._offers = ThingOffers(waymark, visibility)
        self.desk = FileDesk(waymark, visibility)

    def thing(self, programme: str, number: str, acting: SignedIn) -> _Thing:
        """What is meant. Raises UnknownProgramme, and UnknownPart for what is not there or not shown to them."""
        ref = programme_of(programme)
        sight = self._visibility.for_presence(acting.presence).sight(ref, acting.person)
        known = sight.group.legacy.resources if sight.group.legacy else {}
        found = next((each for each in known.values() if str(each.number) == number), None)
        shown = {"legacy"} if found is not None and found.offered is not None else {"legacy", "words"}
        if found is None or not shown <= sight.groups:
            raise UnknownPart(_NOT_THERE)
        return _Thing(ref, found, sight)

    def shown(self, thing: _Thing, acting: SignedIn, refusal: Refusal | None = None, done: str = "") -> Response:
        """The page, and what is wrong with what was sent."""
        resource = thing.resource
        return self._press.page(
            "library_files.html",
            Reader(self._waymark.people.names([acting.person])[acting.person], acting.until),
            HTTPStatus.OK if refusal is None else status_of(type(refusal)),
            programme=thing.programme,
            title=title_of(thing.sight.group, resource.number, self._waymark.seals),
            offered=resource.offered,
            number=thing.number,
            address=thing.page,
            other_words=self._other_words(resource),
            say=FILTERS_OF_PAGES,
            may=self._offers.may(thing.sight, acting, PublishResource, thing.number),
            refusal="" if refusal is None else retold(str(refusal)),
            notice=translated(_SAID[done]) if done in _SAID else "",
            form_token=acting.form_token,
            key=uuid4().hex,
            endings=ENDINGS,
        )

    def changed(self, thing: _Thing, acting: SignedIn, arrival: Arrival) -> Response:
        """Give the file, or leave one out; or show the page again, with what is wrong."""
        key = arrival.fields.get("key", "")
        if not key.isalnum():
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        try:
            done, command = self._asked(thing, acting, arrival)
            answer = self._waymark.front_door.ask(
                thing.programme,
                command,
                actor=acting.person,
                command_id=command_id(acting.person, key),
                presence=acting.presence,
            )
        except (NotAllowed, OwnWork):
            raise
        except Refusal as refusal:
            # As it is by now: somebody else may have changed it since.
            return self.shown(
                self.thing(thing.programme.removeprefix("programme:"), thing.number, acting), acting, refusal
            )
        return RedirectResponse(
            f"{thing.page}?{urlencode({'done': done, 'at': answer.position})}", HTTPStatus.SEE_OTHER
        )

    def _asked(self, thing: _Thing, acting: SignedIn, arrival: Arrival) -> tuple[str, AddFile | LeaveOutFile]:
        number = thing.resource.number
        if gone := arrival.fields.get("without"):
            try:
                return "left-out", LeaveOutFile(resource=number, sha256=gone)
            except ValidationError:
                raise FileUnknown(NOT_AMONG_THEM) from None
        if not arrival.name:
            raise FileEmpty("No file was chosen. Choose one, and send it again.")
        return "added", AddFile(resource=number, file=self.desk.publish(thing.programme, acting, arrival))

    def _other_words(self, resource: Resource) -> bool:
        """Whether words were checked that others do not read yet: they go out with the next edition."""
        draft, offered = resource.draft, resource.offered
        if draft is None or offered is None or not draft.agreed:
            return False
        opened = self._waymark.seals.open
        return (opened(draft.title), opened(draft.text)) != (offered.title, offered.text)


def file_pages(press: Press, waymark: Waymark, readings: Readings, visibility: Visibility) -> APIRouter:
    """The page and its form."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    page = FilesPage(press, waymark, visibility)

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "legacy"))])
    def look(programme: str, number: str, acting: Acting, done: Done = "") -> Response:
        return page.shown(page.thing(programme, number, acting), acting, done=done)

    @router.post(PATH)
    async def send(programme: str, number: str, acting: Acting, request: Request) -> Response:
        thing = await run_in_threadpool(page.thing, programme, number, acting)
        await run_in_threadpool(page.desk.may_publish, thing.programme, acting)
        async with arriving(request, waymark.settings.folders) as arrival:
            door_of(request).check_form(request, arrival.fields.get("form_token", ""))
            return await page.desk.in_turn(lambda: page.changed(thing, acting, arrival))

    return router
