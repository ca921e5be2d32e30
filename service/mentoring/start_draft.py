"""What somebody has answered so far about a programme they are about to start: a draft of theirs, like any other."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import uuid4

from fastapi import Request
from pydantic import BaseModel, Field

from domain.event import PersonRef
from domain.roles import Role
from service.drafts.drafts import Drafts
from service.sign_in.door import Door
from service.sign_in.steps import Kind

PATH = "/start"
State = Literal["open", "reached"]
_BEFORE: Kind = "start"
"""Where such drafts were kept at first: under a number in the browser, so that another one never found them."""
_ATTEMPT, _PERSON, _ANSWERED, _ANSWER = "attempt", "person", "answered", "answer "


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

    @property
    def part_way(self) -> bool:
        """Whether the group was on its way before it came here."""
        return self.value("way") == "part-way"

    def value(self, name: str) -> str:
        """An answer, or nothing."""
        return self.values.get(name, "")

    def with_answers(self, step: str, values: dict[str, str], unsettled: frozenset[str] = frozenset()) -> "StartDraft":
        """The draft after a step. `unsettled` are later steps that must be looked at again."""
        return self.model_copy(
            update={"values": {**self.values, **values}, "answered": (self.answered | {step}) - unsettled}
        )


class StartDrafts:
    """One draft for each person, wherever they sign in; and what they typed into a step that is not finished."""

    def __init__(self, drafts: Drafts, door: Door) -> None:
        self._drafts = drafts
        self._door = door

    def look(self, request: Request, person: PersonRef) -> StartDraft | None:
        """The draft, if there is one."""
        kept = self._drafts.at(person, PATH)
        return _read(kept.fields) if kept else self._from_before(request, person)

    def keep(self, person: PersonRef, draft: StartDraft) -> None:
        """Keep a newer state of it."""
        self._drafts.keep(person, PATH, _written(draft))

    def drop(self, person: PersonRef) -> None:
        """It was sent: forget all of it."""
        for each in self._drafts.of(person):
            if each.place == PATH or each.place.startswith(f"{PATH}/"):
                self._drafts.forget(person, each.place)

    def typed(self, person: PersonRef, step: str) -> Mapping[str, str] | None:
        """What was typed into a step and not sent."""
        kept = self._drafts.at(person, f"{PATH}/{step}")
        return kept.typed if kept else None

    def keep_typed(self, person: PersonRef, step: str, fields: Sequence[tuple[str, str]]) -> None:
        """Keep what was typed into a step."""
        self._drafts.keep(person, f"{PATH}/{step}", fields)

    def forget_typed(self, person: PersonRef, step: str) -> None:
        """The step was answered."""
        self._drafts.forget(person, f"{PATH}/{step}")

    def _from_before(self, request: Request, person: PersonRef) -> StartDraft | None:
        number = self._door.step(request, _BEFORE)
        kept = self._door.desk.steps.look(number, _BEFORE) if number else None
        if kept is None or kept.person != person:
            return None
        draft = StartDraft.model_validate_json(kept.content["draft"])
        self.keep(person, draft)
        self._door.desk.steps.take(number, _BEFORE)
        return draft


def _written(draft: StartDraft) -> list[tuple[str, str]]:
    """The draft as fields, so that whoever asks for their own data can read it."""
    return [
        (_ATTEMPT, draft.attempt),
        *((_ANSWER + name, text) for name, text in draft.values.items()),
        *((_PERSON, each.model_dump_json(exclude_none=True)) for each in draft.people),
        *((_ANSWERED, step) for step in sorted(draft.answered)),
    ]


def _read(fields: Sequence[tuple[str, str]]) -> StartDraft:
    return StartDraft(
        attempt=next(text for name, text in fields if name == _ATTEMPT),
        values={name.removeprefix(_ANSWER): text for name, text in fields if name.startswith(_ANSWER)},
        people=tuple(Participant.model_validate_json(text) for name, text in fields if name == _PERSON),
        answered=frozenset(text for name, text in fields if name == _ANSWERED),
    )
