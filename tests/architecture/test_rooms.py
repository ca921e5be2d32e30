"""What keeps the code readable: rooms, names, sizes. What import-linter cannot see."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "workflows", "projections", "service")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST = 250
LONGEST_TEST = 300
ROLES_OF_CODE = {"utils", "helpers", "helper", "common", "core", "base", "manager", "handler", "misc", "models"}
LOOKED_AT = {
    "service/log_reader.py": "parks the one event that is to blame, and says so",
    "service/group_commit.py": "hands each fault to the thread that asked",
    "service/invariants_views.py": "a view that cannot be built is a finding of the report",
    "service/invariants_waits.py": "a log that cannot be replayed is a finding of the report",
    "service/request_log.py": "answers the person, and writes the fault down under the request's number",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_file_grows_past_what_one_can_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST, "split it by noun, not by role"


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=name)
def test_no_test_file_grows_past_what_one_can_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEST, "split it by claim"


def test_files_are_named_for_nouns_of_the_field() -> None:
    assert not [name(path) for path in FILES if path.stem in ROLES_OF_CODE]


def test_packages_begin_empty() -> None:
    assert not [name(path) for path in FILES if path.name == "__init__.py" and path.read_text().strip()]


@pytest.mark.parametrize("path", [path for path in FILES if name(path).startswith("domain")], ids=name)
def test_the_domain_asks_no_clock_and_reads_no_file(path: Path) -> None:
    asked = {
        f"{ast.unparse(node.func)}" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
    }

    assert not asked & {"open", "datetime.now", "datetime.utcnow", "date.today", "time.time", "uuid4", "print"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_fault_is_swallowed(path: Path) -> None:
    silent = [
        handler.lineno
        for handler in ast.walk(ast.parse(path.read_text()))
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))
        and name(path) not in LOOKED_AT
    ]

    assert not silent
