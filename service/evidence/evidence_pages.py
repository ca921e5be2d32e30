"""The page of a milestone's evidence: what there is, and a form to add a note, a link or a file in one step."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from domain.event import PersonRef
from domain.milestone_commands import AddEvidence, RetractEvidence, Submit
from domain.refusals import NotAllowed, UnknownMilestone, UnknownProgramme
from service.actor import Acting, door_of
from service.api_addresses import programme_of
from service.api_refusals import NotRead
from service.assembly import Waymark
from service.drafts.drafts import Draft, Drafts
from service.evidence.arrival import Arrival, arriving
from service.evidence.evidence_access import must_add
from service.evidence.evidence_drafts import EvidenceDrafts
from service.evidence.evidence_form import FIELDS, EvidenceForm, Tried, typed_in
from service.evidence.evidence_shelf import Evidence, evidence_for
from service.evidence.file_desk import FileDesk
from service.evidence.file_kinds import ENDINGS
from service.evidence.file_refusals import FileTooLarge
from service.forms.asking import FormWords
from service.forms.catalogue import FORMS
from service.forms.recorded import KEPT, Done, said
from service.forms.trial import Trial
from service.language.retelling import retold
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

PATH = "/programmes/{programme}/milestones/{milestone}/evidence"


class EvidencePage:
    """Puts the page together, for one reader at a time."""

    def __init__(
        self, press: Press, waymark: Waymark, visibility: Visibility, room: ReadingRoom, form: EvidenceForm
    ) -> None:
        self._press = press
        self._room = room
        self._waymark = waymark
        self._visibility = visibility
        self._form = form

    def sight(self, programme: str, milestone: str, acting: SignedIn) -> Sight:
        """What the reader sees. Raises UnknownProgramme and UnknownMilestone."""
        sight = self._visibility.for_presence(acting.presence).sight(programme, acting.person)
        if sight.group.programme is None or milestone not in sight.group.programme.milestones:
            raise UnknownMilestone(f"The plan has no milestone {milestone[:20]}. Check its id.")
        return sight

    def shown(
        self, ref: str, milestone: str, acting: SignedIn, tried: Tried, draft: Draft | None = None, notice: str = ""
    ) -> Response:
        """The page, with what was typed and what is wrong with it."""
        waymark, sight = self._waymark, self.sight(ref, milestone, acting)
        plan = sight.group.programme
        people = self._visibility.people(sight.group) if "roles" in sight.groups else frozenset({acting.person})
        seen = evidence_for(waymark, sight, ref, milestone, acting.person)
        title = plan.milestones[milestone].step.title if plan else ""
        return self._press.page(
            "evidence.html",
            Reader(waymark.people.names([acting.person])[acting.person], acting.until),
            tried.status,
            programme=ref,
            organisation=plan.organisation if plan else "",
            milestone=milestone,
            title=title if isinstance(title, str) else waymark.seals.open(title),
            wanted=self._wanted(ref, milestone, acting),
            hand_in=self._offer(sight, acting, FORMS[Submit.NAME], {"milestone": milestone}),
            evidence=[(each, self._take_back(sight, acting, milestone, each)) for each in seen],
            names=waymark.people.names(_named(sight, people, seen)),
            people=sorted(people),
            may_add=_may_add(sight, milestone),
            form_token=acting.form_token,
            key=uuid4().hex,
            endings=ENDINGS,
            fields=FIELDS,
            typed=tried.typed,
            errors=tried.errors,
            here=self._form.here(ref, acting, tried.typed),
            draft=draft,
            notice=notice,
        )

    def _wanted(self, ref: str, milestone: str, acting: SignedIn) -> tuple[str, ...]:
        """What the plan asks for, so that nobody has to remember it. Nothing for whom the group does not show it."""
        room = self._room.for_presence(acting.presence)
        with suppress(NotAllowed, NotRead, UnknownMilestone, UnknownProgramme):
            return room.milestone(ref, milestone, acting.person).found.evidence_wanted or ()
        return ()

    def _take_back(self, sight: Sight, acting: SignedIn, milestone: str, each: Evidence) -> str:
        """Where this reader takes a piece of evidence back, if they may."""
        given = {"milestone": milestone, "evidence": str(each.number)}
        return "" if each.retracted else self._offer(sight, acting, FORMS[RetractEvidence.NAME], given)

    def _offer(self, sight: Sight, acting: SignedIn, words: FormWords, given: Mapping[str, str]) -> str:
        """Where this reader does this, if they may."""
        if Trial(self._waymark, sight, acting, {}).objection(words, given) is not None:
            return ""
        page = f"/programmes/{str(sight.resource.programme).removeprefix('programme:')}"
        return f"{page}/do/{words.command.NAME}?{urlencode(given)}"


def evidence_pages(
    press: Press, waymark: Waymark, visibility: Visibility, room: ReadingRoom, kept: Drafts
) -> APIRouter:
    """The page and its form."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    desk = FileDesk(waymark, visibility)
    form = EvidenceForm(waymark, desk)
    drafts = EvidenceDrafts(kept, waymark.files.register, waymark.clock)
    page = EvidencePage(press, waymark, visibility, room, form)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def look(programme: str, milestone: str, acting: Acting, request: Request, done: Done = "") -> Response:
        ref = programme_of(programme)
        page.sight(ref, milestone, acting)
        draft = drafts.at(acting.person, request.url.path)
        tried = Tried(typed_in(draft.typed)) if draft else Tried()
        return page.shown(ref, milestone, acting, tried, draft, said(done))

    @router.post(PATH)
    async def add(programme: str, milestone: str, acting: Acting, request: Request) -> Response:
        ref = programme_of(programme)
        await run_in_threadpool(page.sight, ref, milestone, acting)
        await run_in_threadpool(desk.may_send, ref, acting, milestone)
        words: dict[str, str] = {}
        try:
            async with arriving(request, waymark.settings.folders, words) as arrival:
                door_of(request).check_form(request, words.get("form_token", ""))
                return await desk.in_turn(lambda: taken(ref, milestone, acting, request.url.path, arrival))
        except FileTooLarge as refusal:
            door_of(request).check_form(request, words.get("form_token", ""))
            tried = Tried(typed_in(words), {"file": retold(str(refusal))}, status_of(type(refusal)))
            await run_in_threadpool(drafts.keep, acting.person, request.url.path, tried.typed)
            return await run_in_threadpool(page.shown, ref, milestone, acting, tried)

    def taken(ref: str, milestone: str, acting: SignedIn, path: str, arrival: Arrival) -> Response:
        match arrival.fields.get("keep"):
            case "yes":
                typed = typed_in(arrival.fields)
                form.keep_file(ref, acting, arrival, typed)
                drafts.keep(acting.person, path, typed)
                if arrival.fields.get("quietly") == "yes":
                    return Response(status_code=HTTPStatus.NO_CONTENT)
                return RedirectResponse(f"{path.removesuffix('/evidence')}?done={KEPT}", HTTPStatus.SEE_OTHER)
            case "no":
                drafts.forget(acting.person, path)
                return RedirectResponse(path, HTTPStatus.SEE_OTHER)
            case _:
                tried = form.add(ref, milestone, acting, arrival)
        if tried.errors:
            drafts.keep(acting.person, path, tried.typed)
            return page.shown(ref, milestone, acting, tried)
        drafts.forget(acting.person, path)
        return RedirectResponse(f"{path}?done={AddEvidence.NAME}", HTTPStatus.SEE_OTHER)

    return router


def _named(sight: Sight, people: frozenset[PersonRef], seen: Iterable[Evidence]) -> frozenset[PersonRef]:
    """Whose names the reader may read: of nobody but themselves when it is hidden who plays which part."""
    if "roles" not in sight.groups:
        return people
    return people | {each.by for each in seen if each.by.startswith("person:")}


def _may_add(sight: Sight, milestone: str) -> bool:
    try:
        must_add(sight, milestone)
    except NotAllowed:
        return False
    return True
