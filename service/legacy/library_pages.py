"""The pages of the library: the search, one thing, and what others left for a milestone. They need no script."""

from collections.abc import Iterable
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from domain.refusals import NO_SUCH_PROGRAMME, UnknownPart, UnknownProgramme
from projections.legacy_views import LibraryQuestion
from service.api_addresses import programme_of
from service.language.language import translated
from service.legacy.library_api import WhoAsks, seen_by
from service.legacy.library_room import LibraryRoom
from service.legacy.library_words import FILTERS_OF_PAGES, FORMATS, KINDS, LANGUAGES, asked_again, message, plan
from service.legacy.thing_offers import ThingOffers
from service.pages import Press
from service.people import People
from service.sign_in.door import SignedIn

_CRITERIA = tuple((number, str(number)) for number in range(1, 22))
_LESSONS = 20
_NOT_THERE = "There is nothing of this name in the library that you may see. Look for it in the search."


def library_pages(press: Press, room: LibraryRoom, people: People, who: WhoAsks, offers: ThingOffers) -> APIRouter:
    """The pages, for anybody; more is on them for those who have signed in."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def name_of(asking: SignedIn | None) -> str | None:
        return None if asking is None else people.names([asking.person])[asking.person]

    @router.api_route("/library", methods=["GET", "HEAD"])
    def library(request: Request) -> Response:
        asking, question = who(request), _question(request)
        reader, seen = asking.person if asking else None, seen_by(room, asking)
        page, offered = seen.search(question, reader).found, seen.choices(reader)
        return press.page(
            "library.html",
            name_of(asking),
            question=question,
            page=page,
            say=FILTERS_OF_PAGES,
            kinds=tuple((kind, translated(words)) for kind, words in KINDS.items()),
            formats=tuple((each, translated(words)) for each, words in FORMATS.items()),
            criteria=_CRITERIA,
            stages=_same(offered.stages),
            constituencies=_same(offered.constituencies),
            languages=tuple((tag, translated(LANGUAGES.get(tag, tag))) for tag in offered.languages),
            templates=tuple((each, plan(each)) for each in offered.templates),
            message=message(page, question),
            meant=asked_again(question, words=page.did_you_mean),
            more=None if page.next is None else asked_again(question, after=page.next),
        )

    @router.api_route("/library/{shelf}/{number}", methods=["GET", "HEAD"])
    def resource(request: Request, shelf: str, number: str) -> Response:
        asking = who(request)
        reader, seen = asking.person if asking else None, seen_by(room, asking)
        if len(shelf) + len(number) > 50:  # noqa: PLR2004 - longer than any name
            raise UnknownPart(_NOT_THERE)
        view = seen.resource(f"resource:{shelf}/{number}", reader).found
        return press.page(
            "library_resource.html",
            name_of(asking),
            HTTPStatus.OK,
            view=view,
            say=FILTERS_OF_PAGES,
            programme=f"programme:{shelf}",
            yours=view.owner is not None and view.owner.person is not None and view.owner.person.ref == reader,
            offers=offers.of(asking, shelf, number),
            with_pack=reader is not None and seen.may_take_pack(f"programme:{shelf}", reader),
        )

    @router.api_route("/programmes/{programme}/milestones/{milestone}/lessons", methods=["GET", "HEAD"])
    def lessons(request: Request, programme: str, milestone: str) -> Response:
        asking, ref = who(request), programme_of(programme)
        if asking is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        reader, seen = asking.person, seen_by(room, asking)
        return press.page(
            "library_lessons.html",
            name_of(asking),
            lessons=seen.lessons(ref, milestone, reader, _LESSONS).found,
            programme=ref,
            organisation=seen.organisation(ref, reader),
            milestone=milestone,
            say=FILTERS_OF_PAGES,
        )

    return router


def _question(request: Request) -> LibraryQuestion:
    """What a form asks for. A field that was left empty asks for nothing."""
    fields = LibraryQuestion.model_fields
    given = {name: value for name, value in request.query_params.items() if value.strip() and name in fields}
    try:
        return LibraryQuestion.model_validate(given)
    except ValidationError as wrong:
        raise RequestValidationError([{**each, "loc": ("query", *each["loc"])} for each in wrong.errors()]) from None


def _same(choices: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((each, each) for each in choices)
