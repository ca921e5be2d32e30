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

import structlog

from service.evidence.file_kinds import kind_of_name
from service.evidence.file_names import extension_of, safe_name
from service.evidence.file_refusals import BY_NAME, FileUnreadable
from service.evidence.file_store import pieces_of

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
    with _on_disk(file, folder) as given, TemporaryFile(dir=folder) as cleaned:
        given.flush()
        # Only how the name ends: what a process is started with can be read by everybody on the machine.
        answer = _asked(given, extension_of(name), cleaned)
        if "refusal" in answer:
            raise BY_NAME[str(answer["refusal"])](str(answer["sentence"]))
        content = cleaned if answer.get("cleaned") else file
        content.seek(0)
        yield Examined(name, kind.media_type, content)


@contextmanager
def _on_disk(file: IO[bytes], folder: Path) -> Iterator[IO[bytes]]:
    """The file itself, or a copy of one that is in memory: another process is to read it."""
    try:
        file.fileno()
    except OSError:
        with TemporaryFile(dir=folder) as copy:
            file.seek(0)
            for piece in pieces_of(file):
                copy.write(piece)
            yield copy
    else:
        yield file


def _asked(file: IO[bytes], ending: str, cleaned: IO[bytes]) -> dict[str, object]:
    come_to_grief = FileUnreadable(
        "This file takes too long or too much to look through, or breaks what reads it. Save it again in a simpler "
        "form, such as a PDF, and send that."
    )
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [
                sys.executable,
                "-P",
                "-m",
                "service.evidence.examiner",
                str(file.fileno()),
                str(cleaned.fileno()),
                ending,
            ],
            pass_fds=(file.fileno(), cleaned.fileno()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        raise come_to_grief from None
    if done.returncode != 0:
        # What it broke with, and never the message: that may quote what is in the file.
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0][:80]
        structlog.get_logger().warning("a file could not be looked through", code=done.returncode, fault=said)
        raise come_to_grief
    answer: dict[str, object] = json.loads(done.stdout)
    return answer
