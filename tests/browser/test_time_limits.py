"""Nobody is signed out unawares: each page says until when, one with a form says so in time, and more is to be had."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR, WORKER
from service.mentoring.revision_fields import KINDS
from service.people import PersonCard
from service.settings import Settings
from tests.browser.every_page import PEOPLE, templates_of
from tests.browser.served import Served, serving
from tests.service.face import OPERATOR, MovedClock

pytestmark = pytest.mark.browser
SOON = "Within five minutes you are signed out, unless you go on."
FOCUSED = "`${document.activeElement.tagName} ${document.activeElement.id} ${document.activeElement.name}`"
TYPED_IN = "main :is(textarea, select, input:not([type=hidden]))"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def opened(context: BrowserContext, address: str, now: datetime) -> Page:
    """A page whose clock is ours: it begins now, and moves when a test moves it."""
    page = context.new_page()
    page.clock.install(time=now)
    page.goto(address)
    return page


def in_a_form(html: str) -> bool:
    """Whether somebody who is signed in types or chooses in it, read without the code that decides it."""
    fields = re.findall(r"<(?:textarea|select|input)\b[^>]*>", html.partition("<main")[2].partition("</main>")[0])
    return 'href="/sign-out"' in html and any('type="hidden"' not in each for each in fields)


def pages_with_forms(served: Served, context: BrowserContext) -> list[tuple[str, str]]:
    """Who, and an address: one of each template, and those that are one of many at their address."""
    found = {each.template: (each.who, each.address) for each in templates_of(served, context) if in_a_form(each.html)}
    assert {"form.html", "evidence.html", "history.html", "sign_in/invitations.html"} <= set(found)
    revising = [("mentor", f"{served.programme}/plan/revise?change={kind}") for kind in KINDS]
    return [*found.values(), *revising, ("operator", "/operator/break-glass")]


def test_each_page_with_a_form_says_in_time_that_the_session_ends_and_leaves_the_focus_where_it_is(
    settings: Settings, context: BrowserContext
) -> None:
    with serving(settings) as served:
        served.face.waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
        served.face.make_operator(OPERATOR)
        silent = []
        for who, address in pages_with_forms(served, context):
            served.be(context, {**PEOPLE, "operator": OPERATOR}[who] or "")
            page = opened(context, f"{served.site}{address}", served.face.clock())
            if (field := page.locator(f"{TYPED_IN}:visible").first).count():
                field.focus()
            focused = page.evaluate(FOCUSED)
            page.clock.fast_forward("54:00")
            told = page.locator("main #session-told[role=status]")
            assert told.count(), (who, page.url, page.title())
            early = told.text_content()
            page.clock.fast_forward("02:00")
            if early or SOON not in told.inner_text() or told.locator("a").get_attribute("href") != "/sign-in/stay":
                silent.append(address)
            assert page.evaluate(FOCUSED) == focused, address
            page.close()
        assert silent == []


def test_whoever_types_where_it_is_kept_has_an_hour_from_then_on(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        served.be(context, WORKER)
        page = opened(context, f"{served.site}{served.programme}/do/block?milestone=ENG-02", served.face.clock())
        told = page.locator("#session-told")
        page.clock.fast_forward("56:00")
        assert SOON in told.inner_text()
        page.locator("#note").fill("The hall is closed.")
        page.clock.fast_forward("00:02")
        page.get_by_text("What you type is kept as you go.").wait_for()
        page.clock.fast_forward("54:00")
        assert not told.inner_text()


def test_more_time_taken_beside_a_form_is_told_there(settings: Settings, context: BrowserContext) -> None:
    clock = MovedClock()
    with serving(settings, clock) as served:
        served.be(context, WORKER)
        page = opened(context, f"{served.site}{served.programme}/report", clock())
        page.clock.fast_forward("56:00")
        clock.at += timedelta(minutes=56)
        with context.expect_page() as stay:
            page.locator("#session-told").get_by_role("link").click()
        assert stay.value.locator("h1").inner_text() == "You stay signed in"
        page.bring_to_front()
        page.locator("#session-told", has_text="You stay signed in until").wait_for()


def test_near_the_twelve_hours_nobody_is_promised_more_time(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        served.be(context, WORKER)
        with served.face.waymark.pool.connection() as connection:
            connection.execute("UPDATE store.session SET ends_at = ends_at - interval '11 hours 20 minutes'")
        page = opened(context, f"{served.site}{served.programme}/report", served.face.clock())
        told = page.locator("#session-told")
        page.clock.fast_forward("36:00")
        assert "because you signed in 12 hours ago" in told.inner_text()
        assert told.get_by_role("link").count() == 0
        page.clock.fast_forward("05:00")
        assert "You are signed out now." in told.inner_text()


def test_without_a_script_more_time_opens_beside_the_form(settings: Settings, browser: Browser) -> None:
    with serving(settings) as served:
        context = browser.new_context(java_script_enabled=False)
        served.be(context, WORKER)
        page = context.new_page()
        page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        page.locator("#note").fill("The hall is closed.")
        _nearly_over(served)
        with context.expect_page() as opened:
            page.get_by_role("link", name="Stay signed in longer").click()
        assert opened.value.locator("h1").inner_text() == "You stay signed in"
        assert page.locator("#note").input_value() == "The hall is closed."
        with served.face.waymark.pool.connection() as connection:
            lately = served.face.clock() - timedelta(minutes=5)
            late = connection.execute("SELECT FROM store.session WHERE seen_at < %s", (lately,))
            assert late.fetchall() == []
        context.close()


def _nearly_over(served: Served) -> None:
    with served.face.waymark.pool.connection() as connection:
        connection.execute("UPDATE store.session SET seen_at = seen_at - interval '50 minutes'")


def test_nothing_moves_when_somebody_goes_from_field_to_field_so_that_no_click_goes_beside(
    settings: Settings, context: BrowserContext
) -> None:
    with serving(settings) as served:
        served.be(context, COORDINATOR)
        page = context.new_page()
        for form in ("close-programme?meeting=yes", "pause-programme?meeting=yes", "record-mentoring-session"):
            page.goto(f"{served.site}{served.programme}/do/{form}")
            tall = "() => document.documentElement.scrollHeight"
            heights = {page.evaluate(tall)}
            for field in page.locator(TYPED_IN).all():
                field.focus()
                heights.add(page.evaluate(tall))
            assert len(heights) == 1, (form, heights)
