"""Which Easy Read texts people with learning disabilities have checked, who, and when. Until then each is a draft."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, StringConstraints

from service.language.language import gettext as _
from service.language.written import day

BY_US, BY_A_MACHINE, BY_A_TRANSLATOR = "by us", "by a machine", "by a translator"


@dataclass(frozen=True, slots=True)
class Checked:
    """Who checked a text, and when."""

    by: str
    on: date


class _Line(BaseModel, frozen=True, extra="forbid"):
    text: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    checked_by: Annotated[str, StringConstraints(min_length=3, max_length=200)]
    checked_on: date


class _File(BaseModel, frozen=True, extra="forbid"):
    checks: tuple[_Line, ...]


def key_of(text: str) -> str:
    """What stands for just these words, however their lines are broken."""
    return sha256(" ".join(text.split()).encode()).hexdigest()


def read_checks(written: str) -> Mapping[str, Checked]:
    """The checks of a file, by the key of their text. Raises pydantic's ValidationError."""
    lines = _File.model_validate(yaml.safe_load(written)).checks
    return {line.text: Checked(line.checked_by, line.checked_on) for line in lines}


@cache
def shipped_checks() -> Mapping[str, Checked]:
    """Those that come with Waymark."""
    return read_checks((files("service") / "language" / "easy_read_checks.yaml").read_text("utf-8"))


def check_of(texts: Iterable[str], checks: Mapping[str, Checked] | None = None) -> Checked | None:
    """The check of a text made of these parts; None unless each of them was checked. The last one counts."""
    known = shipped_checks() if checks is None else checks
    found = [known.get(key_of(each)) for each in texts]
    done = [each for each in found if each is not None]
    return max(done, key=lambda each: each.on) if done and len(done) == len(found) else None


def notice(checked: Checked | None, made: str = BY_US) -> str:
    """What stands above an Easy Read text: who checked it, or that it is a draft, and whose."""
    if checked is not None:
        return _("%(who)s checked this Easy Read on %(day)s.", who=checked.by, day=day(checked.on))
    if made == BY_A_MACHINE:
        return _(
            "A computer made this Easy Read. It is a draft. People with learning disabilities have not checked it yet."
        )
    if made == BY_A_TRANSLATOR:
        return _(
            "This Easy Read is a translation. It is a draft. "
            "People with learning disabilities have not checked it in this language yet."
        )
    return _("We wrote this Easy Read. It is a draft. People with learning disabilities have not checked it yet.")


if __name__ == "__main__":
    _texts = [(each, Path(each).read_text("utf-8")) for each in sys.argv[1:] if each != "--lines"]
    if "--lines" in sys.argv:
        # Letters and reports are put together from sentences: each is checked by itself.
        _texts = [(line, line) for _name, text in _texts for line in text.splitlines() if line.strip()]
    sys.stdout.write("".join(f"{key_of(text)}  {name}\n" for name, text in _texts))
