"""The pages about the proof of a record, as a browser, axe-core and the Nu HTML checker see them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from service.api_examples import FOUNDER
from service.settings import Settings
from tests.browser.examined import Examiner
from tests.service.audit.conftest import signed_once
from tests.service.conftest import face
from tests.service.face import Face

pytestmark = pytest.mark.browser
__all__ = ["face"]


@pytest.fixture
def folder(face: Face, settings: Settings, tmp_path: Path) -> Path:
    """Each page in a file, before and after something was signed."""
    programme = face.start().rpartition("/")[2]
    face.catch_up()
    face.client.post("/who", data={"person": FOUNDER}, headers={"Origin": "http://127.0.0.1"})
    (tmp_path / "pages.css").write_text(face.client.get("/pages.css").text)
    kept(face, f"/programmes/{programme}/proof", tmp_path / "unsigned.html")
    signed_once(settings)
    kept(face, f"/programmes/{programme}/proof", tmp_path / "signed.html")
    kept(face, "/help/proof", tmp_path / "help.html")
    kept(face, "/help/proof/easy-read", tmp_path / "easy.html")
    return tmp_path


def kept(face: Face, address: str, file: Path) -> None:
    answer = face.client.get(address)
    assert answer.status_code == 200, answer.text
    file.write_text(answer.text.replace('href="/pages.css', 'href="pages.css'))


def test_they_are_clean_for_axe_valid_and_fit_a_small_screen(folder: Path, page: Page, examiner: Examiner) -> None:
    files = sorted(folder.glob("*.html"))
    assert len(files) == 4
    assert examiner.mistakes(files) == []
    for file in files:
        for width in (1000, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(file.as_uri())
            for details in page.query_selector_all("summary"):
                details.click()
            assert (file.name, examiner.barriers(page)) == (file.name, [])
            assert (file.name, width, examiner.overflow(page)) == (file.name, width, 0)
