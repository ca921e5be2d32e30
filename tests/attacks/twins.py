"""Two mentors with a programme each, who went the same way; every word of the second holds a canary."""

import json
from itertools import count

from domain.milestone_commands import AddEvidence, Submit
from domain.programme_commands import Command, StartProgramme
from domain.resource_commands import PublishResource
from domain.sharing_commands import DecideSharing
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, WORKER
from service.people import PersonCard
from tests.attacks.town import OTHERS, as_others, ref_of
from tests.service.every_command import A_WALK, a_file_for_others
from tests.service.face import Face
from tests.service.sign_in.browser import House

CANARY = "canary-of-b"
WORDS = frozenset(
    {"organisation", "locality", "commissioner", "minute", "reason", "note", "agreed", "lesson", "decision"}
    | {"question", "answer", "title", "text", "easy_read", "what", "link"}
)
"""The fields in which people write freely."""


class Twins:
    """`ours` and `theirs` are the addresses of the two programmes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.face: Face = house.face
        self._numbers = count(1)
        for person, other in OTHERS.items():
            self.face.acts(person)
            self.face.acts(other)
            house.face.waymark.people.add(PersonCard(name=f"Person {person[-4:]}"), person)
            address = f"{CANARY}-{next(self._numbers)}@example.org"
            card = PersonCard(name=f"Zoë {CANARY}-{next(self._numbers)}", email=address, channel="email")
            house.face.waymark.people.add(card, other)
        self.ours, self.theirs = self._started(twin=False), self._started(twin=True)
        self.face.clock.move(days=3)
        self._walk(self.ours, twin=False)
        self._walk(self.theirs, twin=True)
        self.face.catch_up()

    @property
    def planted(self) -> int:
        """How many canaries there are."""
        return next(self._numbers) - 1

    def with_canaries(self, told: object, field: str = "") -> object:
        """The same body with a canary in each word of the second programme's people."""
        match told:
            case dict():
                return {name: self.with_canaries(each, name) for name, each in told.items()}
            case list() | tuple():
                return [self.with_canaries(each, field) for each in told]
            case str() if field in WORDS and told != "founding group":
                return (
                    f"{told}{CANARY}-{next(self._numbers)}"
                    if field == "link"
                    else f"{told} {CANARY}-{next(self._numbers)}"
                )
            case _:
                return told

    def _body(self, kind: type[Command], body: object, *, twin: bool) -> dict[str, object]:
        written = json.dumps(EXAMPLES[kind] if body is None else body)
        made = self.with_canaries(json.loads(as_others(written))) if twin else json.loads(written)
        assert isinstance(made, dict)
        return made

    def _started(self, *, twin: bool) -> str:
        by = OTHERS[COORDINATOR] if twin else COORDINATOR
        started = self.face.post(StartProgramme, by, body=self._body(StartProgramme, None, twin=twin))
        assert started.status_code == 201, started.text
        return started.headers["Location"]

    def _walk(self, address: str, *, twin: bool) -> None:
        mapped = as_others if twin else str
        file = self._sent(address, mapped(WORKER), twin=twin)
        self._asked(address, mapped(FOUNDER), DecideSharing, {**EXAMPLES[DecideSharing], "group": "words"})
        a_file_for_others(self.face, address, mapped(FOUNDER))
        for kind, actor, asked in A_WALK:
            if kind.NAME.endswith("break-glass"):
                continue
            told_late = {**EXAMPLES[Submit], "occurred_on": "2026-03-02"} if kind is Submit else asked
            body = self._body(kind, told_late, twin=twin)
            if kind is AddEvidence:
                body["file"] = file
            if kind is PublishResource:
                body["audience"] = "programme"
            if "stream" in body:
                body |= {"stream": ref_of(address), "version": 1 + int(str(body["version"]))}
            self._asked(address, mapped(actor), kind, body)

    def _asked(self, address: str, by: str, kind: type[Command], body: object) -> None:
        answer = self.face.post(kind, by, address, body)
        assert answer.status_code == 201, (kind.NAME, answer.text)

    def _sent(self, address: str, by: str, *, twin: bool) -> dict[str, object]:
        name = f"{CANARY}-{next(self._numbers)}.txt" if twin else "minutes.txt"
        content = f"{CANARY}-{next(self._numbers)}\n".encode() if twin else b"Our minutes.\n"
        sent = self.face.client.post(f"{address}/files", files={"file": (name, content)}, headers=self.face.acts(by))
        assert sent.status_code == 201, sent.text
        found: dict[str, object] = sent.json()
        return found
