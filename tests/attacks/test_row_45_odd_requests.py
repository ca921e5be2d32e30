"""Row 45: odd requests, and parts that are away: an answer in plain words and a number, and never what is inside."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.programme_commands import StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, WORKER
from tests.attacks.conftest import Tried
from tests.attacks.route_groups import GROUP, filled
from tests.attacks.town import Town
from tests.service.sign_in.browser import ANN, OURS, SITE, House

ODD = (
    "%00",
    "%ff",
    "%ed%a0%80",
    "'",
    "%27%20OR%201=1--",
    "{{7*7}}",
    "..%2f..%2fetc%2fpasswd",
    "%0d%0aSet-Cookie:x=1",
    "a" * 3000,
)
INSIDE = ("Traceback", "psycopg", "SELECT ", "/work/", "site-packages", 'File "', "pydantic", "NoneType")
PLACES = ("milestone", "sha256", "name", "shelf", "number", "person", "mentor", "provider", "table", "ending", "secret")


def is_safe(answer: Response) -> None:
    assert answer.status_code < 500, (answer.url, answer.text[-400:])
    assert not [each for each in INSIDE if each in answer.text], answer.url
    assert "set-cookie" not in answer.headers or "x=1" not in answer.headers["set-cookie"]
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_row_45_odd_addresses_are_answered_in_plain_words(town: Town, tried: Tried) -> None:
    client, here = town.face.client, town.ours.rpartition("/")[2]
    headers, _ = town.session(COORDINATOR)
    asked = (
        "words",
        "after",
        "milestone",
        "person",
        "stage",
        "template",
        "known_at",
        "next",
        "key",
        "on",
        "name",
        "done",
    )
    for route in GROUP:
        path = route.partition(" ")[2]
        if not route.startswith("GET ") or "/fonts/" in path:
            continue
        for odd in ODD:
            who = town.face.acts(COORDINATOR) if path.startswith("/api/") else headers
            is_safe(client.get(filled(path, here, **dict.fromkeys(PLACES, odd)), headers=who, follow_redirects=False))
            is_safe(client.get(filled(path, odd), headers=who, follow_redirects=False))
            query = "&".join(f"{each}={odd}" for each in asked)
            is_safe(client.get(f"{filled(path, here).partition('?')[0]}?{query}", headers=who, follow_redirects=False))
            tried["odd address"] += 3


def test_row_45_odd_forms_are_answered_in_plain_words(town: Town, tried: Tried) -> None:
    client, here = town.face.client, town.ours.rpartition("/")[2]
    kinds = (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
    )
    bodies = (
        b"",
        b"\x00\xff",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n",
        b"a=%ff%00&b",
        b"x" * 2_000_000,
        b"a=b&" * 3000,
        b"&".join(
            name + b"=%00" for name in (b"email", b"password", b"name", b"key", b"code", b"person", b"label", b"next")
        ),
    )
    for route in GROUP:
        method, _, path = route.partition(" ")
        if method == "GET":
            continue
        address = filled(path, here, person=FOUNDER[7:], provider="x")
        for kind in kinds:
            for body in bodies:
                headers, _ = town.session(COORDINATOR)
                sent = {**headers, "Content-Type": kind, "Idempotency-Key": "k"}
                is_safe(client.request(method, address, content=body, headers=sent, follow_redirects=False))
                tried["odd form"] += 1


@pytest.mark.parametrize("body", [b"--x\r\n", b"--x\r\n\r\n\r\n--x", b"a=" + b"b" * 70_000, b"a=1&" * 2000])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_row_45_an_odd_form_after_the_session_ran_out_is_no_mistake_of_ours(
    house: House, body: bytes, kind: str
) -> None:
    house.join(ANN)
    browser = house.signed_in()
    house.face.clock.move(days=0.2)  # type: ignore[arg-type] # some hours
    answer = browser.client.post("/account/tokens", content=body, headers={**OURS, "Content-Type": kind})
    is_safe(answer)


def test_row_45_whatever_is_away_the_answer_is_general_and_nothing_is_done(town: Town) -> None:
    headers, _ = town.session(COORDINATOR)
    acts, worker = town.face.acts(COORDINATOR), town.face.acts(WORKER)
    town.face.waymark.pool.close()
    client: TestClient = town.face.client
    for route in GROUP:
        method, _, path = route.partition(" ")
        address = filled(path, town.ours.rpartition("/")[2], person=FOUNDER[7:])
        own = acts if path.startswith("/api/") else headers
        body = {"json": EXAMPLES[StartProgramme]} if path.startswith("/api/") and method != "GET" else {}
        sent = {**own, "Idempotency-Key": "1"}
        answer = client.request(method, f"{SITE}{address}", headers=sent, follow_redirects=False, **body)  # type: ignore[arg-type]
        assert answer.status_code != 500, (route, answer.text)
        assert not [each for each in INSIDE if each in answer.text], route
        assert "Waymark-Request" in answer.headers
    assert client.get(town.ours, headers=worker).status_code == 503
