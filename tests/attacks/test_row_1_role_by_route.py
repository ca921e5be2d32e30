"""Row 1: every route there is, asked by everybody there is. Row 2 with it: what is not theirs is as if it were not."""

from dataclasses import dataclass
from uuid import uuid4

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from domain.authority import DECIDERS, NAMED_READERS, TABLE
from domain.authority import Who as Held
from domain.roles import Role
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, WORKER
from service.api_paths import PATHS
from tests.attacks.conftest import Tried
from tests.attacks.route_groups import GROUP, WHO, expected, filled
from tests.attacks.town import EXPIRED, OPERATOR, OTHERS, Town, ref_of
from tests.service.sign_in.browser import OURS

PERSON = {
    "mentor": COORDINATOR,
    "worker": WORKER,
    "founder": FOUNDER,
    "funder": FUNDER,
    "other": OTHERS[COORDINATOR],
    "missing": COORDINATOR,
    "operator": OPERATOR,
    "expired": EXPIRED,
}
ROLE: dict[str, Held] = {
    "mentor": Role.MENTOR,
    "worker": Role.WORKER,
    "founder": Role.FOUNDER,
    "funder": Role.FUNDER,
    "operator": Role.OPERATOR,
}
REFUSED = {401, 403, 404}
COMMANDS = {path: kind for kind, path in PATHS.items()}
LAST = ("governing-document-adoptions", "pauses", "closures")
"""These change who may do what, so they are asked when other commands were."""

BODIES: dict[str, object] = {
    "POST /api/people": {"name": "Bo Example"},
    "PUT /api/people/{person}": {"name": "Bo Example"},
    "PUT /api/people/{person}/needs": {"needs": ["breaks"]},
    "POST /api/people/{person}/erasure": {"name": "Bo Example"},
    "POST /api/audit/cosignatures": {"checkpoint": "x"},
    "POST /api/programmes/{programme}/ended-appointments": {"person": OPERATOR, "role": "funder"},
    "POST /api/programmes/{programme}/bundle": {"checkpoint": None},
}
FORMS: dict[str, dict[str, str]] = {
    "POST /programmes/{programme}/do/{name}": {"milestone": "ENG-01", "kind": "money", "attempt": "a1"},
    "POST /programmes/{programme}/milestones/{milestone}/evidence": {"note": "We met.", "key": "a1"},
    "POST /programmes/{programme}/resources/{number}/files": {"key": "a1"},
    "POST /programmes/{programme}/invitations": {"name": "Bo", "email": "bo@example.org"},
    "POST /programmes/{programme}/invitations/withdrawn": {"invitation": str(uuid4())},
    "POST /sign-in/password": {"email": "bo@example.org", "password": "x"},
    "POST /sign-in/link": {"key": "x"},
    "POST /sign-in/second": {"code": "000000"},
    "POST /sign-in/second/new": {"code": "000000"},
    "POST /operator": {"key": "x", "name": "Bo", "email": "bo@example.org"},
    "POST /who": {"person": FOUNDER},
    "POST /library/{shelf}/{number}/owner": {"said": "running", "key": "sent-once"},
    "POST /account/tokens/revoke": {"number": "1"},
    "POST /account/factors/remove": {"number": "1"},
}


def routes_of(app: FastAPI) -> set[str]:
    """Every route as `METHOD /path`. HEAD beside GET says nothing more."""
    found = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in getattr(route, "methods", ())
    }
    return {each for each in found if not each.startswith("HEAD ") or f"GET {each[5:]}" not in found}


@dataclass(frozen=True)
class Question:
    """One route, asked by one kind of person."""

    town: Town
    route: str
    who: str
    unknown: str
    file: str

    def ask(self, programme: str | None = None) -> Response:
        method, _, path = self.route.partition(" ")
        address = self._filled(path, programme)
        headers, token = self._headers(path)
        body: dict[str, object] = {}
        if path.startswith("/api/") and method in {"POST", "PUT"}:
            headers["Idempotency-Key"] = uuid4().hex
            if path.endswith("files"):
                body["files"] = {"file": ("minutes.txt", b"Minutes.\n")}
            else:
                body["json"] = BODIES.get(self.route) or self._example(method, path)
        elif method == "POST":
            fields = {"email": f"{uuid4().hex}@example.org", **FORMS.get(self.route, {}), "form_token": token}
            if path.endswith(("/evidence", "/files")):
                body["files"] = {name: (None, text) for name, text in fields.items()}
            else:
                body["data"] = fields
        return self.town.face.client.request(method, address, headers=headers, follow_redirects=False, **body)  # type: ignore[arg-type]

    def _example(self, method: str, path: str) -> object:
        """What our own description gives as an example."""
        asked = self.town.described["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]
        return next(iter(asked["examples"].values()))["value"]

    def _filled(self, path: str, programme: str | None) -> str:
        missing = self.who == "missing"
        ours = programme or (self.unknown if missing else self.town.ours.rpartition("/")[2])
        person = self.unknown if missing else FOUNDER[7:]
        return filled(path, ours, sha256=self.file, person=person)

    def _headers(self, path: str) -> tuple[dict[str, str], str]:
        match self.who:
            case "nobody":
                return dict(OURS), ""
            case "reads":
                return {**OURS, **self.town.token(COORDINATOR, "read")}, ""
            case "elsewhere":
                other = (ref_of(self.town.theirs),)
                return {**OURS, **self.town.token(COORDINATOR, "read", "write", programmes=other)}, ""
            case _ if path.startswith("/api/"):
                return dict(self.town.face.acts(PERSON[self.who])), ""
            case _:
                return self.town.session(PERSON[self.who])


def test_row_1_every_route_is_in_the_table(town: Town) -> None:
    assert routes_of(town.face.client.app) == set(GROUP)  # type: ignore[arg-type]
    assert set(GROUP.values()) == set(expected())


def test_row_1_everybody_is_answered_as_the_table_says_and_others_learn_nothing(town: Town, tried: Tried) -> None:
    table, wrong, told = expected(), [], []
    file = town.sent(town.ours, WORKER).json()["sha256"]
    for route, group in sorted(GROUP.items(), key=_order):
        for who in WHO:
            wanted = table[group][who]
            if wanted == "-":
                continue
            question = Question(town, route, who, str(uuid4()), file)
            answer = question.ask()
            tried["role × route"] += 1
            if not _fits(answer, wanted, route, who):
                wrong.append((route, who, wanted, answer.status_code, answer.text[-300:]))
            if who in {"other", "expired"} and ("{programme}" in route or "{person}" in route):
                tried["other tenant’s id"] += 1
                unknown = question.ask(question.unknown)
                if _seen(answer, town.ours.rpartition("/")[2]) != _seen(unknown, question.unknown):
                    told.append((route, who, answer.text[-200:], unknown.text[-200:]))
    assert wrong == [], [each[:4] for each in wrong]
    assert told == []
    assert tried["role × route"] > 1000


def _order(asked: tuple[str, str]) -> tuple[bool, bool, bool]:
    """Pages after the API: on them people change how they sign in, which ends the tokens of this test."""
    route = asked[0]
    return " /api/" not in route, not route.startswith("GET "), route.endswith(LAST)


def _fits(answer: Response, wanted: str, route: str, who: str) -> bool:
    if answer.status_code >= 500:
        return False
    if wanted == "ok":
        return answer.status_code not in REFUSED
    if wanted != "rule":
        return answer.status_code == int(wanted)
    kind = COMMANDS[route.rpartition("/")[2]]
    may = {Role.FOUNDER if each == DECIDERS else each for each in TABLE[kind]}
    # The funder is named by no milestone of this test; a mentor and a worker may write down what a meeting decided.
    may -= {NAMED_READERS}
    if ROLE[who] in may:
        return answer.status_code != 401 and not _not_allowed(answer)
    if "on_behalf_of" in EXAMPLES[kind] and who in {"mentor", "worker"}:
        return answer.status_code not in REFUSED
    return answer.status_code == 403


def _not_allowed(answer: Response) -> bool:
    return answer.status_code == 403 and "Ask them to do it" in answer.text


def _seen(answer: Response, identity: str) -> tuple[int, dict[str, str], bytes]:
    own = {"waymark-request", "date", "set-cookie"}
    headers = {name: text for name, text in answer.headers.items() if name not in own}
    return answer.status_code, headers, answer.content.replace(identity.encode(), b"<id>")
