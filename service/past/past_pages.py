"""The pages of the past: the history, what changed between two moments, and where every figure comes from."""

from datetime import date, datetime, time
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator

from domain.calendar import LONDON
from domain.event import PersonRef
from domain.plan import MilestoneId
from domain.refusals import UnknownPart
from projections.difference import DifferenceQuestion
from projections.history_question import HistoryQuestion, Moment
from projections.lineage import FigureView, LineageQuestion
from projections.progress_shown import ShownProgress
from service.actor import signed_in
from service.api_addresses import programme_of
from service.page_words import day_or_none
from service.pages import FormDay, Press, Reader
from service.past.history_files import lines_file, table_file
from service.past.room import LATELY, PastRoom
from service.past.totals_routes import totals_pages
from service.people import People
from service.reading_room import ReadingRoom

_ON_A_PAGE = 50
_DETAILS = ("milestones.", "burn_up.", "version", "last_position")

After = Annotated[int | None, Query(ge=0, le=2**62)]
ChosenMilestone = Annotated[MilestoneId | None, BeforeValidator(day_or_none), Query()]
ChosenPerson = Annotated[PersonRef | None, BeforeValidator(day_or_none), Query()]


def past_pages(press: Press, room: ReadingRoom, past: PastRoom, people: People) -> APIRouter:
    """The pages, for whoever has signed in and has a part in the programme."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def page(request: Request, template: str, programme: str, **values: object) -> Response:
        asking = signed_in(request)
        reader = asking.person
        return press.page(
            template,
            Reader(people.names([reader])[reader], asking.until),
            HTTPStatus.OK,
            programme=programme,
            organisation=room.organisation(programme, reader),
            **values,
        )

    def figures_then(programme: str, moment: Moment, reader: PersonRef) -> ShownProgress | None:
        if moment == Moment():
            return None
        try:
            return past.then(programme, moment, reader).found
        except UnknownPart:
            return None

    def asked(
        known_at: FormDay = None,
        true_on: FormDay = None,
        since: FormDay = None,
        until: FormDay = None,
        milestone: ChosenMilestone = None,
        person: ChosenPerson = None,
        after: After = None,
    ) -> HistoryQuestion:
        return HistoryQuestion(
            known_at=end_of(known_at),
            true_on=true_on,
            since=since,
            until=until,
            milestone=milestone,
            person=person,
            newest_first=True,
            limit=_ON_A_PAGE,
            after=after,
        )

    @router.api_route("/programmes/{programme}/history", methods=["GET", "HEAD"])
    def history(request: Request, programme: str, question: Annotated[HistoryQuestion, Depends(asked)]) -> Response:
        reader, ref = signed_in(request).person, programme_of(programme)
        found = room.history(ref, question, reader).found
        query = as_asked(question)
        return page(
            request,
            "history.html",
            ref,
            entries=found.entries,
            question=question,
            known_on=question.known_at.date() if question.known_at else None,
            then=figures_then(ref, question.moment, reader),
            milestones=past.milestones(ref, reader),
            people=past.people(ref, reader),
            query=urlencode(query),
            older=urlencode({**query, "after": found.next}) if found.next is not None else None,
        )

    @router.api_route("/programmes/{programme}/history.csv", methods=["GET", "HEAD"])
    def table(request: Request, programme: str, question: Annotated[HistoryQuestion, Depends(asked)]) -> Response:
        whole = question.model_copy(update={"newest_first": False, "after": None})
        return table_file(past, programme_of(programme), whole, signed_in(request).person)

    @router.api_route("/programmes/{programme}/history.jsonl", methods=["GET", "HEAD"])
    def lines(request: Request, programme: str, question: Annotated[HistoryQuestion, Depends(asked)]) -> Response:
        whole = question.model_copy(update={"newest_first": False, "after": None})
        return lines_file(past, programme_of(programme), whole, signed_in(request).person)

    @router.api_route("/programmes/{programme}/history/difference", methods=["GET", "HEAD"])
    def difference(
        request: Request,
        programme: str,
        from_known_at: FormDay = None,
        from_true_on: FormDay = None,
        to_known_at: FormDay = None,
        to_true_on: FormDay = None,
        after: After = None,
    ) -> Response:
        reader, ref = signed_in(request).person, programme_of(programme)
        if from_known_at is None and from_true_on is None:
            from_known_at = past.today - LATELY
        question = DifferenceQuestion(
            before=Moment(known_at=end_of(from_known_at), true_on=from_true_on),
            after=Moment(known_at=end_of(to_known_at), true_on=to_true_on),
            cursor=after or 0,
            limit=_ON_A_PAGE,
        )
        days = {
            "from_known_at": from_known_at,
            "from_true_on": from_true_on,
            "to_known_at": to_known_at,
            "to_true_on": to_true_on,
        }
        found = past.difference(ref, question, reader).found
        kept = {name: day for name, day in days.items() if day is not None}
        return page(
            request,
            "difference.html",
            ref,
            found=found,
            days=days,
            changes=[change for change in found.changes if not change.detail],
            more=urlencode({**kept, "after": found.next}) if found.next is not None else None,
        )

    @router.api_route("/programmes/{programme}/figures", methods=["GET", "HEAD"])
    def figures(request: Request, programme: str) -> Response:
        ref = programme_of(programme)
        found = past.figures(ref, signed_in(request).person).found
        return page(
            request,
            "figures.html",
            ref,
            figures=[each for each in found if not _is_detail(each) and not _is_of_criterion(each)],
            criteria=[each for each in found if _is_of_criterion(each)],
            details=[each for each in found if _is_detail(each)],
        )

    @router.api_route("/programmes/{programme}/figures/{name}", methods=["GET", "HEAD"])
    def figure(request: Request, programme: str, name: str, known_at: FormDay = None, after: After = None) -> Response:
        ref = programme_of(programme)
        moment = Moment(known_at=end_of(known_at))
        question = LineageQuestion(name=name[:100], moment=moment, after=after, limit=_ON_A_PAGE)
        found = past.lineage(ref, question, signed_in(request).person).found
        kept = {"known_at": known_at} if known_at else {}
        more = urlencode({**kept, "after": found.next}) if found.next is not None else None
        return page(request, "figure.html", ref, found=found, known_on=known_at, more=more)

    router.include_router(totals_pages(press, past.of_totals, people))
    return router


def end_of(day: date | None) -> datetime | None:
    """The end of a day in London."""
    return None if day is None else datetime.combine(day, time.max, LONDON)


def as_asked(question: HistoryQuestion) -> dict[str, str]:
    """What was asked for, as the fields of the form have it."""
    known = question.known_at.date() if question.known_at is not None else None
    fields = {
        "known_at": known,
        "true_on": question.true_on,
        "since": question.since,
        "until": question.until,
        "milestone": question.milestone,
        "person": question.person,
    }
    return {name: str(value) for name, value in fields.items() if value is not None}


def _is_of_criterion(figure: FigureView) -> bool:
    return figure.name.startswith("criteria.")


def _is_detail(figure: FigureView) -> bool:
    return figure.name.startswith(_DETAILS)
