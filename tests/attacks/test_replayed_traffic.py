"""Recorded traffic of one person, sent again with another's session: nothing of it works, and nothing is told."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from httpx2 import Request

from domain.milestone_commands import AddEvidence, Submit
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, WORKER
from tests.attacks.conftest import Tried
from tests.attacks.route_groups import GROUP, filled
from tests.attacks.town import OTHERS, Town, ref_of
from tests.service.face import without_number

OWN = {"authorization", "cookie", "host", "content-length", "user-agent"}


@dataclass(frozen=True)
class Recorded:
    """One request as it went over the wire."""

    method: str
    address: str
    headers: dict[str, str]
    body: bytes


def recorded(town: Town) -> list[Recorded]:
    """What the people of the first programme do on a day, as their browsers and programs send it."""
    taken: list[Recorded] = []

    def take(request: Request) -> None:
        kept = {name: text for name, text in request.headers.items() if name.lower() not in OWN}
        taken.append(Recorded(request.method, request.url.raw_path.decode(), kept, request.read()))

    client = town.face.client
    client.event_hooks = {"request": [take]}
    here = town.ours.rpartition("/")[2]
    for route in GROUP:
        if route.startswith("GET ") and "{programme}" in route:
            client.get(filled(route[4:], here), headers=town.face.acts(COORDINATOR))
    town.sent(town.ours, WORKER)
    for kind, body in ((AddEvidence, EXAMPLES[AddEvidence]), (Submit, EXAMPLES[Submit])):
        town.face.post(kind, WORKER, town.ours, body)
    headers, token = town.session(FOUNDER)
    for address, form in (
        (f"{town.ours.removeprefix('/api')}/invitations", {"name": "Bo", "email": "bo@example.org"}),
        (f"{town.ours.removeprefix('/api')}/bundle", {}),
    ):
        client.post(address, data={**form, "form_token": token}, headers=headers)
    client.event_hooks = {"request": []}
    return taken


def test_traffic_of_one_programme_sent_with_anothers_session_does_nothing(town: Town, tried: Tried) -> None:
    taken = recorded(town)
    assert len(taken) > 25
    town.face.catch_up()
    end = town.face.waymark.store.end()
    here, unknown = town.ours.rpartition("/")[2], str(uuid4())
    for attacker in (OTHERS[COORDINATOR], OTHERS[WORKER]):
        session, _ = town.session(attacker)
        token = town.face.acts(attacker)
        of_theirs = town.token(attacker, "read", "write", programmes=(ref_of(town.theirs),))
        for sent in taken:
            for own in (session, token, of_theirs):
                answer = _sent_again(town, sent, own, sent.address)
                other = _sent_again(town, sent, own, sent.address.replace(here, unknown))
                assert answer.status_code == other.status_code in {401, 403, 404}, (sent, answer.text)
                assert without_number(answer.headers) == without_number(other.headers)
                assert answer.content.replace(here.encode(), b"") == other.content.replace(unknown.encode(), b"")
                tried["replayed"] += 1
    assert town.face.waymark.store.end() == end


def _sent_again(town: Town, sent: Recorded, own: dict[str, str], address: str) -> Any:  # noqa: ANN401 - a response
    headers = {**sent.headers, **own}
    return town.face.client.request(sent.method, address, content=sent.body, headers=headers, follow_redirects=False)
