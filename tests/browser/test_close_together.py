"""What belongs together stays in one line on a small screen, and what does different things keeps apart."""

import pytest
from playwright.sync_api import BrowserContext

from service.api_examples import WORKER
from service.people import PersonCard
from service.settings import Settings
from tests.browser.served import serving
from tests.service.face import OPERATOR, SECOND_OPERATOR

pytestmark = pytest.mark.browser
APART = 8


def test_to_agree_and_to_say_no_to_a_look_are_two_buttons_apart(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        for person, name in ((OPERATOR, "Oona Reeve"), (SECOND_OPERATOR, "Otto Second")):
            served.face.waymark.people.add(PersonCard(name=name), person)
            served.face.make_operator(person)
        page = context.new_page()
        served.be(context, OPERATOR)
        page.goto(f"{served.site}/operator/break-glass")
        page.locator("#programme").fill(served.programme)
        page.locator("#reason").fill("The group cannot open its plan.")
        page.get_by_role("button", name="Ask another operator").click()
        served.be(context, SECOND_OPERATOR)
        for width in (320, 1000):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{served.site}/operator/break-glass")
            yes = page.get_by_role("button", name="Let them look").bounding_box()
            no = page.get_by_role("button", name="Say no").bounding_box()
            assert yes
            assert no
            assert no["y"] - (yes["y"] + yes["height"]) >= APART or no["x"] - (yes["x"] + yes["width"]) >= APART
            assert min(yes["height"], no["height"]) >= 44


def test_a_number_and_its_sign_stay_in_one_line(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        served.be(context, WORKER)
        page = context.new_page()
        page.goto(f"{served.site}/")
        assert "(0\N{NO-BREAK SPACE}%)" in page.locator(".bar span").first.inner_text()
