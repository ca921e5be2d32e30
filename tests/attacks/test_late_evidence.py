"""A file sent when the session had run out is kept for whose session it was, and for nobody who only says so."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from httpx2 import Response

from service.api_examples import WORKER
from service.drafts.drafts import Drafts
from service.evidence.file_sweep import sweep
from service.evidence.late_evidence import MOST
from service.privacy.erasure import finish
from service.privacy.person_export import export_person
from service.sign_in.sessions import IDLE, form_token
from tests.attacks.conftest import Tried
from tests.attacks.town import Town
from tests.service.evidence import made_files as made
from tests.service.evidence.sending import kept
from tests.service.face import STRANGER
from tests.service.sign_in.browser import OURS

CANARY = b"Only Sam and the group read this.\n"
LATER = IDLE + timedelta(minutes=5)


class Late:
    """A browser in which somebody was signed in."""

    def __init__(self, town: Town) -> None:
        self.town, self.face, self.sessions = town, town.face, town.house.desk.sessions
        self.secret = self.sessions.begin(WORKER, ("passkey",), second_factor=True)
        self.before = len(kept(self.face))
        self.address = f"{town.ours.removeprefix('/api')}/milestones/ENG-01/evidence"

    def send(
        self,
        content: bytes = CANARY,
        name: str = "minutes.txt",
        cookie: str | None = None,
        token: str | None = None,
        headers: dict[str, str] = OURS,
    ) -> Response:
        said = {"form_token": form_token(self.secret) if token is None else token, "note": "We met.", "key": "0" * 32}
        return self.face.client.post(
            self.address,
            files={"file": (name, content)},
            data=said,
            headers={**headers, "Cookie": f"waymark_session={cookie or self.secret}"},
            follow_redirects=False,
        )

    @property
    def drafts(self) -> Drafts:
        waymark = self.face.waymark
        return Drafts(waymark.pool, waymark.keyring, waymark.clock)

    def left(self) -> tuple[int, list[str]]:
        """How many files came, and which drafts name one."""
        return len(kept(self.face)) - self.before, [
            each.place for each in self.drafts.of(WORKER) if "taken_sha256" in each.typed
        ]


def test_a_file_that_came_too_late_waits_in_the_form_sealed_and_is_added_by_its_sender_alone(town: Town) -> None:
    late = Late(town)
    late.face.clock.at += LATER
    answer = late.send()
    assert answer.status_code == 401
    assert "What you typed is kept, and your file too." in answer.text
    assert late.left() == (1, [late.address])
    assert all(CANARY not in path.read_bytes() for path in kept(late.face))
    assert late.face.get(f"{town.ours}/milestones/ENG-01").text.count("minutes.txt") == 0, "nothing was added"
    headers, token = town.session(WORKER)
    back = late.face.client.get("/sign-in/kept", headers=headers, follow_redirects=False)
    assert back.headers["Location"] == late.address
    page = late.face.client.get(late.address, headers=headers).text
    assert "Your file is here already: minutes.txt" in page
    assert "We met." in page
    (draft,) = late.drafts.of(WORKER)
    again = {**draft.typed, "form_token": token, "key": "1" * 32}
    sent = {name: (None, text) for name, text in again.items()}
    assert late.face.client.post(late.address, files=sent, headers=headers, follow_redirects=False).status_code == 303
    assert "download>minutes.txt</a>" in late.face.client.get(late.address, headers=headers).text


def _signed_out(late: Late) -> Response:
    late.sessions.end(late.secret)
    return late.send()


def _long_ago(late: Late) -> Response:
    late.face.clock.at += timedelta(hours=12)
    return late.send()


def _shut_out(late: Late) -> Response:
    with late.face.waymark.pool.connection() as connection:
        connection.execute("UPDATE store.account SET disabled = true")
    answer = late.send()
    with late.face.waymark.pool.connection() as connection:
        connection.execute("UPDATE store.account SET disabled = false")
    return answer


def _without_a_part(late: Late) -> Response:
    late.face.make_operator(STRANGER)
    late.secret = late.sessions.begin(STRANGER, ("passkey",), second_factor=True)
    late.face.clock.at += LATER
    return late.send()


def _half(late: Late) -> Response:
    late.secret = late.sessions.begin(WORKER, ("passkey",), half=True)
    late.face.clock.at += LATER
    return late.send()


BENT: dict[str, Callable[[Late], Response]] = {
    "a cookie nobody was given": lambda late: late.send(cookie="x" * 43),
    "signed out, not run out": _signed_out,
    "run out long ago": _long_ago,
    "an account that was shut": _shut_out,
    "another session's form": lambda late: late.send(token=form_token("another")),
    "a form without its token": lambda late: late.send(token=""),
    "from another site": lambda late: late.send(headers={"Sec-Fetch-Site": "cross-site"}),
    "from nowhere": lambda late: late.send(headers={}),
    "somebody without a part": _without_a_part,
    "one of two factors": _half,
}


def test_whoever_only_seems_to_have_been_signed_in_leaves_no_file(town: Town, tried: Tried) -> None:
    for how, bend in BENT.items():
        late = Late(town)
        late.face.clock.at += LATER
        answer = bend(late)
        tried["late files"] += 1
        assert answer.status_code in {401, 403}, how
        assert "and your file too" not in answer.text, how
        assert late.left() == (0, []), how


def test_a_late_file_goes_through_every_check_and_what_was_typed_stays(town: Town, tried: Tried) -> None:
    late = Late(town)
    late.face.clock.at += LATER
    for name, content in (("empty.txt", b""), ("../up.exe", b"MZ"), ("macro.docm", b"PK"), ("bad.pdf", made.photo())):
        answer = late.send(content, name)
        tried["late files"] += 1
        assert "Your file is not" in answer.text, name
        assert late.left() == (0, []), name
    (draft,) = late.drafts.of(WORKER)
    assert draft.typed["note"] == "We met."


def test_so_many_in_an_hour_and_no_more_and_they_are_erased_with_their_person(town: Town) -> None:
    late = Late(town)
    late.face.clock.at += LATER
    for number in range(MOST + 2):
        late.send(f"Number {number}.\n".encode(), f"{number}.txt")
    assert late.left()[0] == MOST
    assert "Your file is not: choose it again." in late.send().text
    finish(late.face.waymark, WORKER)
    assert late.left() == (0, [])


def test_it_goes_with_its_draft_and_with_its_person_and_is_in_their_data(town: Town) -> None:
    late = Late(town)
    late.face.clock.at += LATER
    late.send()
    late.face.clock.move(days=20)
    sweep(late.face.waymark)
    assert late.left() == (1, [late.address]), "as long as the draft"
    out = BytesIO()
    export_person(late.face.waymark, WORKER, out)
    with ZipFile(out) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("minutes.txt")]
        assert archive.read(name) == CANARY
    late.face.clock.move(days=11)
    sweep(late.face.waymark)
    assert late.left() == (0, [])
