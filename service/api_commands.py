"""Every command of the domain as a route. The command model itself is the body; one table says the path."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from inspect import getdoc
from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field

from domain import milestone_commands as milestones
from domain.access import owner_of
from domain.curation import LegacyCommand
from domain.milestone_commands import MilestoneCommand
from domain.organisation import OrganisationCommand
from domain.programme_commands import Command, StartProgramme
from domain.refusals import NO_SUCH_PROGRAMME, DayNotPossible, Refusal, UnknownProgramme
from domain.resource_commands import DraftResource
from domain.resource_events import ResourceRef
from service.actor import Acting
from service.api_addresses import ProgrammeId, address, milestone_address, programme_of
from service.api_examples import EXAMPLES
from service.api_headers import REPLAYED, IdempotencyKey, IfMatch, command_id, etag, expected_version
from service.api_paths import PATHS
from service.api_problems import described
from service.evidence.named_files import NamedFiles
from service.front_door import Answer, FrontDoor
from service.outlook.adviser import Told
from service.sign_in.door import SignedIn
from service.strangers import Strangers
from service.visibility import Visibility

_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_CHANGED = described(HTTPStatus.PRECONDITION_FAILED)

Take = Callable[..., "Receipt"]


class Receipt(BaseModel, frozen=True):
    """What a command did. A repeated command gets the same receipt."""

    programme: str = Field(examples=["programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"])
    stream: str = Field(examples=["programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"])
    version: int = Field(examples=[12], description="The newest version of the stream, after the command.")
    position: int = Field(examples=[4711], description="Ask a reading to wait for this: `?wait_for=4711`.")
    resource: ResourceRef | None = Field(
        default=None, description="What is left behind, when the command was about that. A draft gets its number here."
    )
    told: Told | None = Field(
        default=None,
        description="What there is to look at, when the command was about the plan. It warns; the group decided.",
    )


def command_routes(front_door: FrontDoor, files: NamedFiles, strangers: Strangers) -> APIRouter:
    """A POST for each command of the domain that people may ask."""
    router = APIRouter(prefix="/api/programmes")
    taker = _Taker(front_door, files, strangers)
    for kind, path in PATHS.items():
        if issubclass(kind, StartProgramme):
            _add(router, kind, f"/{path}".rstrip("/"), taker.start(kind), _PROBLEMS)
        elif issubclass(kind, MilestoneCommand):
            _add(router, kind, f"/{{programme}}/{path}", taker.milestone(kind), _PROBLEMS | _CHANGED)
        else:
            _add(router, kind, f"/{{programme}}/{path}", taker.other(kind), _PROBLEMS)
    return router


class _Taker:
    """Makes the function behind each route. It runs in a thread and waits for no workflow and no view."""

    def __init__(self, front_door: FrontDoor, files: NamedFiles, strangers: Strangers) -> None:
        self._front_door = front_door
        self._files = files
        self._strangers = strangers
        self._visibility = Visibility(front_door)

    def start(self, kind: type[StartProgramme]) -> Take:
        def take(
            body: StartProgramme,
            acting: Acting,
            key: IdempotencyKey,
            response: Response,
        ) -> Receipt:
            self._strangers.check(body, acting.person)
            with _countable_days():
                answer = self._front_door.start(
                    body,
                    actor=acting.person,
                    command_id=command_id(acting.person, key),
                    presence=acting.presence,
                )
            return _received(answer, response, address(answer.programme))

        return _of_kind(take, kind)

    def milestone(self, kind: type[MilestoneCommand]) -> Take:
        def take(
            programme: ProgrammeId,
            body: MilestoneCommand,
            acting: Acting,
            key: IdempotencyKey,
            response: Response,
            if_match: IfMatch = None,
        ) -> Receipt:
            answer = self._ask(programme, body, acting, key, expected_version(if_match))
            version = self._version(answer, body)
            if version is not None:
                response.headers["ETag"] = etag(version)
            return _received(answer, response, milestone_address(answer.programme, body.milestone))

        return _of_kind(take, kind)

    def other(self, kind: type[Command]) -> Take:
        def take(
            programme: ProgrammeId,
            body: Command,
            acting: Acting,
            key: IdempotencyKey,
            response: Response,
        ) -> Receipt:
            answer = self._ask(programme, body, acting, key, None)
            receipt = _received(answer, response, self._place(answer, body))
            return receipt.model_copy(update={"resource": self._resource(answer, body)})

        return _of_kind(take, kind)

    def _ask(self, programme: str, command: Command, acting: SignedIn, key: str, expected: int | None) -> Answer:
        name, actor = programme_of(programme), acting.person
        try:
            self._files.check(name, command, actor)
            self._strangers.check(command, actor, name)
            with _countable_days():
                return self._front_door.ask(
                    name,
                    command,
                    actor=actor,
                    command_id=command_id(actor, key),
                    expected=expected,
                    presence=acting.presence,
                )
        except Refusal:
            # Asked first, refused after: so a person who just gave up their own role can still repeat that command.
            # Operators know which programmes there are: they run them, and read none.
            # Whoever looks after a thing knows of it, and may hear why they cannot answer for it now.
            known = acting.presence.operator or owner_of(command, self._front_door.group(name).assets) == actor
            if not known and not self._visibility.may_read(name, actor):
                raise UnknownProgramme(NO_SUCH_PROGRAMME) from None
            raise

    def _place(self, answer: Answer, command: Command) -> str:
        place = address(answer.programme)
        if isinstance(command, OrganisationCommand):
            return f"{place}/board"
        return f"{place}/legacy" if isinstance(command, LegacyCommand) else place

    def _resource(self, answer: Answer, command: Command) -> str | None:
        """What is left behind and was asked about; a new draft has its number from the event that began it."""
        if not isinstance(command, LegacyCommand):
            return None
        if not isinstance(command, DraftResource):
            return f"{answer.stream}/{command.resource}"
        legacy = self._front_door.group(answer.programme).legacy
        drafted = legacy.drafted_at(answer.version) if legacy else None
        return f"{answer.stream}/{drafted.number}" if drafted else None

    def _version(self, answer: Answer, command: MilestoneCommand) -> int | None:
        """The version this command left the milestone in; None when somebody has changed it since."""
        if len(answer.recorded) == 1 and not isinstance(command, milestones.WaiveGate):
            return answer.version
        found = self._front_door.programme(answer.programme).milestones.get(command.milestone)
        return found.changed if found is not None and found.changed <= answer.version else None


@contextmanager
def _countable_days() -> Iterator[None]:
    """The calendar ends with the year 9999, and a date plus a plan may go beyond it."""
    try:
        yield
    except OverflowError:
        msg = "A date in this is too far away to count from. Give a nearer one."
        raise DayNotPossible(msg) from None


def _received(answer: Answer, response: Response, location: str) -> Receipt:
    response.headers["Location"] = location
    if answer.repeated:
        response.status_code = HTTPStatus.OK
        response.headers[REPLAYED] = "true"
    return Receipt(
        programme=answer.programme,
        stream=answer.stream,
        version=answer.version,
        position=answer.position,
        told=answer.told,
    )


def _of_kind(take: Take, kind: type[Command]) -> Take:
    """The same function for one kind of command: FastAPI reads the body's model from the annotation."""
    take.__annotations__["body"] = Annotated[kind, Body(openapi_examples={"example": {"value": EXAMPLES[kind]}})]
    return take


def _add(
    router: APIRouter, kind: type[Command], path: str, take: Take, problems: Mapping[int | str, dict[str, object]]
) -> None:
    said = (getdoc(kind) or "").strip()
    headers = {"Location": {"description": "Where to look at what changed.", "schema": {"type": "string"}}}
    if issubclass(kind, MilestoneCommand):
        tag = {"description": "The version of the milestone now, for If-Match.", "schema": {"type": "string"}}
        headers["ETag"] = tag
    replayed = {REPLAYED: {"description": "Always true.", "schema": {"type": "string", "enum": ["true"]}}}
    router.add_api_route(
        path,
        take,
        methods=["POST"],
        status_code=HTTPStatus.CREATED,
        response_model=Receipt,
        response_model_exclude_none=True,
        operation_id=kind.NAME,
        summary=said.partition(". ")[0].rstrip("."),
        description=said,
        tags=["commands"],
        responses={
            **problems,
            HTTPStatus.CREATED: {"description": "It was done.", "headers": headers},
            HTTPStatus.OK: {
                "description": "It was done before, under this key. This is the first answer again.",
                "model": Receipt,
                "headers": {**headers, **replayed},
            },
        },
    )
