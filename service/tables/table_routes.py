"""Every table as a file: CSV for programs and archives, .xlsx for people with a spreadsheet."""

from collections.abc import Iterable
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from domain.event import PersonRef
from projections.history_question import HistoryQuestion
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting, signed_in
from service.api_addresses import ProgrammeId, programme_of
from service.api_headers import POSITION
from service.api_positions import Read
from service.api_problems import described
from service.past.room import PastRoom
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.tables import sheets
from service.tables.sheet import Sheet, as_csv, as_workbook

T = TypeVar("T")
Format = Literal["csv", "xlsx"]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGE = 200
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
_FILE: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {"description": "The file.", "content": {"text/csv": {}, WORKBOOK: {}}},
}


class Named(StrEnum):
    """The tables of one programme."""

    MILESTONES = "milestones"
    AGENDA = "agenda"
    DUTIES = "duties"
    PEOPLE = "people"
    HISTORY = "history"


TableName = Annotated[Named, Path(description="Which table.")]
Ending = Annotated[Format, Path(description="`csv`, or `xlsx` for a spreadsheet.")]


def table_routes(room: ReadingRoom, past: PastRoom) -> APIRouter:
    """The same files for programs, under /api, and for people who are signed in."""
    router = APIRouter()

    @router.get(
        "/api/programmes/{programme}/tables/{table}.{ending}",
        operation_id="download-table",
        summary="A table of a programme",
        tags=["reports"],
        response_class=StreamingResponse,
        responses={**_PROBLEMS, **_FILE},
    )
    def of_programme(programme: ProgrammeId, table: TableName, ending: Ending, acting: Acting) -> Response:
        """What you may see of it, with a row for each thing. No cell of it is run by a spreadsheet."""
        return _of_programme(room, past, programme_of(programme), table, ending, acting)

    @router.get(
        "/api/programmes.{ending}",
        operation_id="download-portfolio",
        summary="My programmes as a table",
        tags=["reports"],
        response_class=StreamingResponse,
        responses={**_PROBLEMS, **_FILE},
    )
    def of_portfolio(ending: Ending, acting: Acting) -> Response:
        """Every programme in which you have a part, a row for each."""
        return _of_portfolio(room, ending, acting)

    @router.api_route(
        "/programmes/{programme}/tables/{table}.{ending}", methods=["GET", "HEAD"], include_in_schema=False
    )
    def for_people(programme: str, table: TableName, ending: Ending, request: Request) -> Response:
        return _of_programme(room, past, programme_of(programme), table, ending, signed_in(request))

    @router.api_route("/programmes.{ending}", methods=["GET", "HEAD"], include_in_schema=False)
    def portfolio_for_people(ending: Ending, request: Request) -> Response:
        return _of_portfolio(room, ending, signed_in(request))

    return router


def _of_programme(
    room: ReadingRoom, past: PastRoom, programme: str, table: Named, ending: Format, asking: SignedIn
) -> Response:
    seen, reader = room.for_presence(asking.presence), asking.person
    name = f"{table}-{programme.removeprefix('programme:')}"
    match table:
        case Named.MILESTONES:
            progress = seen.progress(programme, reader)
            lines = Read(progress.position, sheets.milestone_lines(progress.found))
            return _file(sheets.MILESTONES, lines, name, ending)
        case Named.PEOPLE:
            progress = seen.progress(programme, reader)
            return _file(
                sheets.PEOPLE, Read(progress.position, sheets.people_lines(progress.found.people)), name, ending
            )
        case Named.AGENDA | Named.DUTIES:
            agenda = seen.agenda(programme, reader)
            every = sheets.agenda_lines(agenda.found)
            if table is Named.AGENDA:
                return _file(sheets.AGENDA, Read(agenda.position, every), name, ending)
            duties = [each for each in every if each.item.kind == "duty"]
            return _file(sheets.DUTIES, Read(agenda.position, duties), name, ending)
        case Named.HISTORY:
            whole = past.for_presence(asking.presence).whole(programme, HistoryQuestion(), reader)
            return _file(sheets.HISTORY, whole, name, ending)


def _of_portfolio(room: ReadingRoom, ending: Format, asking: SignedIn) -> Response:
    return _file(sheets.PORTFOLIO, _every_line(room.for_presence(asking.presence), asking.person), "programmes", ending)


def _every_line(room: ReadingRoom, reader: PersonRef) -> Read[list[PortfolioLine]]:
    """Every line of a portfolio, page by page."""
    found: list[PortfolioLine] = []
    after: str | None = None
    while True:
        page = room.portfolio(reader, after, _PAGE)
        found += page.found.programmes
        after = page.found.next
        if after is None:
            return Read(page.position, found)


def _file(sheet: Sheet[T], read: Read[Any], name: str, ending: Format) -> Response:
    lines: Iterable[T] = read.found
    headers = {POSITION: str(read.position), "Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if ending == "csv":
        return StreamingResponse(as_csv(sheet, lines), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(as_workbook(sheet, lines), media_type=WORKBOOK, headers=headers)
