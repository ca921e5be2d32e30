"""What a check of the invariants finds, and what clients wrote down so that it can be checked."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

Invariant = Literal["I1", "I2", "I3", "I4", "I5", "I8"]
Outcome = Literal["ok", "refused", "unknown"]

PROMISES: Mapping[Invariant, str] = {
    "I1": "every acknowledged command is recorded exactly once, and no refused one",
    "I2": "every record is in its place, and time never runs backwards",
    "I3": "every view equals its rebuild from nothing",
    "I4": "every record is the one that was sealed, and every checkpoint is consistent with the newest",
    "I5": "every open wait runs exactly once, and every message is told or waits to be told",
    "I8": "every file that an event names is here, as it was",
}
SHOWN = 10


class Acknowledged(BaseModel, frozen=True, extra="forbid"):
    """What a client wrote down of one command. Without a programme it is looked for in all of them.

    `refused` means refused for good by the rules. A command whose answer never came is `unknown`.
    """

    command_id: str
    outcome: Outcome
    programme: str | None = None


class Finding(BaseModel, frozen=True):
    """One promise that is broken, in a sentence."""

    invariant: Invariant
    sentence: str


class Report(BaseModel, frozen=True):
    """What was looked at, how many of each, and what is broken."""

    looked_at: Mapping[str, int]
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, parts: Iterable["Report"]) -> "Report":
        """All parts as one."""
        looked_at: dict[str, int] = {}
        findings: list[Finding] = []
        for part in parts:
            looked_at |= part.looked_at
            findings += part.findings
        return cls(looked_at=looked_at, findings=tuple(findings))

    @property
    def sound(self) -> bool:
        """Whether nothing is broken."""
        return not self.findings

    @property
    def text(self) -> str:
        """The same, for a person."""
        lines = ["Looked at " + ", ".join(f"{count:,} {what}" for what, count in self.looked_at.items()) + "."]
        for invariant, promise in PROMISES.items():
            broken = [finding.sentence for finding in self.findings if finding.invariant == invariant]
            lines.append(f"{invariant} {'BROKEN' if broken else 'holds'}: {promise}.")
            lines += [f"   {sentence}" for sentence in broken[:SHOWN]]
            if len(broken) > SHOWN:
                lines.append(f"   and {len(broken) - SHOWN:,} more.")
        return "\n".join(lines)


def read_acknowledged(given: Path | Iterable[Path | Acknowledged] | None) -> list[Acknowledged]:
    """What clients wrote down: the last word about each command. An answer that came outweighs one that did not.

    A path is a file of JSON lines, or a folder of them. A last line that was cut short is left out: nobody had
    acknowledged it yet.
    """
    if given is None:
        return []
    sources = [given] if isinstance(given, Path) else list(given)
    known: dict[tuple[str | None, str], Acknowledged] = {}
    for source in sources:
        for each in _lines(source) if isinstance(source, Path) else (source,):
            key = each.programme, each.command_id
            if each.outcome != "unknown" or key not in known:
                known[key] = each
    return list(known.values())


def _lines(path: Path) -> list[Acknowledged]:
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return [
        Acknowledged.model_validate_json(line)
        for file in files
        for line in file.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]
