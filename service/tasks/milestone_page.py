"""The page of one milestone: what it is and why, what shows that it is reached, what others learned, and doing it."""

from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.event import PersonRef
from domain.learning_commands import SayItHelped
from domain.programme import Programme
from domain.refusals import NO_SUCH_PROGRAMME, NotAllowed, UnknownMilestone, UnknownProgramme
from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryPage
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Read, Readings
from service.assembly import Waymark
from service.evidence.evidence_access import must_add
from service.forms.catalogue import FORMS
from service.forms.recorded import Done, caught_up, said
from service.forms.trial import Trial
from service.legacy.library_room import LibraryRoom
from service.legacy.library_words import FILTERS_OF_PAGES
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.tasks.offers import offers_of
from service.tasks.sent_back import sent_back
from service.visibility import Sight, Visibility

PATH = "/programmes/{programme}/milestones/{milestone}"
_LESSONS = 3
_EVENTS = 10


class MilestonePage:
    """Puts the page together, for one reader at a time."""

    def __init__(
        self, press: Press, waymark: Waymark, room: ReadingRoom, library: LibraryRoom, visibility: Visibility
    ) -> None:
        self._press = press
        self._waymark = waymark
        self._room = room
        self._library = library
        self._visibility = visibility

    def shown(self, ref: str, key: str, acting: Acting, notice: str, *, easy_first: bool = False) -> Response:
        """The page. Raises UnknownProgramme, UnknownMilestone, NotAllowed."""
        room, reader = self._room.for_presence(acting.presence), acting.person
        room.milestone(ref, key, reader)  # is there such a one?
        # Before the rest: whatever comes in between is told as a change by the page itself.
        told = self._history(room, ref, key, reader)
        detail = room.milestone(ref, key, reader).found
        sight = self._visibility.for_presence(acting.presence).sight(ref, reader)
        plan = sight.group.programme
        if plan is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        page = f"/programmes/{ref.removeprefix('programme:')}"
        people = self._waymark.people.names(self._visibility.people(sight.group))
        trial = Trial(self._waymark, sight, acting, people)
        closed = [gate.id for gate in detail.gates or () if not gate.met and not gate.waived]
        lessons = self._library.lessons(ref, key, reader, _LESSONS).found
        return self._press.page(
            "milestone.html",
            Reader(self._waymark.people.names([reader])[reader], acting.until),
            detail=detail,
            milestone=detail.milestone,
            page=page,
            organisation=plan.organisation,
            stage=next((each.title for each in plan.stages if each.id == detail.milestone.stage), ""),
            waits_for=[(each, self._title(plan, each)) for each in detail.waits_for or ()],
            offers=offers_of(trial, page, key, plan.milestones[key], closed),
            adds=_may_add(sight, key),
            sent_back=sent_back(self._waymark, sight, key),
            lessons=[(each, _thanks(trial, page, key, each.line.resource)) for each in lessons],
            say=FILTERS_OF_PAGES,
            history=told.found.entries,
            position=told.position,
            notice=notice,
            easy_first=easy_first,
        )

    def _title(self, plan: Programme, key: str) -> str:
        title = plan.milestones[key].step.title
        return title if isinstance(title, str) else self._waymark.seals.open(title)

    def _history(self, room: ReadingRoom, ref: str, key: str, reader: PersonRef) -> Read[HistoryPage]:
        question = HistoryQuestion(milestone=key, newest_first=True, reminders=False, limit=_EVENTS)
        return room.history(ref, question, reader)


def milestone_pages(page: MilestonePage, readings: Readings) -> APIRouter:
    """`/programmes/{programme}/milestones/{milestone}`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after = Depends(caught_up(readings, "progress", "history"))

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[after])
    def look(
        programme: str, milestone: str, acting: Acting, done: Done = "", words: Literal["easy"] | None = None
    ) -> Response:
        return page.shown(programme_of(programme), milestone, acting, said(done), easy_first=words == "easy")

    return router


def _thanks(trial: Trial, page: str, key: str, resource: str) -> str | None:
    """Where this reader says that something helped, if they may."""
    words, given = FORMS[SayItHelped.NAME], {"milestone": key, "resource": resource}
    return None if trial.objection(words, given) else f"{page}/do/{SayItHelped.NAME}?{urlencode(given)}"


def _may_add(sight: Sight, milestone: str) -> bool:
    try:
        must_add(sight, milestone)
    except (NotAllowed, UnknownMilestone):
        return False
    return True
