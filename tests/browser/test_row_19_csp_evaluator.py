"""Row 19: what Google's csp_evaluator, which nobody here wrote, says of what our pages allow."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.every_page import PEOPLE, addresses
from tests.browser.served import Served

pytestmark = pytest.mark.browser

SCRIPT_OF_OURS = "'self' can be problematic if you host JSONP, AngularJS or user uploaded files."
"""It asks us to think about this, and we have: files come as attachments in a sandbox, and there is no JSONP."""


def found(verifiers: Path, policies: set[str]) -> list[dict[str, str]]:
    """Everything it finds in these policies."""
    done = subprocess.run(
        ["node", str(verifiers / "csp.cjs")], input="\n".join(policies), capture_output=True, text=True, check=True
    )
    findings: list[dict[str, str]] = json.loads(done.stdout)
    return findings


def test_row_19_csp_evaluator_finds_nothing_in_what_any_page_allows(served: Served, verifiers: Path) -> None:
    client, policies = served.face.client, set[str]()
    for person in PEOPLE.values():
        client.cookies.clear()
        if person is not None:
            client.post("/who", data={"person": person}, headers={"Origin": served.site})
        answers = [client.get(address, follow_redirects=False) for _, address in addresses(served)]
        policies |= {answer.headers["Content-Security-Policy"] for answer in answers}
    assert any("script-src" in each for each in policies)
    assert [each for each in found(verifiers, policies) if each["says"] != SCRIPT_OF_OURS] == []


def test_csp_evaluator_finds_what_is_wrong(verifiers: Path) -> None:
    severities = {each["severity"] for each in found(verifiers, {"script-src * 'unsafe-inline'"})}
    assert "HIGH" in severities
