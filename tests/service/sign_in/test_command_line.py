"""What the machine itself can do about people: the first way in, and shutting somebody out."""

import json
import re

import pytest
from typer.testing import CliRunner

from service import settings as settings_module
from service.cli import app
from service.settings import Settings
from service.sign_in.first_link import first_link
from tests.service.sign_in.browser import ANN, House


@pytest.fixture
def waymark(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(settings_module, "read_settings", lambda _=None: house.face.waymark.settings)
    return house


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def key(text: str) -> str:
    found = re.search(r"\?key=(\S+)", text)
    assert found is not None, text
    return found[1]


def test_a_new_installation_prints_a_link_for_its_first_operator_until_there_is_one(settings: Settings) -> None:
    first, second = first_link(settings), first_link(settings)
    assert key(first[1]) != key(second[1])


def test_a_link_printed_before_ends_when_a_new_one_is_printed(waymark: House) -> None:
    old, new = key(said("operator", "link")), key(said("operator", "link"))

    def tried(link: str) -> int:
        sent = waymark.browser().post("/operator", key=link, name="Olive", email="olive@example.org", form_token="")
        return sent.status_code

    assert (tried(old), tried(new)) == (401, 303)
    assert first_link(waymark.face.waymark.settings) == []


def test_somebody_is_invited_listed_shut_out_and_let_in_again(waymark: House) -> None:
    invited = said("people", "invite", "--email", ANN, "--name", "Ann Example")
    assert waymark.browser().post("/invitation", key=key(invited), form_token="").status_code == 303
    (ann,) = json.loads(said("people", "list", "--json"))
    assert (ann["name"], ann["email"], ann["operator"], ann["shut_out"]) == ("Ann Example", ANN, False, False)
    assert ANN in said("people", "list")
    browser = waymark.signed_in()
    said("people", "disable", ann["person"])
    assert not browser.is_in()
    said("people", "disable", ann["person"])
    assert "shut out" in said("people", "list")
    said("people", "enable", ann["person"])
    assert waymark.signed_in().is_in()


def test_a_token_is_printed_once_and_revoked(waymark: House) -> None:
    person = waymark.join()
    token = said("token", "issue", person, "--label", "script", "--write").split()[0]
    headers = {"Authorization": f"Bearer {token}"}
    waymark.face.start()
    assert waymark.face.client.get("/api/people", headers=headers).status_code == 200
    said("token", "revoke", person, "1")
    assert waymark.face.client.get("/api/people", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "arguments",
    [
        ("people", "disable", "person:1"),
        ("people", "disable", "person:00000000-0000-4000-8000-000000000001"),
        ("people", "invite", "--email", "no", "--name", "x"),
        ("people", "invite", "--email", ANN, "--name", "x", "--role", "worker"),
        ("token", "issue", "person:00000000-0000-4000-8000-000000000001", "--label", "x"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(waymark: House, arguments: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert str(done.exception).endswith((".", "list"))
    assert waymark
