"""The page of the handover: what is left behind and who looks after it, what is missing, and who goes on as mentor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.gates import without_owners
from domain.learning_commands import AgreeBuddy
from domain.legacy import ASSETS, Legacy, Resource
from domain.milestone_commands import WaiveGate
from domain.plan import LIVING_OWNERS
from domain.programme import SETTLED, Programme
from domain.programme_commands import CloseProgramme, Command, ReplaceMentor
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.resource_commands import (
    AnswerRunning,
    CheckResource,
    DraftResource,
    EndOwnership,
    NameOwner,
    PublishResource,
    ReviewResource,
)
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.forms.catalogue import FORMS
from service.forms.recorded import Done, caught_up, said
from service.forms.subject import opened, title_of
from service.forms.trial import Trial
from service.legacy.library_words import KINDS
from service.legacy.thing_offers import ADD_FILES
from service.mentoring.desk import MentorDesk
from service.visibility import Sight

PATH = "/programmes/{programme}/handover"
_AT_THE_END: tuple[type[Command], ...] = (AgreeBuddy, ReplaceMentor, CloseProgramme)


@dataclass(frozen=True, slots=True)
class Link:
    """Something that can be done, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left behind, as the page shows it."""

    resource: Resource
    title: str
    kind: str
    owner: str
    person: str
    can: tuple[Link, ...]

    @property
    def missing(self) -> bool:
        """Whether somebody must still be found who looks after it."""
        return self.resource.is_asset and self.resource.owner is None


@dataclass(frozen=True, slots=True)
class Still:
    """A milestone that comes before the handover, and is not settled yet."""

    id: str
    title: str


def handover_pages(desk: MentorDesk, readings: Readings) -> APIRouter:
    """`/programmes/{programme}/handover`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after = Depends(caught_up(readings, "progress"))

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[after])
    def look(programme: str, acting: Acting, done: Done = "") -> Response:
        ref = programme_of(programme)
        sight = desk.sight(ref, acting)
        state, legacy = sight.group.programme, sight.group.legacy or Legacy()
        if state is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        shown = "legacy" in sight.groups
        offered = _Offered(Trial(desk.waymark, sight, acting, _people(desk, sight)), f"/programmes/{programme}")
        return desk.page(
            "handover.html",
            acting,
            organisation=state.organisation,
            page=offered.page,
            phase=state.phase.value,
            shown=shown,
            left=tuple(_left(desk, sight, legacy, offered)) if shown else (),
            ownerless=without_owners(state, legacy.reading()) if shown else None,
            still=tuple(_still(desk, state)) if "milestones" in sight.groups else (),
            handover=state.handover if state.handover in state.milestones else None,
            waive=_waive(offered, state),
            draft=offered.link(DraftResource, {}),
            buddies=[each for each in state.buddies if each.gives] if "learning" in sight.groups else [],
            mentor=state.mentor.organisation,
            at_the_end=tuple(link for each in _AT_THE_END if (link := offered.link(each, {}))),
            notice=said(done),
        )

    return router


@dataclass(frozen=True, slots=True)
class _Offered:
    """Finds the forms that this reader may fill in, alone or for a meeting."""

    trial: Trial
    page: str

    def link(self, command: type[Command], given: Mapping[str, str]) -> Link | None:
        words = FORMS[command.NAME]
        for meeting in (False, True):
            if self.trial.objection(words, given, meeting=meeting) is None:
                asked = {**given, **({"meeting": "yes"} if meeting else {})}
                query = f"?{urlencode(asked)}" if asked else ""
                return Link(words.link, f"{self.page}/do/{command.NAME}{query}")
        return None


def _people(desk: MentorDesk, sight: Sight) -> Mapping[str, str]:
    return desk.waymark.people.names(desk.visibility.people(sight.group))


def _left(desk: MentorDesk, sight: Sight, legacy: Legacy, offered: _Offered) -> Iterator[Left]:
    """What somebody must look after first, and of that first what nobody does."""
    kept = [each for each in legacy.resources.values() if each.withdrawn_on is None or each.draft is not None]
    for each in sorted(kept, key=lambda each: (each.kind not in ASSETS, each.owner is not None, each.number)):
        given = {"resource": str(each.number)}
        owner = each.owner
        named = desk.waymark.people.names([owner.person]) if owner and owner.person and "roles" in sight.groups else {}
        yield Left(
            resource=each,
            title=title_of(sight.group, each.number, desk.waymark.seals),
            kind=KINDS[each.kind],
            owner=owner.organisation if owner else "",
            person=next(iter(named.values()), ""),
            can=(
                *(link for command in _fitting(each) if (link := offered.link(command, given))),
                *_files(each, offered),
            ),
        )


def _fitting(each: Resource) -> Iterator[type[Command]]:
    """What comes next for one thing, as far as that can be seen at it: few links, and those that help."""
    if each.kind in ASSETS:
        yield NameOwner if each.owner is None else EndOwnership
    if each.draft is not None and each.draft.agreed is None:
        yield CheckResource
    if each.draft is not None and each.draft.agreed and each.offered is None:
        yield PublishResource
    if each.offered is not None:
        yield from (ReviewResource, AnswerRunning)


def _files(each: Resource, offered: _Offered) -> Iterator[Link]:
    words, given = FORMS[PublishResource.NAME], {"resource": str(each.number)}
    if each.offered is not None and offered.trial.objection(words, given) is None:
        yield Link(ADD_FILES, f"{offered.page}/resources/{each.number}/files")


def _still(desk: MentorDesk, state: Programme) -> Iterator[Still]:
    last = state.milestones.get(state.handover or "")
    for key in last.step.depends_on if last else ():
        before = state.milestones.get(key)
        if before is not None and before.status not in SETTLED:
            yield Still(key, opened(before.step.title, desk.waymark.seals))


def _waive(offered: _Offered, state: Programme) -> Link | None:
    if state.handover not in state.milestones:
        return None
    return offered.link(WaiveGate, {"milestone": str(state.handover), "gate": LIVING_OWNERS})
