"""The readings over HTTP. Each says how far in the log it has read, and can be asked to wait for a position."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from projections.agenda_reading import AgendaView
from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryPage
from projections.portfolio_reading import PortfolioPage
from projections.progress_shown import ShownDetail, ShownProgress
from service.actor import Acting
from service.api_addresses import MilestonePath, ProgrammeId, programme_of
from service.api_board import BoardOnDay
from service.api_headers import POSITION, etag
from service.api_history import history_question
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn

_MINE = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_OF_PROGRAMME = _MINE | described(HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
_SAID = {
    POSITION: {"description": "Everything up to this position of the log has been read.", "schema": {"type": "integer"}}
}
_PAGED = {
    "Link": {"description": 'The next page, as rel="next", unless this is the last.', "schema": {"type": "string"}}
}
_TAGGED = {"ETag": {"description": "The version of the milestone, for If-Match.", "schema": {"type": "string"}}}

Limit = Annotated[int, Query(ge=1, le=200, description="At most so many on this page.")]


def reading_routes(room: ReadingRoom, readings: Readings) -> APIRouter:
    """Every reading as a GET."""
    router = APIRouter(prefix="/api", tags=["readings"])
    after_agenda = Depends(_caught_up(readings, "agenda"))
    after_progress = Depends(_caught_up(readings, "progress"))

    def seen_by(acting: SignedIn) -> ReadingRoom:
        return room.for_presence(acting.presence)

    @router.get(
        "/programmes",
        operation_id="read-portfolio",
        summary="My programmes at a glance",
        dependencies=[Depends(_caught_up(readings, "portfolio"))],
        responses=_answers(_MINE, _SAID, _PAGED),
    )
    def my_programmes(
        request: Request,
        response: Response,
        acting: Acting,
        after: Annotated[str | None, Query(max_length=100, description="The `next` of the page before.")] = None,
        limit: Limit = 50,
    ) -> PortfolioPage:
        """Every programme in which you have a part, by name: how far it is, the next date, who is waited for."""
        page = seen_by(acting).portfolio(acting.person, after, limit).said_in(response)
        link_next(request, response, page.next)
        return page

    @router.get(
        "/programmes/{programme}",
        operation_id="read-progress",
        summary="How far a programme is",
        dependencies=[after_progress],
        responses=_answers(_OF_PROGRAMME, _SAID),
    )
    def of_programme(programme: ProgrammeId, acting: Acting, response: Response) -> ShownProgress:
        """How far a programme and each of its milestones is, beside every plan it was measured against."""
        return seen_by(acting).progress(programme_of(programme), acting.person).said_in(response)

    @router.get(
        "/programmes/{programme}/milestones/{milestone}",
        operation_id="read-milestone",
        summary="One milestone",
        dependencies=[after_progress],
        responses=_answers(_OF_PROGRAMME, _SAID, _TAGGED),
    )
    def of_milestone(
        programme: ProgrammeId, milestone: MilestonePath, acting: Acting, response: Response
    ) -> ShownDetail:
        """One milestone with its guidance, its gates and what it waits for."""
        detail = seen_by(acting).milestone(programme_of(programme), milestone, acting.person).said_in(response)
        if detail.milestone.changed is not None:
            response.headers["ETag"] = etag(detail.milestone.changed)
        return detail

    @router.get(
        "/programmes/{programme}/agenda",
        operation_id="read-agenda",
        summary="What a programme waits for",
        dependencies=[after_agenda],
        responses=_answers(_OF_PROGRAMME, _SAID),
    )
    def of_agenda(programme: ProgrammeId, acting: Acting, response: Response) -> AgendaView:
        """What a programme waits for and whom: what is to do, what is late, and what waits for someone else."""
        return seen_by(acting).agenda(programme_of(programme), acting.person).said_in(response)

    @router.get(
        "/agenda",
        operation_id="read-own-agenda",
        summary="What I am waited for",
        dependencies=[after_agenda],
        responses=_answers(_MINE, _SAID),
    )
    def of_mine(acting: Acting, response: Response) -> AgendaView:
        """What you are waited for, over all your programmes."""
        return seen_by(acting).own_agenda(acting.person).said_in(response)

    @router.get(
        "/programmes/{programme}/history",
        operation_id="read-history",
        summary="What happened in a programme",
        dependencies=[Depends(_caught_up(readings, "history"))],
        responses=_answers(_OF_PROGRAMME, _SAID, _PAGED),
    )
    def of_history(
        programme: ProgrammeId,
        acting: Acting,
        request: Request,
        response: Response,
        asked: Annotated[HistoryQuestion, Depends(history_question)],
    ) -> HistoryPage:
        """What happened, in plain sentences, each with the stored event it tells of.

        As it is known now, as it was known at a past instant (`known_at`), or as it was true on a past day (`true_on`).
        """
        page = seen_by(acting).history(programme_of(programme), asked, acting.person).said_in(response)
        link_next(request, response, page.next)
        return page

    @router.get(
        "/programmes/{programme}/board",
        operation_id="read-board",
        summary="The board register",
        responses=_answers(_OF_PROGRAMME, _SAID),
    )
    def of_board(
        programme: ProgrammeId,
        acting: Acting,
        response: Response,
        on: Annotated[date | None, Query(description="A past day, such as 2026-03-31. Today if left out.")] = None,
    ) -> BoardOnDay:
        """Who sits on the board, and what share of the votes comes from the constituency: now, or on a past day.

        It is read from the log itself, so it never lags behind.
        """
        return seen_by(acting).board(programme_of(programme), acting.person, on).said_in(response)

    return router


def link_next(request: Request, response: Response, cursor: str | int | None) -> None:
    """Say where the next page is, with everything else that was asked for kept."""
    if cursor is None:
        return
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"after", "wait_for"}]
    query = urlencode([*kept, ("after", str(cursor))])
    response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def _caught_up(readings: Readings, projection: str) -> Callable[..., Awaitable[None]]:
    async def caught_up(wait_for: WaitFor = None) -> None:
        await readings.reach(projection, wait_for)

    return caught_up


def _answers(problems: Mapping[int | str, dict[str, object]], *headers: Mapping[str, object]) -> dict[int | str, Any]:
    said = {name: value for each in headers for name, value in each.items()}
    return {**problems, HTTPStatus.OK: {"description": "What was asked for.", "headers": said}}
