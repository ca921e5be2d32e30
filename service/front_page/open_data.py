"""What anybody may take away: which open data there is, where, and what may be done with it."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.language.language import N_
from service.legacy.library_api import LIBRARY, OPEN_DATA
from service.legacy.library_words import LICENCES
from service.looks.looks_pages import anybody
from service.pages import Press
from service.people import People

_FREE = LICENCES["CC0-1.0"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of open data."""

    what: str
    says: str
    address: str
    licence: str


SHELVES: tuple[Shelf, ...] = (
    Shelf(
        N_("The library"),
        N_("Lessons, toolkits, links and places that groups left for others, all at once."),
        OPEN_DATA,
        N_("As each thing says: its licence stands with it."),
    ),
    Shelf(
        N_("A search of the library"),
        N_("The same, by words, kind, place or milestone, and a page at a time."),
        LIBRARY,
        N_("As each thing says: its licence stands with it."),
    ),
    Shelf(
        N_("Totals"),
        N_("How many programmes began and ended, how many people took part, and what was left behind."),
        "/api/totals",
        _FREE,
    ),
    Shelf(
        N_("How long things take"),
        N_("How long a plan takes from its first day, with what other groups really took."),
        "/api/plans/ulo-from-scratch/forecast",
        _FREE,
    ),
    Shelf(
        N_("Plans"),
        N_("The plans that a programme may start from: stages, milestones, and what each needs."),
        "/api/plans",
        _FREE,
    ),
)


def open_data_pages(press: Press, people: People) -> APIRouter:
    """`/open-data`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/open-data", methods=["GET", "HEAD"])
    def open_data(request: Request) -> Response:
        return press.page("open_data.html", anybody(request, people), shelves=SHELVES)

    return router
