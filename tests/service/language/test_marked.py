"""Every text that code marks is one that translators are given: marks in places that no tool looks into count too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.language.extract import ROOT, messages

MARKS = {"_", "gettext", "ngettext", "N_", "easy_line", "easy_count"}
TOLD_IN_SHELLS = ("_cli.py",)


def marked(path: Path) -> Iterator[str]:
    """The literal texts in the calls of marks, also of those inside f-strings, which extraction does not see."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield from (
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


@pytest.mark.parametrize("room", ["projections", "service"])
def test_every_text_that_is_marked_is_given_to_translators(room: str) -> None:
    given = {text for each in messages() for text in ((each.id,) if isinstance(each.id, str) else each.id)}
    paths = [each for each in sorted((ROOT / room).rglob("*.py")) if not each.name.endswith(TOLD_IN_SHELLS)]
    lost = {f"{each.name}: {text}" for each in paths for text in marked(each) if text and text not in given}
    assert lost == set(), (
        "Mark a text outside of f-strings, and with no other mark or `count` in its values: tools would not find it."
    )


def test_a_script_says_only_what_the_page_hands_to_it() -> None:
    scripts = sorted((ROOT / "service" / "pages").rglob("*.js"))
    assert scripts
    for script in scripts:
        code = re.sub(r"^\s*//.*$", "", script.read_text("utf-8"), flags=re.MULTILINE)
        said = re.findall(r"([\"'`])((?:(?!\1)[^\\\n])*[A-Za-z]{2,}(?: [A-Za-z]+){2,}[^\n]*?)\1", code)
        assert [words for _, words in said if "[" not in words and "{" not in words] == [], script.name
