"""Every form of a report in a language nobody speaks: days, numbers and texts are that language's, names stay."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from fastapi.testclient import TestClient

from service.api import build_app
from service.api_examples import FOUNDER
from service.assembly import build
from service.language.language import ENGLISH
from service.language.shelf import Shelf
from service.settings import Settings
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import pseudo, texts
from tests.service.language.test_every_text import untranslated
from tests.service.reports.conftest import NAMES, told

LANGUAGE = {"Accept-Language": "en-XA"}
KINDS = ("progress", "funder")


@pytest.fixture
def foreign(settings: Settings) -> Iterator[tuple[Face, str]]:
    """Somebody of the group, with a browser that asks for the language nobody speaks; and the page of the report."""
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"demonstration": True}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        at = told(face)
        client.post("/who", data={"person": FOUNDER}, headers={"Origin": "http://127.0.0.1"})
        yield face, f"{at[4:]}/report"


def test_the_page_and_every_form_of_a_report_are_translated(foreign: tuple[Face, str]) -> None:
    face, page = foreign
    for kind in KINDS:
        for form in ("", "html", "easy-read", "text"):
            asked = {"kind": kind, "detail": "full", **({"as": form} if form else {})}
            answer = face.client.get(page, params=asked, headers=LANGUAGE)
            assert answer.status_code == 200
            said = [" ".join(answer.text.split())] if form == "text" else texts(answer.text)
            left = {each for text in said for each in untranslated(text)} - set(NAMES.values())
            assert left == set(), (kind, form)
            if form:
                assert "Μαΐου 2026" in answer.text
            if form in {"html", "easy-read"}:
                assert '<html lang="en-XA">' in answer.text


def test_a_pdf_is_in_the_language_too(foreign: tuple[Face, str]) -> None:
    face, page = foreign
    for form in ("pdf", "easy-read-pdf"):
        content = face.client.get(page, params={"as": form}, headers=LANGUAGE).content
        with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as about:
            assert str(pdf.Root.Lang) == "el"
            assert untranslated(about["dc:title"].replace("Making All Possible", "")) == []
