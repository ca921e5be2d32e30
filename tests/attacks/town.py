"""Two programmes beside each other: the one that is attacked, and the one the attackers have a part in."""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from httpx2 import Response

from domain.journal_commands import RecordLesson
from domain.milestone_commands import AddEvidence
from domain.person_commands import AppointOperator
from domain.presence import Scope
from domain.programme_commands import Appoint, StartProgramme
from domain.resource_commands import CheckResource, DraftResource, PublishResource
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.people import PersonCard
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.sessions import form_token
from tests.service.every_command import a_file_for_others
from tests.service.face import Face
from tests.service.sign_in.browser import OURS, House

EXPIRED = "person:6a4b28ba-2fa1-41d2-883f-0016d3cca411"
OPERATOR = "person:7a4b28ba-2fa1-41d2-883f-0016d3cca422"
OTHERS: Mapping[str, str] = {
    each: each[:-4] + "beef" for each in (COORDINATOR, WORKER, FOUNDER, SECOND_FOUNDER, FUNDER)
}
"""The people of the other programme, each in the same part as in the first."""


class Town:
    """`ours` is attacked; its people are those of the examples. `theirs` has other people in the same parts."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.face: Face = house.face
        for person in (*OTHERS, *OTHERS.values(), EXPIRED):
            house.face.acts(person)
            house.face.waymark.people.add(PersonCard(name=f"Person {person[7:15]} of {person[-4:]}"), person)
        house.desk.accounts.add(OPERATOR)
        house.desk.log.ask(OPERATOR, AppointOperator(), THE_MACHINE)
        self.ours = self.started(lambda text: text)
        self.theirs = self.started(as_others)
        over = {"person": EXPIRED, "role": "funder", "ends_on": "2026-03-04"}
        assert self.face.post(Appoint, COORDINATOR, self.ours, over).status_code == 201
        self.face.clock.move(days=3)
        self.face.catch_up()

    def started(self, told: Any) -> str:  # noqa: ANN401 - from text to text
        """A programme with a funder, a file, a lesson, and something in the library."""
        coordinator, worker, founder, second = map(told, (COORDINATOR, WORKER, FOUNDER, SECOND_FOUNDER))
        body = json.loads(told(json.dumps(EXAMPLES[StartProgramme])))
        answer = self.face.post(StartProgramme, coordinator, body=body)
        assert answer.status_code == 201, answer.text
        address = answer.headers["Location"]
        file = self.sent(address, worker).json()
        a_file_for_others(self.face, address, founder)
        for kind, actor, asked in (
            (Appoint, coordinator, None),
            (AddEvidence, worker, {"milestone": "ENG-01", "note": "Fourteen people came.", "file": file}),
            (RecordLesson, founder, None),
            (DraftResource, worker, None),
            (CheckResource, second, None),
            (PublishResource, founder, None),
        ):
            done = self.face.post(kind, actor, address, json.loads(told(json.dumps(asked or EXAMPLES[kind]))))
            assert done.status_code == 201, (kind, done.text)
        return address

    @cached_property
    def described(self) -> Any:  # noqa: ANN401 - JSON
        """Our own description of the API."""
        return self.face.client.get("/api/openapi.json").json()

    def sent(self, address: str, by: str, content: bytes = b"The minutes of our meeting.\n") -> Response:
        """Send a file of evidence."""
        sent = self.face.client.post(
            f"{address}/files", files={"file": ("minutes.txt", content)}, headers=self.face.acts(by)
        )
        assert sent.status_code == 201, sent.text
        return sent

    def token(self, person: str, *scopes: Scope, programmes: tuple[str, ...] | None = None) -> dict[str, str]:
        """The header of a program with a token that may do less than its owner."""
        ends_at = self.face.clock() + timedelta(days=1)
        number = uuid4().int % 10**9
        made = self.house.desk.tokens.keep(person, number, "x", scopes, programmes, ends_at, second_factor=True)
        return {"Authorization": f"Bearer {made}"}

    def session(self, person: str, *, second_factor: bool = True) -> tuple[dict[str, str], str]:
        """The headers of a browser in which somebody is signed in, and the token of its forms."""
        secret = self.house.desk.sessions.begin(person, ("passkey",), second_factor=second_factor)
        return {**OURS, "Cookie": f"waymark_session={secret}"}, form_token(secret)


def as_others(text: str) -> str:
    """The same, said of the people of the other programme."""
    for person, other in OTHERS.items():
        text = text.replace(person, other)
    return text


def ref_of(address: str) -> str:
    """`programme:<uuid>` of its address in the API."""
    return f"programme:{address.rpartition('/')[2]}"
