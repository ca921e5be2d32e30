"""A funder reads how far a programme is, goes back in time, takes the record home, and checks it without Waymark.

They have no mouse.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from typer.testing import CliRunner

from domain.milestone_commands import Accept
from service.api_examples import FOUNDER, FUNDER
from service.cli import app
from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import Served, serving, until_shown
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import signed_once

pytestmark = pytest.mark.browser


def test_a_funder_reads_goes_back_in_time_and_verifies_by_keyboard_alone(
    settings: Settings, page: Page, tmp_path: Path
) -> None:
    with serving(settings) as served:
        answer = served.face.post(Accept, FOUNDER, f"/api{served.programme}", {"milestone": "ENG-03"})
        assert answer.status_code == 201, answer.text
        until_shown(served.face)
        signed_once(settings)
        served.be(page.context, FUNDER)
        page.goto(f"{served.site}/portfolio")
        press(page, "Making All Possible")
        main = page.locator("main")
        assert "1 of 59 milestones reached" in main.inner_text()
        assert "accepted “Scheme agreed for paying people" in main.inner_text()
        _back_in_time(served, page)
        bundle = _taken(page, tmp_path)
        _reads_a_report(page.context, served)
    key = str(key_of(settings))
    checked = CliRunner().invoke(app, ["audit", "verify", str(bundle), "--key", key])
    assert checked.exit_code == 0, checked.stdout
    assert "Everything holds" in checked.stdout
    forged = tmp_path / "forged.zip"
    forged.write_bytes(bundle.read_bytes()[:-40] + b"x" * 40)
    assert CliRunner().invoke(app, ["audit", "verify", str(forged), "--key", key]).exit_code == 1


def _back_in_time(served: Served, page: Page) -> None:
    """Nothing was known here the day before it began; today it is."""
    before = (served.face.waymark.clock() - timedelta(days=1)).date()
    go_to(page, "known_at")
    page.keyboard.type(f"{before:%m%d%Y}")
    assert page.locator("#known_at").input_value() == before.isoformat()
    press(page, "Look back")
    main = page.locator("main")
    assert "This is what was known at the end of" in main.inner_text()
    assert "accepted" not in main.locator("ol.told").all_inner_texts()
    press(page, "Show all of it, as it is known now")
    assert "accepted “Scheme agreed" in main.inner_text()
    press(page, "What changed between two days")
    assert page.locator("h1").inner_text() == "What changed"


def _taken(page: Page, folder: Path) -> Path:
    press(page, "Portfolio")
    press(page, "Making All Possible")
    assert "entries are not shown to you. They are proven all the same." in page.locator("main").inner_text()
    go_to(page, "Take the record with its proof")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = folder / "record.zip"
    download.value.save_as(file)
    return file


def _reads_a_report(context: BrowserContext, served: Served) -> None:
    report = context.request.get(f"{served.site}{served.programme}/report?kind=funder&as=pdf")
    assert report.ok
    assert report.body().startswith(b"%PDF")
