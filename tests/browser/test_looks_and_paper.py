"""Every choice of colours, on the screen and on paper; and what is told while a page is open."""

import pytest
from playwright.sync_api import BrowserContext

from domain.journal_commands import RecordLesson
from service.api_examples import COORDINATOR
from service.looks.looks import Looks
from tests.browser.every_page import become
from tests.browser.examined import Examiner
from tests.browser.served import Served

pytestmark = pytest.mark.browser
PAGES = (
    *("/how-it-looks", "{programme}", "{programme}/milestones/ENG-03"),
    *("{programme}/forecast", "{programme}/do/accept?milestone=ENG-03"),
)
"""Between them they have everything that has a colour: tags, notes, charts, tables, forms, Easy Read."""
SAYS = "Something changed here since you opened this page."


@pytest.mark.parametrize("looks", [Looks("light"), Looks("dark"), Looks("contrast", "200", calm=True)])
def test_in_each_choice_of_colours_everything_is_read_on_the_screen_and_on_paper(
    served: Served, context: BrowserContext, examiner: Examiner, looks: Looks
) -> None:
    become("founder", served, context)
    page, wrong = context.new_page(), []
    # Whatever the machine prefers, the choice counts.
    page.emulate_media(color_scheme="light" if looks.theme == "dark" else "dark")
    page.goto(f"{served.site}/how-it-looks")
    page.locator(f"input[name=theme][value={looks.theme}]").check()
    page.locator(f"input[name=text][value='{looks.text}']").check()
    page.locator("#calm-yes" if looks.calm else "#calm-no").check()
    page.get_by_role("button", name="Keep this").click()
    for address in PAGES:
        page.goto(f"{served.site}{address.format(programme=served.programme)}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            wrong += [f"{address} on {media}: {each}" for each in examiner.barriers(page)]
        # Ink is dear, and a printer has white paper.
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        wrong += [] if ground == "rgb(255, 255, 255)" else [f"{address}: the paper is {ground}"]
        page.emulate_media(media="screen")
    assert not wrong, "\n".join(wrong)


def test_what_changes_meanwhile_is_announced_politely_and_takes_nothing_away(
    served: Served, context: BrowserContext
) -> None:
    become("founder", served, context)
    page = context.new_page()
    with page.expect_response(lambda answer: "/changes" in answer.url):
        page.goto(f"{served.site}{served.programme}/milestones/ENG-02")
    region = page.locator("[role=status][aria-live=polite]", has=page.locator("#live-told"))
    assert region.count() == 1, "it is there before it says anything"
    assert not page.locator("#live-told").is_visible()
    page.get_by_role("link", name="History").first.focus()
    where, at = page.url, page.evaluate("scrollY")
    answer = served.face.post(
        RecordLesson, COORDINATOR, f"/api{served.programme}", {"milestone": "ENG-02", "lesson": "Ask."}
    )
    assert answer.status_code == 201, answer.text
    page.get_by_text(SAYS).wait_for()
    assert region.inner_text().startswith(SAYS)
    assert page.locator(":focus").inner_text() == "History"
    assert (page.url, page.evaluate("scrollY")) == (where, at)
