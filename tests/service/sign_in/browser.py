"""A browser in which somebody signs in: it keeps cookies, says where its forms come from, and finds their tokens."""

import email
import email.policy
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pyotp
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.programme_commands import Appoint
from domain.roles import Role
from service.api_addresses import programme_of
from service.assembly import Waymark
from service.people import PersonCard
from service.sign_in.desk import Desk, desk_of
from service.sign_in.hosting import THE_MACHINE, Hosting
from service.sign_in.person_log import Asking
from tests.service.face import Face

SITE = "http://127.0.0.1"
OURS = {"Origin": SITE, "Sec-Fetch-Site": "same-origin"}
ANN = "ann@example.org"


class Browser:
    """One browser of one person."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.client = TestClient(face.client.app, base_url=SITE, follow_redirects=False)
        self.page: Response | None = None

    @property
    def waymark(self) -> Waymark:
        return self.face.waymark

    def get(self, address: str) -> Response:
        self.page = self.client.get(address)
        return self.page

    def post(self, address: str, headers: dict[str, str] | None = None, **fields: object) -> Response:
        """Send a form of the page that was looked at last, with its token."""
        data = {name: str(value) for name, value in fields.items()}
        if "form_token" not in data and self.page is not None:
            data["form_token"] = hidden(self.page, "form_token")
        return self.client.post(address, data=data, headers=OURS if headers is None else headers)

    def follow(self, answer: Response) -> Response:
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["Location"])

    def is_in(self) -> bool:
        return self.client.get("/account").status_code == 200

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get("waymark_session")


class House:
    """A Waymark with its people, its letters and its clock."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.desk: Desk = desk_of(face.waymark)
        self.hosting = Hosting(self.desk, face.waymark.front_door)
        self._letters: list[Path] = []

    def browser(self) -> Browser:
        return Browser(self.face)

    def join(self, address: str = ANN, name: str = "Ann Example") -> str:
        """Somebody comes in by an invitation of the machine. Gives who they are."""
        _, secret = self.hosting.invite(THE_MACHINE, address, name)
        return self.hosting.accept(secret)

    def letters(self) -> list[str]:
        """Every letter so far, the oldest first."""
        folder: Path = self.face.waymark.settings.mail_folder
        # Two files may have been written in one tick of the clock: those that were seen before are the older ones.
        fresh = set(folder.glob("*.eml")) - set(self._letters)
        self._letters += sorted(fresh, key=lambda file: file.stat().st_mtime_ns)
        texts = []
        for file in filter(Path.exists, self._letters):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = message.get_body()
            assert body is not None
            texts.append(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{body.get_content()}")
        return texts

    def link(self) -> str:
        """The secret in the newest letter that has one."""
        keys = [found[1] for text in self.letters() if (found := re.search(r"\?key=([A-Za-z0-9_-]+)", text))]
        return keys[-1]

    def signed_in(self, address: str = ANN) -> Browser:
        """A browser signed in by a link."""
        browser = self.browser()
        browser.post("/sign-in/email", email=address, form_token="")
        entered = browser.post("/sign-in/link", key=self.link(), form_token="")
        assert entered.status_code == 303, entered.text
        return browser

    def with_code(self, browser: Browser) -> pyotp.TOTP:
        """Add an app for codes in this browser."""
        browser.get("/account")
        page = browser.page = browser.post("/account/code")
        totp = pyotp.TOTP(key_on(page))
        done = browser.post("/account/code/finished", code=totp.at(self.face.clock()))
        assert done.status_code == 303, done.text
        self.face.clock.at += timedelta(seconds=60)
        return totp

    def appoint(self, programme: str, person: str, role: Role, by: str) -> None:
        """Somebody who is here takes a part, as they do once they said yes to an invitation."""
        command = Appoint(person=person, role=role)
        ref = programme_of(programme.rpartition("/")[2])
        self.face.waymark.front_door.ask(ref, command, actor=by, command_id=f"{person}/{role}")
        self.face.catch_up()

    def kept(self, person: str, name: str) -> None:
        self.face.waymark.people.add(PersonCard(name=name), person)


def hidden(page: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return unescape(found[1]) if found else ""


def key_on(page: Response) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert found is not None, page.text
    return found[1].replace(" ", "")


def themselves(person: str) -> Asking:
    return Asking(person)
