"""Pages that no address leads to: what is said when something is wrong, is empty, is kept, or is over."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

from playwright.sync_api import Page

from domain.programme_commands import CloseProgramme
from domain.resource_commands import NameOwner
from service.api_examples import FOUNDER, WORKER
from service.people import PersonCard
from tests.browser.every_page import become
from tests.browser.served import Served, until_shown
from tests.browser.test_nothing_is_lost import run_out
from tests.service.face import OPERATOR, STRANGER

ONLY_HERE = {
    "library_owner.html",
    "mentoring/revise_change.html",
    "operating/break_glass.html",
    "operating/health.html",
    "operating/people.html",
    "privacy/forgotten.html",
    "refused.html",
    "sign_in/kept.html",
    "sign_in/mail-sent.html",
    "sign_in/operator.html",
    "sign_in/shown-once.html",
}
"""Templates that no page of the table of routes is made from, and no journey through several pages comes to."""
ON_A_WAY = {
    *(f"mentoring/start_{step}.html" for step in ("check", "future", "people", "reached", "realism", "step", "when")),
    *(f"sign_in/{step}.html" for step in ("code", "invitation", "second", "second-new")),
}
"""Those that test_mentor_starts.py, test_group_part_way.py and test_sign_in_pages.py come to, and look at as well."""
ERRS = "with a mistake"
"""What the name of a state ends with in which a field was filled in wrongly."""


def states(served: Served, page: Page) -> Iterator[str]:
    """Bring the page from one state to the next. Each has a name."""
    living = (_of_nobody, _of_their_own, _of_evidence, _of_the_past, _of_a_mentor, _of_operators)
    for state in (*living, _of_the_end, _of_a_long_day):
        yield from state(served, page)


def _press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def _of_nobody(served: Served, page: Page) -> Iterator[str]:
    become("nobody", served, page.context)
    page.goto(f"{served.site}{served.programme}/plan")
    yield "somebody who is not signed in asks for a plan"
    page.goto(f"{served.site}/sign-in")
    page.locator("#password-email").fill("ann@example.org")
    page.locator("#password").fill("not this one")
    _press(page, "Sign in")
    yield f"signing in {ERRS}"
    page.goto(f"{served.site}/sign-in")
    page.locator("#email").fill("ann@example.org")
    _press(page, "Send me a link")
    yield "a link is sent"
    page.goto(f"{served.site}/sign-in/link?key=of-nothing")
    _press(page, "Sign in")
    yield f"a link that is over, {ERRS}"
    for address in ("/invitation?key=of-nothing", "/operator?key=of-nothing", "/nothing", "/library?words=zzzz"):
        page.goto(f"{served.site}{address}")
        yield address


def _of_their_own(served: Served, page: Page) -> Iterator[str]:
    become("worker", served, page.context)
    for address in (f"{served.programme}?done=block", f"{served.programme}/milestones/ENG-02?done=keep", "/nothing"):
        page.goto(f"{served.site}{address}")
        yield f"{address}, for a worker"
    page.goto(f"{served.site}/account")
    page.locator("#new-password").fill("short")
    _press(page, "Use this password")
    yield f"a new password {ERRS}"
    page.locator("#new-email").fill("ann@localhost")
    _press(page, "Send the link")
    yield f"another address {ERRS}"
    page.goto(f"{served.site}/account/data")
    page.locator("#name").fill("Somebody else")
    _press(page, "Forget me for good")
    yield f"being forgotten {ERRS}"
    _press(page, "This is right")
    yield "needs are kept"
    page.goto(f"{served.site}/how-it-looks")
    _press(page, "Keep this")
    yield "looks are kept"


def _of_evidence(served: Served, page: Page) -> Iterator[str]:
    page.goto(f"{served.site}{served.programme}/milestones/ENG-02/evidence")
    _press(page, "Add")
    yield f"no evidence at all, {ERRS}"
    page.locator("#link").fill("our website")
    page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90 not one"})
    _press(page, "Add")
    yield f"a file that is refused, and a link {ERRS}"
    page.locator("#file").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"We met.\n"})
    _press(page, "Add")
    yield f"a file is kept beside a link {ERRS}"
    page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
    page.locator("#note").fill("The hall is closed.")
    _press(page, "Keep this for later")
    yield "what was typed is kept for later"
    page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
    yield "a form that was begun"
    page.goto(f"{served.site}/tasks")
    yield "tasks with what was begun"


def _of_the_past(served: Served, page: Page) -> Iterator[str]:
    before = (served.face.waymark.clock() - timedelta(days=3)).date().isoformat()
    for asked in ("history?since=2040-01-01", f"history?known_at={before}"):
        page.goto(f"{served.site}{served.programme}/{asked}")
        yield asked
    for asked in ("history?known_at=soon&since=never", "history/difference?from_known_at=soon"):
        page.goto(f"{served.site}{served.programme}/{asked}")
        yield f"{asked} {ERRS}"
    for form in ("html", "easy-read"):
        page.goto(f"{served.site}{served.programme}/report?as={form}")
        yield f"a report as {form}"
    become("funder", served, page.context)
    page.goto(f"{served.site}{served.programme}/invitations")
    yield "a funder is refused"


def _of_a_mentor(served: Served, page: Page) -> Iterator[str]:
    become("mentor", served, page.context)
    yield from _revising(served, page)
    page.goto(f"{served.site}{served.programme}/plan?status=overdue")
    yield "a plan in which nothing is late"
    page.goto(f"{served.site}{served.programme}/invitations")
    page.locator("#name").fill("Nina New")
    page.locator("#email").fill("nina@localhost")
    _press(page, "Invite them")
    yield f"an invitation {ERRS}"
    page.locator("#email").fill("nina@example.org")
    _press(page, "Invite them")
    yield "somebody is invited"


def _revising(served: Served, page: Page) -> Iterator[str]:
    page.goto(f"{served.site}{served.programme}/plan/revise")
    kinds = page.locator("button[value^=change-]")
    for number in range(kinds.count()):
        with page.expect_navigation():
            kinds.nth(number).click()
        named = page.locator("h1").inner_text()
        yield named
        _press(page, "See what it does")
        yield f"{named}, {ERRS}"
        _press(page, "Do not change this")


def _of_operators(served: Served, page: Page) -> Iterator[str]:
    served.face.waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
    served.face.make_operator(OPERATOR)
    served.be(page.context, OPERATOR)
    for address in (
        "/operator/health",
        "/operator/people",
        "/operator/break-glass",
        "/tasks",
        "/portfolio",
        "/mentoring",
    ):
        page.goto(f"{served.site}{address}")
        yield f"{address}, for an operator"
    page.goto(f"{served.site}/operator/people")
    for sought in ("nobody@example.org", "will@example.org"):
        page.locator("#sought").fill(sought)
        _press(page, "Find them")
        yield f"an operator looks for {sought}"
    page.locator("#name").fill("Nina New")
    page.locator("#email").fill("nina@localhost")
    _press(page, "Ask them in")
    yield f"somebody is asked in {ERRS}"
    page.goto(f"{served.site}/operator/break-glass")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    yield f"looking into a programme {ERRS}"


def _of_the_end(served: Served, page: Page) -> Iterator[str]:
    owner = {"resource": 1, "organisation": "Our Own Voice", "person": STRANGER, "agreed_on": _day(served)}
    served.face.waymark.people.add(PersonCard(name="Olive Owner"), STRANGER)
    for kind, person, body in ((NameOwner, WORKER, owner), (CloseProgramme, FOUNDER, None)):
        answer = served.face.post(kind, person, f"/api{served.programme}", body)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
    until_shown(served.face)
    of_a_worker = ("", "/plan", "/decisions", "/history", "/handover", "/forecast", "/everything")
    for who, parts in {"worker": of_a_worker, "funder": ("", "/report")}.items():
        become(who, served, page.context)
        for part in parts:
            page.goto(f"{served.site}{served.programme}{part}")
            yield f"{part or '/'} at the end, for a {who}"
    served.be(page.context, STRANGER)
    page.goto(f"{served.site}/library/{served.programme.rpartition('/')[2]}/1/owner")
    yield "a thing that somebody looks after"
    page.locator("#review_on").fill("2020-01-01")
    _press(page, "Yes, I looked: it is right")
    yield f"a day to look again {ERRS}"
    for address in ("/", "/tasks"):
        page.goto(f"{served.site}{address}")
        yield f"{address}, for somebody without a programme"
    page.goto(f"{served.site}/account/data")
    page.locator("#name").fill("Olive Owner")
    _press(page, "Forget me for good")
    yield "somebody is forgotten"


def _of_a_long_day(served: Served, page: Page) -> Iterator[str]:
    become("worker", served, page.context)
    page.goto(f"{served.site}/account")
    page.locator("#token-label").fill("My calendar")
    _press(page, "Make a token")
    yield "a token is shown once"
    page.goto(f"{served.site}/account")
    page.locator("#new-email").fill("ann@example.org")
    run_out(served)
    _press(page, "Send the link")
    yield "signed out while something was typed"
    become("worker", served, page.context)
    page.goto(f"{served.site}/sign-in/kept")
    yield "what was typed is here"


def _day(served: Served) -> str:
    return served.face.waymark.clock().date().isoformat()
