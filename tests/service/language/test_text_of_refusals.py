"""Whatever an address answers when it is asked in a way that it does not take, is said in the reader's language."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from service.api_examples import FOUNDER
from service.api_faults import FOR_PROGRAMS
from service.language.extract import ROOT
from service.language.language import speaking
from service.language.refused import refusals_of
from service.language.retelling import retold
from tests.browser.every_page import MILESTONES
from tests.browser.served import Served
from tests.service.language.pseudo import pseudo, texts
from tests.service.language.test_every_text import untranslated

GREEK = {"Accept-Language": "en-XA", "Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Accept-Language": "en-XA", "Sec-Fetch-Site": "cross-site"}
JUNK = {"key": "x", "name": "x", "email": "x", "password": "x", "number": "x", "milestone": "nothing", "day": "x"}
QUERIES = (
    "page=x&from=x&to=x&part=x&as_of=x&known_on=x&after=x&day=x&size=x&key=x",
    "page=99999999999999999999&as_of=9999-99-99",
)
LEFT_ALONE = ("/who", "/sign-out")
"""After these somebody else would ask, or nobody."""
VALUE = re.compile(r"%\((\w+)\)s")


def left_in(answer: Response) -> set[str]:
    kind = answer.headers.get("content-type", "")
    if "html" in kind:
        return set(chain.from_iterable(map(untranslated, texts(answer.text))))
    return {answer.text} if "text/plain" in kind and answer.status_code >= 400 else set()


def routes(served: Served, method: str) -> list[str]:
    found = {
        str(route.path)
        for route in iter_route_contexts(served.face.client.app.routes)  # type: ignore[attr-defined]
        if method in getattr(route, "methods", ())
    }
    return sorted(each for each in found if not each.startswith((*FOR_PROGRAMS, *LEFT_ALONE)))


def filled(route: str, served: Served) -> str:
    programme = served.programme.rpartition("/")[2]
    route = route.replace("{programme}", programme).replace("{milestone}", MILESTONES[0])
    return re.sub(r"\{\w+(:path)?\}", "x", route)


def token_of(served: Served) -> dict[str, str]:
    client = served.face.client
    client.post("/who", data={"person": FOUNDER}, headers=GREEK)
    page = client.get("/account/data", headers=GREEK).text
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found is not None
    return {"form_token": found[1]}


def asked(served: Served) -> Iterator[tuple[str, Response]]:
    client, token = served.face.client, token_of(served)
    for route in routes(served, "POST"):
        address = filled(route, served)
        for typed, headers in (({**JUNK, **token}, GREEK), (token, GREEK), (JUNK, ELSEWHERE)):
            yield f"POST {route}", client.post(address, data=typed, headers=headers, follow_redirects=False)
    for route in routes(served, "GET"):
        for query in QUERIES:
            address = f"{filled(route, served)}?{query}"
            yield f"GET {address}", client.get(address, headers=GREEK, follow_redirects=False)
    yield "another method", client.delete("/about", headers=GREEK)
    yield "too large", client.post("/sign-in/email", data={"email": "x" * (2 << 20)}, headers=GREEK)
    yield "another host", client.get("/about", headers={**GREEK, "Host": "evil.example"})
    client.cookies.clear()
    for _ in range(30):
        yield "too often", client.post("/sign-in/password", data={"email": "a@b.org", "password": "x"}, headers=GREEK)


def test_whatever_is_refused_is_refused_in_the_language_of_the_reader(served: Served) -> None:
    found, statuses = dict[str, set[str]](), set[int]()
    for route, answer in asked(served):
        statuses.add(answer.status_code)
        if left := left_in(answer):
            found.setdefault(route, set()).update(left)
    assert found == {}
    assert statuses >= {403, 404, 405, 413, 421, 422, 429}


REFUSED = sorted({text for place, text in refusals_of(ROOT) if not place.endswith("_api.py")})


@pytest.mark.parametrize("text", REFUSED)
def test_every_refusal_is_recognised_with_whatever_is_put_in(text: str) -> None:
    def put_in(found: re.Match[str]) -> str:
        return "12" if found[1] == "num" else "ÄÖ"

    said = VALUE.sub(put_in, text).replace("%%", "%")
    with speaking(pseudo()):
        assert untranslated(retold(said)) == []
