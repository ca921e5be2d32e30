"""The HTTP face of Waymark, put together: the API for programs, the pages for people."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api_commands import command_routes
from service.api_faults import Faults
from service.api_mistakes import Mistake
from service.api_people import people_routes
from service.api_plans import plan_routes
from service.api_positions import Readings
from service.api_problems import KINDS_AT, Problem, ProblemKind, kinds
from service.api_readings import reading_routes
from service.assembly import Waymark
from service.audit.proof_room import ProofRoom
from service.audit.proof_routes import help_pages, proof_pages, proof_routes
from service.body_limit import BodyLimit
from service.calendar_feed.calendar_room import CalendarRoom
from service.calendar_feed.calendar_routes import calendar_routes
from service.deciding.deciding_pages import deciding_routes
from service.drafts.keeping import draft_routes
from service.evidence.arrival import largest
from service.evidence.evidence_pages import evidence_pages
from service.evidence.file_routes import file_routes
from service.evidence.files_origin import FilesOrigin
from service.evidence.late_evidence import late_evidence
from service.evidence.named_files import NamedFiles
from service.front_page.frame import Frames, Looking
from service.front_page.front_pages import FrontDesk, front_routes
from service.history import opening
from service.language.choice import LanguageChoice
from service.language.remembering import remembering
from service.language.shelf import Shelf, shipped
from service.language.vocabulary import OwnWords
from service.legacy.file_pages import file_pages
from service.legacy.library_api import library_routes
from service.legacy.library_pages import library_pages
from service.legacy.library_reader import reader_of
from service.legacy.library_room import LibraryRoom
from service.legacy.owner_pages import owner_pages
from service.legacy.thing_offers import ThingOffers
from service.legacy_pack.pack_room import PackRoom
from service.legacy_pack.pack_routes import pack_routes
from service.mentoring.desk import MentorDesk
from service.mentoring.web import mentoring_routes
from service.operating.web import operating_routes
from service.outlook.pages import outlook_pages
from service.outlook.room import OutlookRoom
from service.outlook.routes import outlook_routes
from service.pages import Press, page_routes
from service.past.api_past import past_routes
from service.past.past_pages import past_pages
from service.past.room import PastRoom
from service.portfolio.portfolio_pages import portfolio_routes
from service.privacy.personal_pages import personal_pages
from service.privacy.privacy_routes import privacy_routes
from service.reading_room import ReadingRoom
from service.reports.web import document_routes
from service.request_log import RequestLog
from service.route_table import join
from service.sign_in.desk import desk_of
from service.sign_in.door import Door
from service.sign_in.web import ToSignIn, entrance_of, entrance_routes
from service.strangers import Strangers
from service.tasks.decisions import decisions_of
from service.tasks.web import task_routes
from service.visibility import Visibility

OPENAPI = "/api/openapi.json"
THREADS = 32
"""How many requests are worked on at once. Each may need a connection, so the pools are as large."""

_ABOUT = """\
Every command of Waymark is a POST whose body is the command; every reading is a GET. Errors are problem details
(RFC 9457) in plain English. A command carries a key of yours (`Idempotency-Key`), so that it may be sent again when its
answer was lost, and it is answered with a position in the log: a reading with `?wait_for=<position>` shows it.
Programs act for a person, with an API token of theirs: `Authorization: Bearer waymark_live_…`.
"""


def build_app(waymark: Waymark, shelf: Shelf | None = None) -> FastAPI:
    """The app that answers requests, in the languages of `shelf`. Its parts belong to whoever built `waymark`."""

    @asynccontextmanager
    async def threads(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield

    app = FastAPI(
        title="Waymark",
        version="1",
        description=_ABOUT,
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        lifespan=threads,
    )
    readings, visibility = Readings(waymark.pool), Visibility(waymark.front_door)
    room = ReadingRoom(waymark, readings, visibility)
    door = app.state.door = Door(desk_of(waymark), waymark.settings.site)
    press = Press(Frames(waymark.people, readings, visibility, door))
    entrance = entrance_of(waymark, press, door)
    faults = Faults(press.refused, ToSignIn(entrance, late_evidence(waymark, visibility, entrance.drafts, door)))
    faults.install(app)
    files = NamedFiles(waymark.files, waymark.public_files)
    strangers = Strangers(waymark.pool, door.desk.accounts, waymark.front_door)
    join(app, command_routes(waymark.front_door, files, strangers))
    join(app, reading_routes(room, readings))
    join(app, people_routes(waymark.people, visibility, readings))
    join(app, privacy_routes(waymark))
    join(app, plan_routes())
    ahead = OutlookRoom(waymark, visibility)
    join(app, outlook_routes(ahead))
    join(app, outlook_pages(press, room, ahead, waymark.people))
    join(app, mentoring_routes(MentorDesk(press, waymark, room, ahead, visibility), readings, entrance, strangers))
    join(app, document_routes(press, waymark, readings, visibility, ahead))
    past = PastRoom(waymark, readings, visibility)
    join(app, past_routes(past, readings))
    join(app, past_pages(press, room, past, waymark.people, readings))
    join(app, front_routes(FrontDesk(press, waymark, room, visibility), readings, waymark, press))
    join(app, page_routes(press, room, readings, waymark, decisions_of(waymark, visibility)))
    join(app, file_routes(waymark, visibility))
    join(app, evidence_pages(press, waymark, visibility, room, entrance.drafts))
    library = LibraryRoom(readings, visibility, opening(waymark.people, waymark.seals), waymark.pool)
    join(
        app,
        library_routes(library, readings, reader_of),
        library_pages(press, library, waymark.people, reader_of, ThingOffers(waymark, visibility)),
        file_pages(press, waymark, readings, visibility),
        owner_pages(press, waymark.front_door, waymark.people, entrance.drafts),
    )
    join(app, pack_routes(PackRoom(waymark, visibility)))
    join(app, task_routes(press, waymark, room, readings, library, visibility, entrance.drafts))
    join(app, deciding_routes(press, waymark, room, readings, visibility))
    join(app, entrance_routes(entrance))
    join(app, draft_routes(entrance.drafts))
    join(app, calendar_routes(CalendarRoom(waymark, readings, visibility), entrance))
    join(app, personal_pages(entrance, waymark))
    join(app, operating_routes(press, waymark, entrance.drafts))
    proof = ProofRoom(waymark.settings, waymark.pool, visibility, waymark.clock)
    join(app, proof_routes(proof))
    join(app, proof_pages(press, proof, waymark.people))
    join(app, portfolio_routes(press, waymark, readings, visibility, proof))
    join(app, help_pages(press, waymark.people, waymark.settings.site))

    @app.get(KINDS_AT, operation_id="list-problems", summary="Every kind of problem", tags=["running it"])
    async def problems() -> tuple[ProblemKind, ...]:
        """Every kind of problem this API answers with, as `type` names it."""
        return kinds()

    _surround(app, waymark, faults, shelf or shipped())
    app.openapi = _openapi(app)  # type: ignore[method-assign] # FastAPI's own way to add to it
    return app


def _surround(app: FastAPI, waymark: Waymark, faults: Faults, shelf: Shelf) -> None:
    """What is around every request. The last is outermost."""
    site = waymark.settings.site
    app.add_middleware(Looking)
    app.add_middleware(OwnWords, pool=waymark.pool)
    app.add_middleware(BodyLimit, larger=largest)
    app.add_middleware(RequestLog, refuse=faults.refuse, site=site)
    app.add_middleware(FilesOrigin, waymark=waymark)
    remember = remembering(waymark.pool)
    app.add_middleware(LanguageChoice, shelf=shelf, secure=site.startswith("https://"), remember=remember)


def _openapi(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The description of the API, with what the routes refer to and no model of theirs brings."""

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                separate_input_output_schemas=False,
            )
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            place = "#/components/schemas/{model}"
            schemas["Mistake"] = Mistake.model_json_schema(ref_template=place)
            schemas["Problem"] = Problem.model_json_schema(ref_template=place)
            schemas["Problem"].pop("$defs", None)
            app.openapi_schema = made
        return app.openapi_schema

    return described
