"""Who was on the way to a page and signs in by a letter comes to that page, and nowhere outside."""

import re
from datetime import timedelta

from tests.service.sign_in.browser import ANN, House, hidden

WANTED = "/programmes/8c2b5a0e-0000-4000-8000-000000000001/milestones/GOV-05?on=2026-11-01"


def test_a_link_by_e_mail_leads_to_the_page_that_was_wanted(house: House) -> None:
    house.join()
    browser = house.browser()
    asked = browser.get(WANTED)
    assert asked.status_code == 401
    browser.post("/sign-in/email", email=ANN, next=hidden(asked, "next"))
    address = re.findall(r"http\S+(/sign-in/link\S+)", house.letters()[-1])[0]
    # The letter may be opened on another machine: what was wanted travels in it.
    other = house.browser()
    page = other.get(address)
    entered = other.post("/sign-in/link", key=hidden(page, "key"), next=hidden(page, "next"), form_token="")
    assert entered.headers["Location"] == WANTED


def test_a_link_by_e_mail_leads_to_no_other_site(house: House) -> None:
    house.join()
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nX: y"):
        house.face.clock.at += timedelta(hours=1)
        browser = house.browser()
        browser.post("/sign-in/email", email=ANN, next=elsewhere, form_token="")
        assert "next=" not in house.letters()[-1]
        page = browser.client.get("/sign-in/link", params={"key": house.link(), "next": elsewhere})
        assert "evil.example" not in page.text
        entered = browser.post("/sign-in/link", key=house.link(), next=elsewhere, form_token="")
        assert entered.headers["Location"] == "/"


def test_a_link_that_is_over_leads_on_all_the_same(house: House) -> None:
    house.join()
    refused = house.browser().post("/sign-in/link", key="old", next=WANTED, form_token="")
    assert refused.status_code == 401
    assert hidden(refused, "next") == WANTED
