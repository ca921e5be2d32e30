"""One programme with its people, and an operator."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.milestone_commands import AddEvidence, Block, OpenMilestone, Submit
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.people import PersonCard
from tests.service.face import OPERATOR, Face

NAMES = {
    COORDINATOR: "Maria Mentor",
    WORKER: "Sam Worker",
    FOUNDER: "Ann Founder",
    FUNDER: "Fay Funder",
    OPERATOR: "Oona Reeve",
}


class House:
    """Waymark, its one programme (`/programmes/…`), and a browser that may be anybody."""

    def __init__(self, face: Face, programme: str) -> None:
        self.face = face
        self.programme = programme

    @property
    def client(self) -> TestClient:
        return self.face.client

    def be(self, person: str) -> Response:
        """Be one of the people from now on."""
        return self.client.post(
            "/who", data={"person": person}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
        )

    def seen_by(self, person: str, address: str) -> str:
        """A page, as somebody is shown it."""
        self.be(person)
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
def house(face: Face) -> House:
    for person, name in NAMES.items():
        face.waymark.people.add(PersonCard(name=name), person)
    face.make_operator(OPERATOR)
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme)
    face.post(Block, WORKER, programme)
    face.post(OpenMilestone, WORKER, programme, {"milestone": "ENG-03", "reason": "We may begin."})
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-03", "note": "We agreed it."})
    face.post(Submit, WORKER, programme, {"milestone": "ENG-03", "note": "Done."})
    face.catch_up()
    return House(face, programme[4:])
