"""The past over HTTP: files of a history, differences, how far a programme was, and where each figure comes from."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from projections.difference import Difference, DifferenceQuestion
from projections.history_question import HistoryQuestion, Moment
from projections.lineage import FigureView, LineageQuestion, LineageView
from projections.progress_shown import ShownProgress
from service.actor import Acting
from service.api_addresses import ProgrammeId, programme_of
from service.api_headers import POSITION
from service.api_history import Instant, history_question
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.api_readings import link_next
from service.past.history_files import as_file, lines_file, table_file
from service.past.room import VIEW, PastRoom
from service.past.table import Described, dictionary, dictionary_table
from service.past.totals_routes import totals_routes

_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_READ = {
    POSITION: {"description": "Everything up to this position of the log has been read.", "schema": {"type": "integer"}}
}
_LINK = {
    "Link": {"description": 'The next page, as rel="next", unless this is the last.', "schema": {"type": "string"}}
}
_MEANT = {"Link": {"description": "What the columns mean, as rel=describedby.", "schema": {"type": "string"}}}

FigureName = Annotated[
    str, Path(max_length=100, description="The name of the figure.", examples=["counts.accepted", "stages.GOV.total"])
]
After = Annotated[int | None, Query(ge=0, le=2**62, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many on this page.")]


class Figures(BaseModel, frozen=True):
    """Every figure of a programme."""

    figures: tuple[FigureView, ...]


class Dictionary(BaseModel, frozen=True):
    """What every column and field of the files means."""

    columns: tuple[Described, ...]


async def moment_asked(
    known_at: Annotated[Instant | None, Query(description="As it was known then. A day means its end.")] = None,
    true_on: Annotated[date | None, Query(description="As it was true on this day, by all that is known.")] = None,
) -> Moment:
    """The moment that an address asks about."""
    return Moment(known_at=known_at, true_on=true_on)


async def difference_question(
    from_known_at: Annotated[Instant | None, Query(description="From what was known then. A day: its end.")] = None,
    from_true_on: Annotated[date | None, Query(description="From what was true on this day.")] = None,
    to_known_at: Annotated[Instant | None, Query(description="To what was known then. Now if left out.")] = None,
    to_true_on: Annotated[date | None, Query(description="To what was true on this day.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> DifferenceQuestion:
    """The two moments that an address asks about. Without the first it is thirty days before now."""
    before = Moment(known_at=from_known_at, true_on=from_true_on)
    later = Moment(known_at=to_known_at, true_on=to_true_on)
    return DifferenceQuestion(before=before, after=later, cursor=after or 0, limit=limit)


def past_routes(room: PastRoom, readings: Readings) -> APIRouter:
    """Every reading of the past as a GET."""
    router = APIRouter(prefix="/api", tags=["history"])

    async def caught_up(wait_for: WaitFor = None) -> None:
        await readings.reach(VIEW, wait_for)

    ready = [Depends(caught_up)]

    @router.get(
        "/programmes/{programme}/history.csv",
        operation_id="download-history-table",
        summary="The history as a table",
        response_class=StreamingResponse,
        dependencies=ready,
        responses=_answers("text/csv", _READ, _MEANT),
    )
    def table(
        programme: ProgrammeId, acting: Acting, asked: Annotated[HistoryQuestion, Depends(history_question)]
    ) -> Response:
        """Everything that is asked for, in one file (RFC 4180, UTF-8). No cell of it is run by a spreadsheet.

        What its columns mean is at `/api/history/columns`.
        """
        return table_file(room.for_presence(acting.presence), programme_of(programme), asked, acting.person)

    @router.get(
        "/programmes/{programme}/history.jsonl",
        operation_id="download-events",
        summary="The stored events",
        response_class=StreamingResponse,
        dependencies=ready,
        responses=_answers("application/jsonl", _READ, _MEANT),
    )
    def lines(
        programme: ProgrammeId, acting: Acting, asked: Annotated[HistoryQuestion, Depends(history_question)]
    ) -> Response:
        """The events themselves, byte for byte as they are stored, one line of JSON each. Sealed words stay sealed.

        Of an event that you may not see there is only the hash.
        """
        return lines_file(room.for_presence(acting.presence), programme_of(programme), asked, acting.person)

    @router.get(
        "/programmes/{programme}/history/progress",
        operation_id="read-past-progress",
        summary="How far a programme was",
        dependencies=ready,
        responses=_answers(None, _READ),
    )
    def then(
        programme: ProgrammeId,
        acting: Acting,
        response: Response,
        moment: Annotated[Moment, Depends(moment_asked)],
    ) -> ShownProgress:
        """How far a programme was: as it was known at a past instant, or as it was true on a past day."""
        return room.for_presence(acting.presence).then(programme_of(programme), moment, acting.person).said_in(response)

    @router.get(
        "/programmes/{programme}/history/difference",
        operation_id="read-difference",
        summary="What changed between two moments",
        dependencies=ready,
        responses=_answers(None, _READ, _LINK),
    )
    def differs(
        programme: ProgrammeId,
        acting: Acting,
        request: Request,
        response: Response,
        asked: Annotated[DifferenceQuestion, Depends(difference_question)],
    ) -> Difference:
        """What was added, and what that changed: each change before and after, with the events that made it.

        Between two instants; or between what was known at an instant and what was true on a day.
        """
        found = (
            room.for_presence(acting.presence)
            .difference(programme_of(programme), asked, acting.person)
            .said_in(response)
        )
        link_next(request, response, found.next)
        return found

    @router.get(
        "/programmes/{programme}/figures",
        operation_id="read-figures",
        summary="Every figure of a programme",
        responses=_answers(None, _READ),
    )
    def figures(programme: ProgrammeId, acting: Acting, response: Response) -> Figures:
        """Every number that is shown about a programme, by the name under which its events are listed."""
        return Figures(
            figures=room.for_presence(acting.presence).figures(programme_of(programme), acting.person).said_in(response)
        )

    @router.get(
        "/programmes/{programme}/figures/{name}/events",
        operation_id="read-figure-events",
        summary="Where a figure comes from",
        dependencies=ready,
        responses=_answers(None, _READ, _LINK),
    )
    def origin(
        programme: ProgrammeId,
        name: FigureName,
        acting: Acting,
        request: Request,
        response: Response,
        moment: Annotated[Moment, Depends(moment_asked)],
        after: After = None,
        limit: Limit = 100,
    ) -> LineageView:
        """The events a figure comes from, each with its place in the audited record, and what they add up to."""
        asked = LineageQuestion(name=name, moment=moment, after=after, limit=limit)
        found = (
            room.for_presence(acting.presence).lineage(programme_of(programme), asked, acting.person).said_in(response)
        )
        link_next(request, response, found.next)
        return found

    @router.get("/history/columns", operation_id="list-history-columns", summary="What the columns of the files mean")
    async def columns() -> Dictionary:
        """The data dictionary of history.csv and history.jsonl. The same as a table: `/api/history/columns.csv`."""
        return Dictionary(columns=dictionary())

    @router.get(
        "/history/columns.csv",
        operation_id="download-history-columns",
        summary="What the columns of the files mean, as a table",
        response_class=Response,
        responses={HTTPStatus.OK: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    )
    async def columns_table() -> Response:
        """The data dictionary as a table."""
        return as_file("".join(dictionary_table()), "history-columns.csv", "text/csv; charset=utf-8")

    router.include_router(totals_routes(room.of_totals, readings))
    return router


def _answers(media_type: str | None, *headers: dict[str, Any]) -> dict[int | str, Any]:
    said: dict[str, Any] = {"description": "What was asked for."}
    said["headers"] = {name: value for each in headers for name, value in each.items()}
    if media_type is not None:
        said["content"] = {media_type: {"schema": {"type": "string"}}}
    return {**_PROBLEMS, HTTPStatus.OK: said}
