"""The library over HTTP: what groups left behind, for anybody; more of it for those who have signed in."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from projections.legacy_lineage import LineageView
from projections.legacy_totals import Totals
from projections.legacy_views import LegacyView, LessonLine, LibraryPage, LibraryQuestion, ResourceView
from service.actor import Acting
from service.api_addresses import MilestonePath, ProgrammeId, programme_of
from service.api_headers import POSITION
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.api_readings import link_next
from service.legacy.library_room import VIEW, LibraryRoom
from service.sign_in.door import SignedIn

LIBRARY = "/api/library"
OPEN_DATA = f"{LIBRARY}.json"
WhoAsks = Callable[[Request], SignedIn | None]
"""Says who asks, or that nobody has signed in."""

_ANYBODYS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_THERE = described(HTTPStatus.NOT_FOUND)
_MINE = described(HTTPStatus.UNAUTHORIZED)
_SAID = {
    POSITION: {"description": "Everything up to this position of the log has been read.", "schema": {"type": "integer"}}
}

ShelfId = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        description="Which programme left it: the first part of the resource’s name, without `resource:`.",
        examples=["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
    ),
]
Number = Annotated[int, Path(ge=1, le=10_000, description="Its number among what that programme left.", examples=[1])]


def library_routes(room: LibraryRoom, readings: Readings, who: WhoAsks) -> APIRouter:
    """`/api/library` and what else is read of a legacy."""
    router = APIRouter(prefix="/api", tags=["library"])
    reader = Depends(who)

    async def caught_up(wait_for: WaitFor = None) -> None:
        await readings.reach(VIEW, wait_for)

    after = [Depends(caught_up)]

    @router.get(
        "/library",
        operation_id="search-library",
        summary="Search what groups left behind",
        dependencies=after,
        responses=_answers(_ANYBODYS),
    )
    def of_library(
        asked: Annotated[LibraryQuestion, Query()],
        request: Request,
        response: Response,
        asking: Annotated[SignedIn | None, reader],
    ) -> LibraryPage:
        """Lessons, toolkits, links and facilities, best fit first. Words that were mistyped find what is like them.

        Anybody may search what is for everybody. Who has signed in also finds what is for them.
        """
        page = seen_by(room, asking).search(asked, asking.person if asking else None).said_in(response)
        link_next(request, response, page.next)
        return page

    @router.get(
        "/library.json",
        operation_id="download-library",
        summary="The open part of the library as one file",
        response_model=list[ResourceView],
        responses=_ANYBODYS,
    )
    def of_open_data() -> StreamingResponse:
        """Everything that is for everybody, as open data: each thing with its licence, and no name of a person."""
        return StreamingResponse(_json(room.open_data()), media_type="application/json")

    @router.get(
        "/library/{shelf}/{number}",
        operation_id="read-resource",
        summary="One thing in the library",
        dependencies=after,
        responses=_answers(_ANYBODYS | _THERE),
    )
    def of_resource(
        shelf: ShelfId, number: Number, response: Response, asking: Annotated[SignedIn | None, reader]
    ) -> ResourceView:
        """One thing that a group left behind: its words, its licence, where it comes from and who looks after it."""
        name = f"resource:{shelf}/{number}"
        return seen_by(room, asking).resource(name, asking.person if asking else None).said_in(response)

    @router.get(
        "/totals",
        operation_id="read-totals",
        summary="Totals of this Waymark",
        dependencies=after,
        responses=_answers(_ANYBODYS),
    )
    def of_totals(response: Response) -> Totals:
        """What all programmes here reached together, as open data: counts, never names, never sums of sessions."""
        return room.totals().said_in(response)

    @router.get(
        "/mentors/{mentor}/totals",
        operation_id="read-mentor-totals",
        summary="Totals of a mentor organisation",
        dependencies=after,
        responses=_answers(_ANYBODYS | _MINE),
    )
    def of_mentor(
        mentor: Annotated[str, Path(max_length=200, description="The name of the mentor organisation.")],
        acting: Acting,
        response: Response,
    ) -> Totals:
        """What the programmes of one mentor organisation reached together, as far as you may see them."""
        return room.for_presence(acting.presence).totals_of(mentor, acting.person).said_in(response)

    @router.get(
        "/programmes/{programme}/milestones/{milestone}/lessons",
        operation_id="read-lessons",
        summary="What others left behind for a milestone",
        dependencies=after,
        responses=_answers(_ANYBODYS | _MINE | _THERE),
    )
    def of_milestone(
        programme: ProgrammeId,
        milestone: MilestonePath,
        acting: Acting,
        response: Response,
        limit: Annotated[int, Query(ge=1, le=50, description="At most so many.")] = 10,
    ) -> tuple[LessonLine, ...]:
        """What other organisations left for the same milestone, then for its kind; what helped most comes first."""
        return (
            room.for_presence(acting.presence)
            .lessons(programme_of(programme), milestone, acting.person, limit)
            .said_in(response)
        )

    @router.get(
        "/programmes/{programme}/legacy",
        operation_id="read-legacy",
        summary="What a programme leaves behind",
        dependencies=after,
        responses=_answers(_ANYBODYS | _MINE | _THERE),
    )
    def of_legacy(programme: ProgrammeId, acting: Acting, response: Response) -> LegacyView:
        """What the group published, its drafts, its recorded lessons and its questions, as far as you may see them."""
        return room.for_presence(acting.presence).legacy(programme_of(programme), acting.person).said_in(response)

    @router.get(
        "/programmes/{programme}/lineage",
        operation_id="read-lineage",
        summary="Who mentored whom",
        dependencies=after,
        responses=_answers(_ANYBODYS | _MINE | _THERE),
    )
    def of_lineage(programme: ProgrammeId, acting: Acting, response: Response) -> LineageView:
        """Who mentored this group, who mentored its mentor, whom it mentors now, and who stands beside it."""
        return room.for_presence(acting.presence).lineage(programme_of(programme), acting.person).said_in(response)

    return router


def seen_by(room: LibraryRoom, asking: SignedIn | None) -> LibraryRoom:
    """The library as whoever asks sees it."""
    return room if asking is None else room.for_presence(asking.presence)


def _json(things: Iterator[ResourceView]) -> Iterator[str]:
    yield "["
    for number, each in enumerate(things):
        yield f"{',' if number else ''}\n{each.model_dump_json()}"
    yield "\n]\n"


def _answers(problems: Mapping[int | str, dict[str, object]]) -> dict[int | str, Any]:
    return {**problems, HTTPStatus.OK: {"description": "What was asked for.", "headers": _SAID}}
