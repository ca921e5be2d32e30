"""What `make run` does, from an installed environment to the first page, and the memory of each process."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from ops.bench.installation import memory
from ops.bench.table import Figure, Result, times
from service.port import LOOPBACK, free_ports

AIM = 12.0
LONGEST = 120.0
SETTLED = 10.0
MEGABYTE = 1024 * 1024
ROOT = Path(__file__).parents[2]
HOW = (
    "`make install` in an environment that is installed already, then what `make run` starts, on free ports: "
    "`waymark up --demo` in an empty home, until http://127.0.0.1 answers with the first page; then once more in the "
    "same home. The baseline is a bare `python -c pass`, for how fast this machine starts anything. "
    "Memory {settled:.0f} seconds later, while the stories load, shared pages counted once."
)


def start(*, quick: bool) -> Result:
    """Seconds, twice, and megabytes."""
    bare = _seconds((sys.executable, "-I", "-c", "pass"))
    make_install = ("make", "--silent", "-C", str(ROOT), "install")
    _seconds(make_install)
    install = _seconds(make_install)
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        home = Path(folder) / "home"
        first, processes = _up(home, 1.0 if quick else SETTLED)
        second, _ = _up(home, 0.0)
    whole = install + first
    figures = [
        Figure(
            "`make run` to the first page",
            f"{whole:.1f} s",
            f"bare Python: {bare * 1000:.0f} ms",
            times(whole, bare),
            f"< {AIM:.0f} s",
            whole < AIM,
        ),
        Figure("of which `make install`", f"{install:.1f} s"),
        Figure("again in the same home, with `make install`", f"{install + second:.1f} s"),
        *(Figure(f"memory of {name}", f"{size / MEGABYTE:.0f} MB") for name, size in processes),
        Figure("memory of all", f"{sum(size for _, size in processes) / MEGABYTE:.0f} MB"),
    ]
    return Result("make run", HOW.format(settled=SETTLED), figures)


def _seconds(command: Sequence[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    return time.monotonic() - began


def _up(home: Path, settle: float) -> tuple[float, list[tuple[str, int]]]:
    """Start it, wait for the first page, weigh it, and stop it by Ctrl-C."""
    web, temporal, pages = free_ports(3)
    ports = ("--port", str(web), "--temporal-port", str(temporal), "--temporal-ui-port", str(pages))
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own
        (sys.executable, "-P", "-m", "service.cli", "up", "--demo", "--home", str(home), *ports),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=os.sep,
    ) as tree:
        try:
            _until_page(web, tree)
            took = time.monotonic() - began
            time.sleep(settle)
            return took, _weigh(tree.pid)
        finally:
            tree.send_signal(signal.SIGINT)
            tree.communicate(timeout=LONGEST)


def _until_page(port: int, tree: subprocess.Popen[str]) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if tree.poll() is not None:
            raise RuntimeError(tree.stdout.read() if tree.stdout else "it ended")
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < http.client.BAD_REQUEST:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    msg = "the first page did not come"
    raise TimeoutError(msg)


def _weigh(supervisor: int) -> list[tuple[str, int]]:
    """Each process of the tree by its name, those of PostgreSQL together."""
    sizes: dict[str, int] = {}
    for process in (psutil.Process(supervisor), *psutil.Process(supervisor).children(recursive=True)):
        try:
            name = _name(process)
        except psutil.NoSuchProcess:
            continue
        sizes[name] = sizes.get(name, 0) + memory(process)
    return sorted(sizes.items(), key=lambda each: -each[1])


def _name(process: psutil.Process) -> str:
    command = process.cmdline()
    if "service.cli" in command:
        name = command[command.index("service.cli") + 1]
        return "the supervisor" if name == "up" else name
    return "postgres (all its processes)" if process.name().startswith("postgres") else process.name()
