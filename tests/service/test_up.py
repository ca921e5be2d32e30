import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from service.home import Home, HomeLock
from service.machine_faults import HomeInUse, MachineFault, PortInUse, UnsuitableHome
from service.pid_file import PidFile
from service.port import free_ports
from service.stop_request import StopRequest
from service.up import Ports, run, up

# The same assembly as `waymark up`, with stand-ins for Waymark's own processes.
TREE = """
import sys
from dataclasses import astuple
from pathlib import Path
from service.companion import Companion
from service.home import Home, HomeLock
from service.postgres_server import PostgresServer
from service.process import Program
from service.temporal_server import TemporalServer
from service.up import Ports, run, stop_on_signals

home, ports = Home(Path(sys.argv[1])), Ports(*map(int, sys.argv[2:5]))
home.open()
with HomeLock(home), stop_on_signals() as stopping:
    members = [
        PostgresServer(home.folder, besides=astuple(ports)),
        TemporalServer(home.folder, port=ports.temporal, ui_port=ports.temporal_ui),
        Companion(Program("worker", ("sleep", "600")), home),
    ]
    run(home, ports, members, lambda line: print(line, flush=True), stopping)
"""
NAMES = ("postgres", "temporal", "worker")


def some_ports() -> Ports:
    return Ports(*free_ports(3))


@contextmanager
def tree(folder: Path, ports: Ports) -> Iterator["subprocess.Popen[str]"]:
    numbers = [str(ports.web), str(ports.temporal), str(ports.temporal_ui)]
    with subprocess.Popen(
        [sys.executable, "-c", TREE, str(folder), *numbers], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate()


def read_until(process: "subprocess.Popen[str]", words: str) -> list[str]:
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    pytest.fail("It said only:\n" + "".join(lines))


def living(folder: Path) -> list[psutil.Process]:
    found = [PidFile(Home(folder).run / f"{name}.json").process() for name in NAMES]
    return [process for process in found if process is not None]


def test_the_tree_starts_stops_cleanly_and_starts_again(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    for _ in range(2):
        with tree(folder, some_ports()) as process:
            read_until(process, "Stop with Ctrl-C")
            members = living(folder)
            assert len(members) == 3
            process.send_signal(signal.SIGINT)
            read_until(process, "Stopped. Everything recorded is kept")
            assert process.wait() == 0
        assert living(folder) == []
        assert not any(member.is_running() for member in members)


def test_after_a_kill_of_the_supervisor_the_next_start_ends_what_it_left_and_goes_on(tmp_path: Path) -> None:
    folder, ports = tmp_path / "home", some_ports()
    with tree(folder, ports) as process:
        read_until(process, "Stop with Ctrl-C")
        process.kill()
    left = living(folder)
    assert len(left) == 3
    with tree(folder, ports) as process:
        lines = read_until(process, "Stop with Ctrl-C")
        for name in NAMES:
            assert f"Ended {name}, which an earlier Waymark had left running.\n" in lines
        assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in left)


def test_a_killed_database_and_a_killed_temporal_are_started_again(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with tree(folder, some_ports()) as process:
        read_until(process, "Stop with Ctrl-C")
        for name in ("postgres", "temporal"):
            victim = PidFile(Home(folder).run / f"{name}.json").process()
            assert victim is not None
            victim.kill()
            read_until(process, f"{name} ended by signal 9; it is started again")
            again = None
            while again is None or again.pid == victim.pid:
                again = PidFile(Home(folder).run / f"{name}.json").process()


def test_ctrl_c_stops_a_tree_that_a_script_started_in_the_background(tmp_path: Path) -> None:
    # A shell script ignores Ctrl-C on behalf of what it starts with `&`.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with tree(tmp_path / "home", some_ports()) as process:
            read_until(process, "Stop with Ctrl-C")
            process.send_signal(signal.SIGINT)
            assert process.wait() == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_second_instance_on_the_same_home_is_told_who_runs(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.open()
    with HomeLock(home):
        with pytest.raises(HomeInUse, match=rf"already running on .*process {os.getpid()}"):
            up(home.folder, some_ports(), lambda _: None)
        assert list(home.run.iterdir()) == []
    with HomeLock(home):
        pass


@pytest.mark.parametrize("taken", ["web", "temporal", "temporal_ui"])
def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path, taken: str) -> None:
    ports = some_ports()
    said: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(ports, taken)))
        other.listen()
        option = {"web": "--port", "temporal": "--temporal-port", "temporal_ui": "--temporal-ui-port"}[taken]
        with pytest.raises(PortInUse, match=f"Port {getattr(ports, taken)}.*{option}"):
            up(tmp_path / "home", ports, said.append)
    assert said == []
    assert list((tmp_path / "home" / "run").iterdir()) == []
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_folder_with_other_peoples_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UnsuitableHome, match="is not empty and was not made by Waymark"):
        up(tmp_path, some_ports(), lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_and_a_folder_under_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(UnsuitableHome):
            up(folder, some_ports(), lambda _: None)


def test_a_home_in_real_use_is_never_made_a_demonstration(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.open()
    home.postgres.mkdir()
    with pytest.raises(UnsuitableHome, match="was begun for real use"):
        up(home.folder, some_ports(), lambda _: None, demo=True)
    shown = Home(tmp_path / "shown")
    shown.open()
    shown.mark_as_demonstration()
    shown.postgres.mkdir()
    shown.mark_as_demonstration()


def test_a_database_named_elsewhere_is_not_silently_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://elsewhere")
    with pytest.raises(MachineFault, match="WAYMARK_DATABASE_URL is set"):
        up(tmp_path / "home", some_ports(), lambda _: None)


def test_the_command_tells_a_fault_in_one_sentence_and_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = subprocess.run(
        [sys.executable, "-m", "service.cli", "up", "--home", str(tmp_path / "file")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr == f"{tmp_path / 'file'} is a file. Waymark needs a folder: choose another with --home.\n"


def test_stopping_before_all_has_started_stops_what_has(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.open()
    stopping = StopRequest()
    said: list[str] = []
    stopping.ask()
    run(home, some_ports(), [], said.append, stopping)
    assert said[-1] == "Stopped. Everything recorded is kept; the next start goes on from here."


def test_root_is_refused_where_others_can_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.up.os.geteuid", lambda: 0)
    monkeypatch.setenv("WAYMARK_PUBLIC_URL", "https://waymark.example.org")
    with pytest.raises(MachineFault, match="run as root"):
        up(tmp_path / "home", some_ports(), print)
    assert not (tmp_path / "home").exists()
