"""Every form there is, filled in wrongly: what is wrong is summarised, has the focus, and leads to its field."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from domain.milestone_commands import Accept, AddEvidence, AgreePlan, SetAside
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import CloseProgramme, Command, Pause, Resume
from domain.resource_commands import CheckResource, DraftResource, NameOwner, PublishResource
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.forms.catalogue import FORMS
from tests.browser.errors import NO_DAY, err, untold
from tests.browser.every_page import addresses, become, put
from tests.browser.examined import Examiner
from tests.browser.served import Served, until_shown

pytestmark = pytest.mark.browser
Step = tuple[type[Command], str, object]
TOOLKIT = {"kind": "toolkit", "title": "The ramp", "text": "It folds.", "easy_read": "It folds."}
SHARED = {"resource": 2, "formats": ["plain-text"], "licence": "CC-BY-4.0", "audience": "everybody"}
LATER: tuple[tuple[tuple[Step, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        (
            (AddEvidence, WORKER, {"milestone": "ENG-01", "note": "We met."}),
            (Accept, FOUNDER, {"milestone": "ENG-03"}),
            (SetAside, FOUNDER, {"milestone": "ENG-02", "reason": "Not for us."}),
            (AgreePlan, COORDINATOR, None),
            (AppointBoardMember, FOUNDER, None),
            (NameOwner, WORKER, None),
            (DraftResource, WORKER, TOOLKIT),
        ),
        (
            ("worker", "submit?milestone=ENG-01"),
            ("founder", "withdraw-acceptance?milestone=ENG-03"),
            ("founder", "reopen?milestone=ENG-03"),
            ("founder", "restore?milestone=ENG-02"),
            ("worker", "hold-review"),
            ("founder", "adopt-governing-document"),
            ("founder", "check-resource?resource=2"),
            ("worker", "review-resource?resource=1"),
            ("worker", "end-ownership?resource=1"),
        ),
    ),
    (((CheckResource, FOUNDER, {"resource": 2, "agreed": True}),), (("founder", "publish-resource?resource=2"),)),
    (((PublishResource, FOUNDER, SHARED), (Pause, FOUNDER, None)), (("founder", "resume"),)),
    (
        ((Resume, FOUNDER, None), (CloseProgramme, FOUNDER, None)),
        (("worker", "answer-still-running"), ("worker", "answer-running?resource=2")),
    ),
)
"""What is done with the programme, and which forms there are only then, for whom."""
NOTHING_TO_ERR = {
    *("accept", "open-milestone", "resume", "say-it-helped", "submit", "unblock", "withdraw-information-need"),
}
"""Forms in which everything may stay empty: sent, they are done."""


def test_whoever_fills_in_a_form_wrongly_is_told_what_and_where(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    page, seen = context.new_page(), dict[str, Path]()
    wrong: list[str] = []
    put(page, "narrow")
    for address, seen_elsewhere in _forms(served, page):
        name = address.rpartition("/")[2].partition("?")[0]
        file = seen[name] = tmp_path / f"{name}.html"
        found = [] if seen_elsewhere else examiner.barriers(page)
        if name not in NOTHING_TO_ERR:
            status = err(page)
            found += untold(page, linked=status == HTTPStatus.UNPROCESSABLE_ENTITY) + examiner.barriers(page)
        if examiner.overflow(page):
            found.append(f"too wide: {examiner.widest(page)}")
        file.write_text(page.content())
        wrong += [f"{name}: {each}" for each in found]
    # What was typed is shown again, although it is no day.
    wrong += [each for each in examiner.mistakes(list(seen.values())) if NO_DAY not in each]
    assert not wrong, "\n".join(wrong)
    assert set(seen) == set(FORMS)


def _forms(served: Served, page: Page) -> Iterator[tuple[str, bool]]:
    """Open each form once, as somebody who may fill it in, when there is one; and whether the matrix sees it too."""
    opened = set[str]()
    for who in ("worker", "founder", "mentor"):
        become(who, served, page.context)
        for _, address in addresses(served, "forms"):
            if address not in opened and _opens(page, f"{served.site}{address}"):
                opened.add(address)
                yield address, True
    for steps, forms in LATER:
        for kind, person, body in steps:
            answer = served.face.post(kind, person, f"/api{served.programme}", body)
            assert answer.status_code == HTTPStatus.CREATED, answer.text
        until_shown(served.face)
        for who, form in forms:
            become(who, served, page.context)
            assert _opens(page, f"{served.site}{served.programme}/do/{form}"), (who, form)
            yield form, False
    page.goto(f"{served.site}{served.programme}/history")
    address = page.locator("a.out").first.get_attribute("href") or ""
    assert _opens(page, f"{served.site}{address}")
    yield address, False


def _opens(page: Page, address: str) -> bool:
    answer = page.context.request.get(address, max_redirects=0)
    return answer.ok and bool(page.goto(address))
