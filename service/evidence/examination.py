"""A file is looked through in a process of its own, which may use little memory and time and is thrown away after.

Readers of PDFs and pictures are written in C and are fed by strangers: what goes wrong there ends that process only.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from service.evidence.file_kinds import kind_of_name
from service.evidence.file_names import safe_name
from service.evidence.file_refusals import BY_NAME, FileUnreadable

_LONGEST = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: under which name, as what, and its bytes (those sent, or a cleaned copy)."""

    name: str
    media_type: str
    content: IO[bytes]


@contextmanager
def examined(file: IO[bytes], name: str, folder: Path) -> Iterator[Examined]:
    """Look through a file. Raises what refuses it. `folder` is where a cleaned copy lies for as long as this lasts."""
    name = safe_name(name)
    kind = kind_of_name(name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as cleaned:
        file.flush()
        answer = _asked(file, name, cleaned)
        if "refusal" in answer:
            raise BY_NAME[str(answer["refusal"])](str(answer["sentence"]))
        content = cleaned if answer.get("cleaned") else file
        content.seek(0)
        yield Examined(name, kind.media_type, content)


def _asked(file: IO[bytes], name: str, cleaned: IO[bytes]) -> dict[str, object]:
    come_to_grief = FileUnreadable(
        "This file takes too long or too much to look through, or breaks what reads it. Save it again in a simpler "
        "form, such as a PDF, and send that."
    )
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "service.evidence.examiner", str(file.fileno()), str(cleaned.fileno()), name],
            pass_fds=(file.fileno(), cleaned.fileno()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise come_to_grief from None
    if done.returncode != 0 or not isinstance(answer, dict):
        raise come_to_grief
    return answer
