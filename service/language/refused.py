"""Gathers what the service refuses with, for translators: the words of every refusal that is made anywhere in it.

Who makes a refusal knows no reader: it may be a program. On a page it is said again by `retold`.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.language.sentences import sentences_in

TABLE = "service/refusal_status.py"
"""Where all refusals are listed. Every text of a refusal names it, so that it is known to be one."""
_NOT_ON_PAGES = ("_cli.py", "service/story", "service/plan_", "service/record_", "service/keyring.py")
"""Who refuses only in a shell, and while Waymark starts."""


@dataclass(slots=True)
class _File:
    """What matters in a file: its kinds with those they are of, what it makes, and what its names stand for."""

    bases: dict[str, set[str]] = field(default_factory=dict)
    calls: list[tuple[str, ast.Call]] = field(default_factory=list)
    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)

    def add(self, node: ast.AST) -> None:
        """Take in one part of it."""
        match node:
            case ast.ClassDef():
                self.bases[node.name] = {_last(base) for base in node.bases}
            case ast.Call():
                self.calls.append((_last(node.func), node))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.values.setdefault(name, []).append(value)
            case ast.ImportFrom():
                self.imported |= {each.name: f"{(node.module or '').replace('.', '/')}.py" for each in node.names}
            case _:
                pass


def refusals_of(root: Path) -> Iterator[tuple[str, str]]:
    """Each text, with the file it stands in. f-strings become texts with named values."""
    files = {str(path.relative_to(root)): _read(path) for path in _paths(root)}
    kinds = _kinds(files.values())
    for place, read in files.items():
        if place.startswith("domain") or any(part in place for part in _NOT_ON_PAGES):
            continue
        said = [part for name, call in read.calls if name in kinds for part in call.args]
        yield from ((place, text) for part in said for text in sentences_in(part))
        for name in sorted({each.id for part in said for each in ast.walk(part) if isinstance(each, ast.Name)}):
            yield from _named(name, place, files)


def _paths(root: Path) -> Iterator[Path]:
    for room in ("domain", "service"):
        yield from sorted((root / room).rglob("*.py"))


def _read(path: Path) -> _File:
    read = _File()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        read.add(node)
    return read


def _kinds(files: Iterable[_File]) -> set[str]:
    """The names of all refusals: whatever is a Refusal, or one of those."""
    bases = {name: above for read in files for name, above in read.bases.items()}
    known, found = set[str](), {"Refusal"}
    while found:
        known |= found
        found = {name for name, above in bases.items() if above & known} - known
    return known


def _named(name: str, place: str, files: Mapping[str, _File]) -> Iterator[tuple[str, str]]:
    """The texts that a name stands for: in the same file, or where it is imported from."""
    place = files[place].imported.get(name, place)
    for value in files[place].values.get(name, []) if place in files else []:
        yield from ((place, text) for text in sentences_in(value))


def _last(named: ast.expr) -> str:
    match named:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
