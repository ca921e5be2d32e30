"""Whatever is refused, is refused in the reader's language: its words are found where they are made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.assembly import build
from service.language.extract import ROOT
from service.language.language import ENGLISH, speaking
from service.language.refused import refusals_of
from service.language.retelling import retold
from service.language.shelf import Shelf
from service.settings import Settings
from service.sign_in.passwords import good_password
from service.sign_in.refusals import PasswordTooWeak
from tests.service.language.pseudo import pseudo

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with (
        build(settings, pool_size=4) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as face,
    ):
        face.headers["Accept-Language"] = "en-XA"
        yield face


def test_words_are_found_where_they_are_made_named_imported_and_put_together(tmp_path: Path) -> None:
    for name, text in {
        "domain/refusals.py": 'NO = "There is none."\nclass Refusal(Exception): ...\nclass Unknown(Refusal): ...',
        "service/a.py": "from domain.refusals import NO\n"
        'def f(n):\n    if n:\n        raise Unknown(NO)\n    msg = f"{n} are too many."\n    raise face.Unknown(msg)\n'
        'raise ValueError("Not a refusal.")',
        "service/a_cli.py": 'raise Unknown("Only in a shell.")',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert set(refusals_of(tmp_path)) == {
        ("domain/refusals.py", "There is none."),
        ("service/a.py", "%(n)s are too many."),
    }


def test_the_refusals_of_sign_in_of_files_and_of_addresses_are_among_those_for_translators() -> None:
    places = {place for place, _ in refusals_of(ROOT)}
    assert {"service/sign_in/way_in.py", "service/evidence/pictures.py", "service/api_faults.py"} <= places


def test_a_refusal_with_numbers_in_it_is_said_again() -> None:
    with pytest.raises(PasswordTooWeak) as refused:
        good_password("short")
    with speaking(pseudo()):
        said = retold(str(refused.value))
    assert "8" in said
    assert "15" in said
    assert "characters" not in said


def test_who_cannot_sign_in_is_told_why_in_their_language(client: TestClient) -> None:
    typed = {"email": "ann@example.org", "password": "not the right one"}
    page = client.post("/sign-in/password", data=typed, headers=OURS)
    assert page.status_code == 401
    assert "is not right" not in page.text
    assert "ñóŧ říǧħŧ" in page.text


def test_an_address_that_makes_no_sense_is_not_answered_with_names_of_fields(client: TestClient) -> None:
    page = client.get("/programmes.exe")
    assert page.status_code == 404
    assert "ending" not in page.text
