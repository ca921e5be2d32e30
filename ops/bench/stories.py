"""Simulating whole stories: virtual years in seconds, and which part of the machine they kept busy."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from ops.bench.table import Figure, Result

AIMS = {"map": 20.0, "spectrum": 60.0}
HOW = (
    "`waymark simulate STORY --json` as anybody calls it: the real command path, a PostgreSQL and the time-skipping "
    "test server of its own, the real workflows. There is no baseline but time itself; the shares are of the "
    "processor time of all its processes, as far as a look every tenth of a second sees it."
)


def stories(*, quick: bool) -> Result:
    """MAP, and unless it is a quick run the five of SPECTRUM."""
    return Result(
        "stories", HOW, [figure for name in (["map"] if quick else AIMS) for figure in _story(name, AIMS[name])]
    )


def _story(name: str, aim: float) -> list[Figure]:
    with tempfile.TemporaryFile("w+") as answer:
        began = time.monotonic()
        with subprocess.Popen(  # noqa: S603 - our own
            (sys.executable, "-P", "-m", "service.cli", "simulate", name, "--json"), stdout=answer, cwd=str(Path("/"))
        ) as telling:
            busy = _watch(telling)
        took = time.monotonic() - began
        if telling.returncode:
            msg = f"the story {name} ended with code {telling.returncode}"
            raise RuntimeError(msg)
        answer.seek(0)
        told = json.load(answer)
    whole = sum(busy.values()) or 1.0
    shares = ", ".join(f"{part} {100 * seconds / whole:.0f} %" for part, seconds in sorted(busy.items(), key=_most))
    days, events = told["virtual_days"], told["events"]
    return [
        Figure(
            f"{name}: {told['programmes']} programmes, {told['closed']} closed",
            f"{took:.1f} s",
            f"its own count: {told['seconds']:.1f} s",
            aim=f"≤ {aim:.0f} s",
            met=took <= aim,
        ),
        Figure(f"{name}: virtual days", f"{days:,}", ratio=f"{days / took:,.0f} a second"),
        Figure(f"{name}: events", f"{events:,}", ratio=f"{events / took:,.0f} a second"),
        Figure(f"{name}: processors kept busy", f"{whole:.1f} s", ratio=shares),
    ]


def _watch(telling: "subprocess.Popen[bytes]") -> dict[str, float]:
    """Processor seconds by part, until it ends."""
    seen: dict[int, tuple[str, float]] = {}
    while telling.poll() is None:
        try:
            first = psutil.Process(telling.pid)
            for process in (first, *first.children(recursive=True)):
                spent = process.cpu_times()
                seen[process.pid] = (_part(process, telling.pid), spent.user + spent.system)
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.1)
    busy: dict[str, float] = {}
    for part, seconds in seen.values():
        busy[part] = busy.get(part, 0.0) + seconds
    return busy


def _part(process: psutil.Process, teller: int) -> str:
    if process.pid == teller:
        return "Waymark"
    return "PostgreSQL" if process.name().startswith("postgres") else process.name()


def _most(part: tuple[str, float]) -> float:
    return -part[1]
