"""Reports over HTTP and as a page: one report, in the form that somebody asks for."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BeforeValidator

from domain.refusals import DayNotPossible
from service.actor import Acting
from service.api_addresses import ProgrammeId, programme_of
from service.api_headers import POSITION
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.evidence.file_names import attachment
from service.language.language import gettext as _
from service.language.vocabulary import speaking_of
from service.page_words import day_or_none
from service.pages import Press, Reader
from service.past.typed_days import typed_days
from service.people import People
from service.refusal_status import status_of
from service.reports.document import Document
from service.reports.easy_words import easy_document
from service.reports.html_form import html_answer
from service.reports.pdf_form import as_pdf
from service.reports.plain_words import plain_document
from service.reports.question import Detail, Form, ReportKind, ReportQuestion
from service.reports.report import Report
from service.reports.report_room import MadeReport, ReportRoom
from service.reports.spoken import as_the_group_says, words_of
from service.reports.text_form import as_text

FORMS: tuple[tuple[Form, str], ...] = (
    ("pdf", "PDF"),
    ("easy-read", "Easy Read"),
    ("easy-read-pdf", "Easy Read as a PDF"),
    ("text", "plain text"),
    ("json", "data"),
)
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
_FORMS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "description": "The report.",
        "content": {
            "text/html": {},
            "text/plain": {},
            "application/pdf": {},
            "application/json": {"schema": {"$ref": "#/components/schemas/Report"}},
        },
    }
}
Day = Annotated[date | None, BeforeValidator(day_or_none)]


async def report_question(
    kind: Annotated[ReportKind, Query(description="For the group and its mentor, or for funders.")] = "progress",
    first: Annotated[Day, Query(alias="from", description="Its first day. Thirteen weeks before the last.")] = None,
    last: Annotated[Day, Query(alias="to", description="Its last day. If left out: today, or its end.")] = None,
    detail: Annotated[Detail, Query(description="The main things, or all of it with pictures.")] = "short",
) -> ReportQuestion:
    """The report that an address asks for."""
    return ReportQuestion(kind=kind, first=first, last=last, detail=detail)


Asked = Annotated[ReportQuestion, Depends(report_question)]
AsForm = Annotated[Form, Query(alias="as", description="Its form.")]


def report_routes(room: ReportRoom, readings: Readings) -> APIRouter:
    """For programs."""
    router = APIRouter(prefix="/api", tags=["reports"])

    async def caught_up(wait_for: WaitFor = None) -> None:
        for view in ("progress", "history", "legacy"):
            await readings.reach(view, wait_for)

    @router.get(
        "/programmes/{programme}/report",
        operation_id="read-report",
        summary="A report of a programme",
        response_model=Report,
        dependencies=[Depends(caught_up)],
        responses={**_PROBLEMS, **_FORMS},
    )
    def report(programme: ProgrammeId, acting: Acting, asked: Asked, form: AsForm = "json") -> Response:
        """What happened in a time, where the programme is, and what comes next: in plain English, or as data.

        It holds what you may see, and names no person. A PDF is tagged for screen readers (PDF/UA-1).
        """
        read = room.for_presence(acting.presence).report(programme_of(programme), asked, acting.person)
        answer = in_form(read.found, form)
        answer.headers[POSITION] = str(read.position)
        return answer

    return router


def report_pages(press: Press, room: ReportRoom, people: People) -> APIRouter:
    """For people: a form to choose with, and the report below it."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/programmes/{programme}/report", methods=["GET", "HEAD"])
    def report(
        request: Request,
        programme: str,
        acting: Acting,
        kind: ReportKind = "progress",
        detail: Detail = "short",
        form: AsForm = "html",
        choose: str = "",
    ) -> Response:
        ref, mine = programme_of(programme), room.for_presence(acting.presence)
        days = typed_days(request.query_params, "from", "to")
        asked = ReportQuestion(kind=kind, first=days["from"], last=days["to"], detail=detail)
        made, status, wrong = None, HTTPStatus.UNPROCESSABLE_ENTITY.value, dict(days.wrong)
        if not wrong:
            try:
                made, status = mine.report(ref, asked, acting.person).found, HTTPStatus.OK.value
            except DayNotPossible as refused:
                status, wrong["to"] = status_of(type(refused)), str(refused)
        if made is not None and form != "html":
            return in_form(made, form)
        chosen = {"kind": asked.kind, "detail": asked.detail, "from": asked.first, "to": asked.last}
        return press.page(
            "report.html",
            Reader(people.names([acting.person])[acting.person], acting.until),
            status,
            programme=ref,
            organisation=mine.organisation(ref, acting.person),
            asked=asked,
            document=plain_document(made) if made else None,
            typed=days.typed,
            wrong=wrong,
            choose=choose,
            forms=FORMS,
            query=urlencode({name: str(value) for name, value in chosen.items() if value is not None}),
        )

    return router


def in_form(made: MadeReport, form: Form) -> Response:
    """The report in one of its forms. A PDF of a whole programme takes a tenth of a second.

    Each form but that for programs says the group's own words for itself.
    """
    with speaking_of(lambda: words_of(made.report)):
        return _in_form(made, form)


def _in_form(made: MadeReport, form: Form) -> Response:
    match form:
        case "json":
            return JSONResponse(made.report.model_dump(mode="json"))
        case "html":
            return html_answer(as_the_group_says(plain_document(made)))
        case "easy-read":
            return html_answer(as_the_group_says(easy_document(made)))
        case "text":
            return _file(
                made.report,
                as_text(as_the_group_says(plain_document(made))).encode(),
                "txt",
                "text/plain; charset=utf-8",
            )
        case "pdf":
            return _pdf(made.report, plain_document(made))
        case "easy-read-pdf":
            return _pdf(made.report, easy_document(made), easy=True)


def _pdf(report: Report, document: Document, *, easy: bool = False) -> Response:
    content = as_pdf(as_the_group_says(document), report.made_on)
    return _file(report, content, "pdf", "application/pdf", easy=easy)


def _file(report: Report, content: bytes, ending: str, media_type: str, *, easy: bool = False) -> Response:
    """A file whose name says whose it is, for whom and up to when, so that two of them do not become one."""
    called = _("Report to funders") if report.kind == "funder" else _("Progress report")
    parts = [report.organisation, called, *([_("Easy Read")] if easy else []), report.last.isoformat()]
    named = attachment(f"{' - '.join(parts)}.{ending}", "inline")
    return Response(content, media_type=media_type, headers={"Content-Disposition": named})
