"""The page of a quarterly review: an agenda to go through together, then the place to write down what was agreed."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from domain.journal_commands import HoldReview
from domain.refusals import NotNow
from projections.progress_shown import ShownProgress
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.forms.catalogue import FORMS
from service.forms.recorded import Done, caught_up, said
from service.forms.trial import Trial
from service.language.language import gettext as _
from service.language.retelling import retold
from service.mentoring.desk import MentorDesk
from service.mentoring.review_agenda import Question, in_plain_text, questions
from service.sign_in.door import SignedIn

PATH = "/programmes/{programme}/review"


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to go through, and whether this reader may write it down."""

    view: ShownProgress
    asked: tuple[Question, ...]
    page: str
    write: str
    not_yet: str


def review_pages(desk: MentorDesk, readings: Readings) -> APIRouter:
    """`/programmes/{programme}/review`, and the same as plain text. Not for those who are not shown the milestones."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after = Depends(caught_up(readings, "progress", "agenda"))

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[after])
    def look(programme: str, acting: Acting, done: Done = "") -> Response:
        found = _review(desk, programme_of(programme), acting)
        return desk.page(
            "review.html",
            acting,
            view=found.view,
            asked=found.asked,
            page=found.page,
            write=found.write,
            not_yet=found.not_yet,
            notice=said(done),
        )

    @router.api_route(f"{PATH}.txt", methods=["GET", "HEAD"], response_class=PlainTextResponse)
    def in_text(programme: str, acting: Acting) -> Response:
        found = _review(desk, programme_of(programme), acting)
        closing = _("Last: what do we agree? Write it down in Waymark.")
        return PlainTextResponse(in_plain_text(found.view.organisation, found.asked, closing))

    return router


def _review(desk: MentorDesk, ref: str, acting: SignedIn) -> Review:
    room, page = desk.reading(acting), f"/programmes/{ref.removeprefix('programme:')}"
    review = desk.looking_ahead(acting).review(ref, acting.person)
    view = room.progress(ref, acting.person).found
    agenda = room.agenda(ref, acting.person).found
    words = FORMS[HoldReview.NAME]
    objection = Trial(desk.waymark, desk.sight(ref, acting), acting, {}).objection(words, {})
    write = "" if objection else f"{page}/do/{HoldReview.NAME}"
    not_yet = retold(str(objection)) if isinstance(objection, NotNow) else ""
    return Review(view, questions(page, view, agenda, review), page, write, not_yet)
