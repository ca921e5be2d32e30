"""Somebody at the pages without a script: who they are, what they hear of a page, and the forms they send."""

import re
from html.parser import HTMLParser

from httpx2 import Response

from domain.milestone_commands import Block, OpenMilestone, Submit
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.people import PersonCard
from tests.service.face import STRANGER, Face

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})


class Page(HTMLParser):
    """A page as somebody hears it: its outline, its fields and what they are called."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.text = ""
        self.feed(answer.text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-2:] == ["head", "title"]:
            self.title += data
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


def become(face: Face, person: str) -> Response:
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post("/who", data={"person": person}, headers=headers, follow_redirects=False)


def told_programme(face: Face) -> str:
    """A programme in which something has happened. Returns its address in the API."""
    for person, name in ((COORDINATOR, "Maria Mentor"), (WORKER, "Sam Worker"), (FOUNDER, "Ann Founder")):
        face.waymark.people.add(PersonCard(name=name), person)
    face.waymark.people.add(PersonCard(name="Sue Stranger"), STRANGER)
    programme = face.start()
    face.post(Block, WORKER, programme)
    face.post(Submit, WORKER, programme)
    face.catch_up()
    return programme


def programme_of(face: Face) -> str:
    """The page of a programme with two open milestones, of which one is held up."""
    programme = told_programme(face)
    begun = face.post(OpenMilestone, WORKER, programme, {"milestone": "ENG-02", "reason": "We may begin."})
    assert begun.status_code == 201, begun.text
    face.catch_up()
    return programme[4:]


def open_form(face: Face, address: str) -> tuple[Page, dict[str, str]]:
    """A form, and what it sends along that nobody types."""
    answer = face.client.get(address)
    assert answer.status_code == 200, answer.text
    return hidden_of(answer)


def hidden_of(answer: Response) -> tuple[Page, dict[str, str]]:
    """A form that came back, and what it sends along that nobody types."""
    page = Page(answer)
    return page, {str(each["name"]): str(each["value"]) for each in page.all("input") if each.get("type") == "hidden"}


def send(face: Face, address: str, fields: dict[str, str]) -> Response:
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(address, data=fields, headers=headers, follow_redirects=False)
