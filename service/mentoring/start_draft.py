"""What somebody has answered so far about a programme they are about to start. It is kept on the server, sealed."""

from uuid import uuid4

from fastapi import Request, Response
from pydantic import BaseModel, Field

from domain.event import PersonRef
from domain.roles import Role
from service.sign_in.door import Door
from service.sign_in.steps import Kind

KIND: Kind = "start"


class Participant(BaseModel, frozen=True):
    """Somebody who is to take part. Without `person` they are new; with an e-mail address they are invited."""

    name: str
    role: Role
    email: str | None = None
    person: PersonRef | None = None


class StartDraft(BaseModel, frozen=True):
    """The answers by the names of their fields. `answered` are the steps that are finished.

    `attempt` makes the command that is sent in the end the same, however often it is sent.
    """

    attempt: str = Field(default_factory=lambda: uuid4().hex)
    values: dict[str, str] = {}
    people: tuple[Participant, ...] = ()
    answered: frozenset[str] = frozenset()

    def value(self, name: str) -> str:
        """An answer, or nothing."""
        return self.values.get(name, "")

    def with_answers(self, step: str, values: dict[str, str], unsettled: frozenset[str] = frozenset()) -> "StartDraft":
        """The draft after a step. `unsettled` are later steps that must be looked at again."""
        return self.model_copy(
            update={"values": {**self.values, **values}, "answered": (self.answered | {step}) - unsettled}
        )


class StartDrafts:
    """One draft for each browser of a person, opened by the browser's number alone and only for that person."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def look(self, request: Request, person: PersonRef) -> StartDraft | None:
        """The draft, if there is one."""
        kept = self._door.desk.steps.look(self._door.step(request, KIND), KIND)
        if kept is None or kept.person != person:
            return None
        return StartDraft.model_validate_json(kept.content["draft"])

    def keep(self, request: Request, response: Response, person: PersonRef, draft: StartDraft) -> None:
        """Keep a newer state of it."""
        self.drop(request)
        secret = self._door.desk.steps.keep(KIND, {"draft": draft.model_dump_json()}, person)
        self._door.keep_step(response, KIND, secret)

    def drop(self, request: Request) -> None:
        """Forget it."""
        self._door.desk.steps.take(self._door.step(request, KIND), KIND)
