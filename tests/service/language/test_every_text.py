"""Every page for every kind of person, in a language nobody speaks: what is still English was not translated."""

import re
from collections.abc import Iterator

from tests.browser.every_page import PEOPLE, addresses
from tests.browser.served import Served
from tests.service.language.pseudo import texts
from tests.service.language.written_by_people import written_by_people

_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ’',.;:()/-]+[A-Za-z]+)*")
_CODES = re.compile(
    r"\b[A-Z]{2,4}-\d{2}\b|/[\w/{}.-]+|\b[\w.+-]+@[\w.-]+|https?://\S+|[\w-]+\.(?:py|html|json|txt)\b|\b[0-9a-f-]{16,}\b"
)
_OURS = ("Waymark", "CSV", "PDF", "JSON", "API", "HTML", "SHA-256", "BY-SA", "BY", "CC")


def pages(served: Served) -> Iterator[tuple[str, str, str]]:
    """Each page, as who sees it, its route and its HTML."""
    client = served.face.client
    for who, person in PEOPLE.items():
        client.cookies.clear()
        if person is not None:
            client.post("/who", data={"person": person}, headers={"Origin": served.site})
        for route, address in addresses(served):
            answer = client.get(address, headers={"Accept-Language": "en-XA"}, follow_redirects=False)
            if "text/html" in answer.headers.get("content-type", ""):
                yield who, route, answer.text


def untranslated(text: str) -> list[str]:
    """What is in plain letters, and nobody's own words."""
    text = _CODES.sub("·", written_by_people().sub("·", text))
    for each in _OURS:
        text = text.replace(each, "·")
    return _ENGLISH.findall(text)


def test_every_text_of_every_page_is_translated(served: Served) -> None:
    found: dict[str, set[str]] = {}
    for _, route, html in pages(served):
        for text in texts(html):
            found.setdefault(route, set()).update(untranslated(text))
    assert {route: left for route, left in found.items() if left} == {}
