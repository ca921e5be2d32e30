"""What a start does not wait for: each library that only some questions need is loaded when one is asked."""

import subprocess
import sys

import pytest

FOR_SOME = ("icalendar", "matplotlib", "networkx", "pikepdf", "typst", "xlsxwriter")
"""Calendars, drawings, networks of plans, PDF files that come in and go out, workbooks."""

FOR_WORK = (*FOR_SOME, "fastapi", "jinja2", "numpy", "psycopg", "temporalio")
"""What `waymark --help` has no use for either."""


@pytest.mark.parametrize(("module", "unneeded"), [("service.web", FOR_SOME), ("service.cli", FOR_WORK)])
def test_a_start_loads_no_library_that_only_some_questions_need(module: str, unneeded: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert module in loaded
    assert sorted(set(unneeded) & set(loaded)) == []
