"""Gathers the sentences of code that knows no languages: what it refuses with, and what it counts.

A number that the words beside it depend on is written `{many:,}`, once in a sentence: it becomes `%(num)s`, and
translators are given as many forms of the sentence as their language has. Another length is made in words before, as
`weeks_in_words` does: service/language/retelling.py says those again by themselves.
"""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PLACES = (
    "domain",
    "service/api_mistakes.py",
    "service/audit/lag.py",
    "service/forms/form_desk.py",
    "service/people.py",
    "service/refusal_status.py",
)
COUNT = "num"
_COUNTED = ","
_ENDS = (".", "?", "!", ":")


def sentences_of(root: Path) -> Iterator[tuple[str, str]]:
    """Each sentence, with the file it stands in. f-strings become texts with named values."""
    for place in PLACES:
        top = root / place
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            tree = ast.parse(path.read_text("utf-8"))
            for text in dict.fromkeys((*sentences_in(tree), *_mistakes(tree))):
                yield str(path.relative_to(root)), text


def _mistakes(tree: ast.AST) -> Iterator[str]:
    """What is wrong with a field. It goes on after the name of the field: service/api_mistakes.py makes it whole."""
    bodies = [body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list)]
    for told, raised in (pair for body in bodies for pair in pairwise([None, *body])):
        match told, raised:
            case _, ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=[ast.Constant() as value])):
                yield from _continued(value)
            case ast.Assign(value=value), ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"))):
                yield from _continued(value)
            case _:
                pass


def _continued(value: ast.expr) -> Iterator[str]:
    text = _text(value)
    if text is not None and text[:1].islower():
        yield f"This {text}."


def sentences_in(tree: ast.AST) -> Iterator[str]:
    """The sentences of a part of a program, without those that describe it."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in described or (id(node) in inside and not isinstance(node, ast.JoinedStr)):
            continue
        text = _text(node)
        if text is not None and " " in text.strip() and text.rstrip().endswith(_ENDS):
            yield text.strip()


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if "%(" in node.value else node.value.replace("%", "%%")
    if not isinstance(node, ast.JoinedStr):
        return None
    said, names = "", set[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += str(part.value).replace("%", "%%")
        elif isinstance(part, ast.FormattedValue):
            name = COUNT if _is_counted(part) and COUNT not in names else _name(part.value)
            while name in names:
                name += "_"
            names.add(name)
            said += f"%({name})s"
    return said


def _is_counted(part: ast.FormattedValue) -> bool:
    match part.format_spec:
        case ast.JoinedStr(values=[ast.Constant(value=form)]):
            return form == _COUNTED
        case _:
            return False


def forms_of(text: str) -> str | tuple[str, str]:
    """A sentence as a catalogue has it: with a number in it, it has plural forms, which in English are the same."""
    return (text, text) if f"%({COUNT})s" in text else text


def _name(value: ast.expr) -> str:
    """What a value is called for translators: the last name in it."""
    match value:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name.strip("_") or "value"
        case ast.Call(args=[first, *_]):
            return _name(first)
        case ast.Call(func=func):
            return _name(func)
        case ast.Subscript(slice=inner):
            return _name(inner)
        case ast.BinOp(left=left):
            return _name(left)
        case _:
            return "value"
