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
from projections.lineage import LineageQuestion
from projections.progress_shown import ShownProgress
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.forms.recorded import Done, caught_up, said
from service.page_numbers import PageNumber
from service.page_words import day_or_none
from service.pages import FormDay, Press, Reader
from service.past.change_list import changes_of
from service.past.figure_sections import sections
from service.past.history_files import lines_file, table_file
from service.past.room import LATELY, PastRoom
from service.past.totals_routes import totals_pages
from service.past.typed_days import typed_days
from service.people import People
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn

_ON_A_PAGE = 50
_COMPARED = ("from_known_at", "from_true_on", "to_known_at", "to_true_on")

After = Annotated[int | None, Query(ge=0, le=2**62)]
ChosenMilestone = Annotated[MilestoneId | None, BeforeValidator(day_or_none), Query()]
ChosenPerson = Annotated[PersonRef | None, BeforeValidator(day_or_none), Query()]


def past_pages(press: Press, room: ReadingRoom, past: PastRoom, people: People, readings: Readings) -> APIRouter:
    """The pages, for whoever has signed in and has a part in the programme."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after_form = Depends(caught_up(readings, "history"))

    def page(
        asking: SignedIn, template: str, programme: str, status: HTTPStatus = HTTPStatus.OK, **values: object
    ) -> Response:
        return press.page(
            template,
            Reader(people.names([asking.person])[asking.person], asking.until),
            status,
            programme=programme,
            organisation=room.for_presence(asking.presence).organisation(programme, asking.person),
            **values,
        )

    def figures_then(seen: PastRoom, programme: str, moment: Moment, reader: PersonRef) -> ShownProgress | None:
        if moment == Moment():
            return None
        try:
            return seen.then(programme, moment, reader).found
        except UnknownPart:
            return None

    @router.api_route("/programmes/{programme}/history", methods=["GET", "HEAD"], dependencies=[after_form])
    def history(
        request: Request,
        programme: str,
        acting: Acting,
        milestone: ChosenMilestone = None,
        person: ChosenPerson = None,
        after: After = None,
        done: Done = "",
    ) -> Response:
        reader, ref = acting.person, programme_of(programme)
        seen = past.for_presence(acting.presence)
        days = typed_days(request.query_params, "known_at", "true_on", "since", "until", ordered=("since", "until"))
        question = wanted(days["known_at"], days["true_on"], days["since"], days["until"], milestone, person, after)
        found = room.for_presence(acting.presence).history(ref, question, reader).found
        query = as_asked(question)
        older = urlencode({**query, "after": found.next}) if found.next is not None else None
        return page(
            acting,
            "history.html",
            ref,
            HTTPStatus.UNPROCESSABLE_ENTITY if days.wrong else HTTPStatus.OK,
            entries=() if days.wrong else found.entries,
            out=seen.taking_out(ref, found.entries, acting),
            notice=said(done),
            question=question,
            typed=days.typed,
            wrong=days.wrong,
            known_on=days["known_at"],
            then=None if days.wrong else figures_then(seen, ref, question.moment, reader),
            milestones=seen.milestones(ref, reader),
            people=seen.people(ref, reader),
            query=urlencode(query),
            older=None if days.wrong else older,
        )

    @router.api_route("/programmes/{programme}/history.csv", methods=["GET", "HEAD"])
    def table(programme: str, acting: Acting, question: Annotated[HistoryQuestion, Depends(wanted)]) -> Response:
        whole = question.model_copy(update={"newest_first": False, "after": None})
        return table_file(past.for_presence(acting.presence), programme_of(programme), whole, acting.person)

    @router.api_route("/programmes/{programme}/history.jsonl", methods=["GET", "HEAD"])
    def lines(programme: str, acting: Acting, question: Annotated[HistoryQuestion, Depends(wanted)]) -> Response:
        whole = question.model_copy(update={"newest_first": False, "after": None})
        return lines_file(past.for_presence(acting.presence), programme_of(programme), whole, acting.person)

    @router.api_route("/programmes/{programme}/history/difference", methods=["GET", "HEAD"])
    def difference(
        request: Request,
        programme: str,
        acting: Acting,
        after: After = None,
        about: Annotated[str, Query(max_length=200)] = "",
        number: Annotated[PageNumber, Query(alias="page")] = 1,
    ) -> Response:
        reader, ref = acting.person, programme_of(programme)
        days = typed_days(request.query_params, *_COMPARED)
        from_known_at = days["from_known_at"]
        if from_known_at is None and days["from_true_on"] is None:
            from_known_at = past.today - LATELY
        question = DifferenceQuestion(
            before=Moment(known_at=end_of(from_known_at), true_on=days["from_true_on"]),
            after=Moment(known_at=end_of(days["to_known_at"]), true_on=days["to_true_on"]),
            cursor=after or 0,
            limit=_ON_A_PAGE,
        )
        if days.wrong:
            status, found = HTTPStatus.UNPROCESSABLE_ENTITY, None
        else:
            status, found = HTTPStatus.OK, past.for_presence(acting.presence).difference(ref, question, reader).found
        kept = {**days.days, **({"from_known_at": from_known_at} if from_known_at else {})}
        return page(
            acting,
            "difference.html",
            ref,
            status,
            found=found,
            typed={**days.typed, **({} if days.wrong else {name: day.isoformat() for name, day in kept.items()})},
            wrong=days.wrong,
            shown=changes_of(found.changes, number, about=about, later=after is not None) if found else None,
            later=after is not None,
            compared=urlencode(kept),
            more=urlencode({**kept, "after": found.next}) if found and found.next is not None else None,
        )

    @router.api_route("/programmes/{programme}/figures", methods=["GET", "HEAD"])
    def figures(
        programme: str,
        acting: Acting,
        part: Annotated[str, Query(max_length=40)] = "",
        number: Annotated[PageNumber, Query(alias="page")] = 1,
    ) -> Response:
        ref = programme_of(programme)
        every = sections(past.for_presence(acting.presence).figures(ref, acting.person).found)
        chosen = next((each for each in every if each.name == part and each.long), None)
        return page(
            acting, "figures.html", ref, sections=every, chosen=chosen, turn=chosen.turned(number) if chosen else None
        )

    @router.api_route("/programmes/{programme}/figures/{name}", methods=["GET", "HEAD"])
    def figure(request: Request, programme: str, acting: Acting, name: str, after: After = None) -> Response:
        ref = programme_of(programme)
        days = typed_days(request.query_params, "known_at")
        known_at = days["known_at"]
        question = LineageQuestion(
            name=name[:100], moment=Moment(known_at=end_of(known_at)), after=after, limit=_ON_A_PAGE
        )
        found = past.for_presence(acting.presence).lineage(ref, question, acting.person).found
        kept = {"known_at": known_at} if known_at else {}
        return page(
            acting,
            "figure.html",
            ref,
            HTTPStatus.UNPROCESSABLE_ENTITY if days.wrong else HTTPStatus.OK,
            found=found,
            known_on=known_at,
            typed=days.typed,
            wrong=days.wrong,
            more=urlencode({**kept, "after": found.next}) if found.next is not None else None,
        )

    router.include_router(totals_pages(press, past.of_totals, people))
    return router


def wanted(
    known_at: FormDay = None,
    true_on: FormDay = None,
    since: FormDay = None,
    until: FormDay = None,
    milestone: ChosenMilestone = None,
    person: ChosenPerson = None,
    after: After = None,
) -> HistoryQuestion:
    """The part of a history that an address asks for."""
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
