"""Each of the 45 rows is shown by tests that exist, or the threat model says what is not."""

import ast
import re
from datetime import datetime
from pathlib import Path

from service.security_text import AT
from tests.service.sign_in.browser import House

ROOT = Path(__file__).parents[2]
TESTS = frozenset(
    node.name
    for file in (ROOT / "tests").rglob("test_*.py")
    for node in ast.parse(file.read_text()).body
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
)


def rows() -> dict[int, set[str]]:
    """The rows of the checklist, each with the tests it names."""
    lines = re.findall(r"^\| ([0-9]+) \|.*\|([^|]*)\|$", (ROOT / "ops" / "checklist.md").read_text(), re.MULTILINE)
    return {int(number): set(re.findall(r"`(test_\w+)`", shown)) for number, shown in lines}


def test_each_of_the_45_rows_is_shown_or_said_not_to_be() -> None:
    told = (ROOT / "ops" / "threat-model.md").read_text()
    assert sorted(rows()) == list(range(1, 46))
    assert [number for number, shown in rows().items() if not shown and f"Row {number}*" not in told] == []


def test_every_test_that_the_rows_name_exists() -> None:
    named = {name for shown in rows().values() for name in shown}
    assert sorted(named - TESTS) == []


def test_every_test_that_bears_a_number_is_of_one_of_the_rows() -> None:
    assert [
        name for name in TESTS if (found := re.match(r"test_row_(\d+)_", name)) and int(found[1]) not in rows()
    ] == []


def test_row_14_only_these_files_speak_to_others() -> None:
    """Each of them speaks to an address that an operator wrote into the settings, and to no address out of a form."""
    speaks = re.compile(
        r"^\s*(?:import|from) (?:httpx2?|urllib\.request|requests|socket|smtplib|aiosmtplib|http\.client)\b"
    )
    found = {
        str(file.relative_to(ROOT / "service"))
        for room in ("domain", "projections", "service", "workflows")
        for file in (ROOT / room).rglob("*.py")
        if any(speaks.match(line) for line in file.read_text().splitlines())
    }
    assert found == {
        "audit/time_stamps.py",  # the authority in WAYMARK_TIME_STAMP_URL
        "audit/witness_source.py",  # a witness asks the log it was told to watch
        "break_glass_cli.py",  # our own API, at WAYMARK_PUBLIC_URL or on this machine
        "companion.py",  # our own children, on this machine
        "evidence/virus_scanner.py",  # the scanner in WAYMARK_CLAMD
        "mail_server.py",  # the server in WAYMARK_SMTP_URL
        "port.py",  # looks for a free port of this machine
        "sign_in/providers.py",  # the providers in WAYMARK_PROVIDERS
    }


def test_whom_to_tell_is_said_at_the_usual_place(house: House) -> None:
    answer = house.face.client.get(AT)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert told["Contact"] == "mailto:waymark@localhost"
    assert told["Canonical"].endswith(AT)
    assert datetime.fromisoformat(told["Expires"]) > house.face.clock()
    assert (ROOT / "SECURITY.md").is_file()
