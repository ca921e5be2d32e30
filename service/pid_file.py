"""Which process is ours: its number alone does not say so, because numbers are used again."""

import json
from dataclasses import dataclass
from pathlib import Path

import psutil

SAME_START = 2.0
"""Seconds two readings of one process's start may differ: the kernel counts from a boot time that is adjusted."""


@dataclass(frozen=True, slots=True)
class PidFile:
    """Remembers one process by its number and the moment it began."""

    path: Path

    def write(self, pid: int) -> None:
        """Remember the process that now runs under this number."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"pid": pid, "began": psutil.Process(pid).create_time()}))
        fresh.replace(self.path)

    def process(self) -> psutil.Process | None:
        """The remembered process if it still runs; None when it ended, even if its number is in use again."""
        try:
            kept = json.loads(self.path.read_text())
            pid, began = int(kept["pid"]), float(kept["began"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return living(pid, began)

    def forget(self) -> None:
        """Forget the process: it has ended."""
        self.path.unlink(missing_ok=True)


def living(pid: int, began: float, within: float = SAME_START) -> psutil.Process | None:
    """The process with this number that began then (seconds since 1970), unless it has ended."""
    try:
        process = psutil.Process(pid)
        # An orphan may stay a zombie for ever where process 1 collects nobody, as in many containers.
        if process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - began) > within:
            return None
    except psutil.NoSuchProcess:
        return None
    return process
