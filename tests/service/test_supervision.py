import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psutil
import pytest

from service.companion import Companion
from service.home import Home
from service.machine_faults import CannotStart
from service.pid_file import PidFile
from service.process import Program
from service.step import Step
from service.stop_request import StopRequest
from service.supervision import Patience, Supervised, Supervisor

QUICK = Patience(to_be_ready=120, first_pause=0.05, longest_pause=0.2, glance=0.02)
SLEEPS = ("sleep", "600")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.open()
    return home


class Running:
    """A supervisor in a thread, and what it said."""

    def __init__(self, members: list[Supervised], afterwards: Supervised | None = None) -> None:
        self.said: list[str] = []
        self.stopping = StopRequest()
        self._supervisor = Supervisor(members, self.said.append, self.stopping, afterwards, QUICK)
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            if self._supervisor.start():
                self._supervisor.watch()
        finally:
            self._supervisor.stop()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.ask()
        self._thread.join()


def until(happens: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if happens():
            return
        time.sleep(0.01)
    pytest.fail("It did not happen.")


def test_a_fallen_process_is_started_again(home: Home) -> None:
    member = Companion(Program("one", SLEEPS), home)
    with Running([member]) as running:
        until(member.alive)
        first = member.pid
        member.kill()
        until(lambda: member.alive() and member.pid != first)
        until(lambda: any("by signal 9; it is started again" in line for line in running.said))
    assert not member.alive()


def test_everything_stops_in_reverse_order(home: Home) -> None:
    order: list[str] = []

    class Noted(Companion):
        def stop(self) -> None:
            order.append(self.name)
            super().stop()

    members: list[Supervised] = [Noted(Program(name, SLEEPS), home) for name in ("one", "two", "three")]
    with Running(members):
        until(members[-1].alive)
    assert order == ["three", "two", "one"]


def test_one_begins_when_the_one_before_is_ready(home: Home, tmp_path: Path) -> None:
    first = Companion(Program("first", SLEEPS), home, (tmp_path / "ready").exists)
    second = Companion(Program("second", SLEEPS), home)
    with Running([first, second]):
        until(first.alive)
        assert not second.alive()
        (tmp_path / "ready").touch()
        until(second.alive)


def test_what_cannot_start_stops_everything_and_shows_the_end_of_its_log(home: Home) -> None:
    good = Companion(Program("good", SLEEPS), home)
    bad = Companion(Program("bad", (sys.executable, "-c", "raise SystemExit('no luck')")), home, lambda: False)
    supervisor = Supervisor([good, bad], lambda _: None, StopRequest(), None, QUICK)
    with pytest.raises(CannotStart, match=r"(?s)bad ended with code 1 as often as it was started.*no luck"):
        supervisor.start()
    supervisor.stop()
    assert not good.alive()


def test_a_process_that_does_not_listen_is_killed_when_asked_twice(home: Home) -> None:
    deaf = Companion(Program("deaf", STUBBORN, patience=600), home)
    with Running([deaf]) as running:
        until(lambda: "deaf" in deaf.last_words())
        running.stopping.ask()
    assert deaf.exit_code() == -signal.SIGKILL


def test_a_process_that_does_not_listen_is_killed_when_patience_ends(home: Home) -> None:
    deaf = Companion(Program("deaf", STUBBORN, patience=0.1), home)
    with Running([deaf]):
        until(lambda: "deaf" in deaf.last_words())
    assert deaf.exit_code() == -signal.SIGKILL


def test_what_comes_afterwards_runs_once(home: Home, tmp_path: Path) -> None:
    note = tmp_path / "note"
    after = Companion(
        Program("after", (sys.executable, "-c", f"open({str(note)!r}, 'a').write('x'); raise SystemExit(3)")), home
    )
    with Running([Companion(Program("one", SLEEPS), home)], after) as running:
        until(lambda: any("after ended with code 3. Everything else goes on." in line for line in running.said))
    assert note.read_text() == "x"


def test_a_step_is_done_between_two_processes(home: Home) -> None:
    done: list[bool] = []
    first = Companion(Program("first", SLEEPS), home)
    second = Companion(Program("second", SLEEPS), home, lambda: bool(done))
    with Running([first, Step("step", lambda: done.append(first.alive())), second]):
        until(second.ready)
    assert done == [True]


def test_a_member_has_a_session_of_its_own_so_ctrl_c_does_not_reach_it(home: Home) -> None:
    member = Companion(Program("one", SLEEPS), home)
    with Running([member]):
        until(member.alive)
        assert member.pid is not None
        assert os.getsid(member.pid) == member.pid != os.getsid(0)


def test_a_process_left_behind_is_ended_and_a_stranger_with_its_number_is_not(home: Home) -> None:
    left = Companion(Program("left", SLEEPS), home)
    left.launch()
    said: list[str] = []
    Supervisor([Companion(Program("left", SLEEPS), home)], said.append, StopRequest()).sweep()
    assert said == ["Ended left, which an earlier Waymark had left running."]
    assert not left.alive()
    with subprocess.Popen(SLEEPS) as stranger:
        began = psutil.Process(stranger.pid).create_time() - 3600
        (home.run / "left.json").write_text(f'{{"pid": {stranger.pid}, "began": {began}}}')
        assert not Companion(Program("left", SLEEPS), home).sweep()
        assert stranger.poll() is None
        stranger.kill()


def test_a_damaged_pid_file_remembers_nobody(home: Home) -> None:
    for damage in ("", "[]", "null", '{"pid": "x"}', '{"pid": 1'):
        (home.run / "one.json").write_text(damage)
        assert PidFile(home.run / "one.json").process() is None


def test_each_start_begins_a_new_log_and_keeps_the_last_five(home: Home) -> None:
    for n in range(9):
        member = Companion(Program("one", (sys.executable, "-c", f"print('run {n}')")), home)
        member.turn_log()
        member.launch()
        until(lambda member=member: not member.alive())  # type: ignore[misc]
    kept = {path.name: path.read_text() for path in home.logs.iterdir()}
    assert kept["one.log"] == "run 8\n"
    assert kept["one.log.5"] == "run 3\n"
    assert len(kept) == 6
