"""The page of a milestone's evidence: what there is, and a form to add a note, a link or a file in one step."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from domain.event import PersonRef
from domain.milestone_commands import AddEvidence
from domain.refusals import NotAllowed, UnknownMilestone
from service.actor import Acting, door_of
from service.api_addresses import programme_of
from service.api_headers import command_id
from service.api_refusals import KeyMissing
from service.assembly import Waymark
from service.evidence.arrival import Arrival, arriving
from service.evidence.evidence_access import must_add
from service.evidence.evidence_shelf import Evidence, evidence_of
from service.evidence.file_desk import FileDesk, not_understood
from service.evidence.file_kinds import KINDS
from service.pages import Press
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

PATH = "/programmes/{programme}/milestones/{milestone}/evidence"
_ENDINGS = ",".join(f".{ending}" for ending in KINDS)


def evidence_pages(press: Press, waymark: Waymark, visibility: Visibility) -> APIRouter:
    """The page and its form."""
    router, desk = (
        APIRouter(include_in_schema=False, default_response_class=HTMLResponse),
        FileDesk(waymark, visibility),
    )

    def sight_of(programme: str, milestone: str, acting: SignedIn) -> Sight:
        sight = visibility.for_presence(acting.presence).sight(programme, acting.person)
        if sight.group.programme is None or milestone not in sight.group.programme.milestones:
            raise UnknownMilestone(f"The plan has no milestone {milestone[:20]}. Check its id.")
        return sight

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def look(programme: str, milestone: str, acting: Acting) -> Response:
        ref = programme_of(programme)
        sight = sight_of(ref, milestone, acting)
        plan = sight.group.programme
        people = visibility.people(sight.group) if "roles" in sight.groups else frozenset({acting.person})
        seen = evidence_of(waymark, ref, milestone) if sight.may("read-evidence-file") else ()
        if "words" not in sight.groups:
            seen = tuple(each if each.by == acting.person else each.without_words for each in seen)
        return press.page(
            "evidence.html",
            waymark.people.names([acting.person])[acting.person],
            programme=ref,
            organisation=plan.organisation if plan else "",
            milestone=milestone,
            title=plan.milestones[milestone].step.title if plan else "",
            evidence=seen,
            names=waymark.people.names(_named(sight, people, seen)),
            people=sorted(people),
            may_add=_may_add(sight, milestone),
            form_token=acting.form_token,
            key=uuid4().hex,
            endings=_ENDINGS,
        )

    @router.post(PATH)
    async def add(programme: str, milestone: str, acting: Acting, request: Request) -> Response:
        ref = programme_of(programme)
        await run_in_threadpool(sight_of, ref, milestone, acting)
        await run_in_threadpool(desk.may_send, ref, acting, milestone)
        async with arriving(request, waymark.settings.folders) as arrival:
            door_of(request).check_form(request, arrival.fields.get("form_token", ""))
            await desk.in_turn(lambda: _added(desk, ref, milestone, acting, arrival))
        return RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)

    return router


def _added(desk: FileDesk, programme: str, milestone: str, acting: SignedIn, arrival: Arrival) -> None:
    said = {name: arrival.fields[name] for name in ("note", "link", "about") if arrival.fields.get(name, "").strip()}
    key = arrival.fields.get("key", "")
    if not key.isalnum():
        raise KeyMissing("This form is not whole. Go back, load the page again, and send it anew.")
    if arrival.name:
        said["file"] = desk.take(programme, acting, arrival, said.get("about")).shown.model_dump()  # type: ignore[assignment]
    try:
        command = AddEvidence.model_validate({"milestone": milestone, **said})
    except ValidationError as wrong:
        raise not_understood(wrong) from None
    desk.add(programme, command, acting, command_id(acting.person, key))


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
