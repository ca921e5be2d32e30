"""`ops/machine.sh` on machines that lack something, played by folders of stand-in programs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "ops" / "machine.sh"


def stand_in(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def ask(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    # `id` is the one real program the script needs beside the shell itself.
    stand_in(folder, "id", "echo 1000")
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_fits_is_named(tmp_path: Path) -> None:
    done = ask(tmp_path / "bin", PYTHON=sys.executable)
    assert done.returncode == 0
    assert os.access(done.stdout.strip(), os.X_OK)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "sudo apt-get update && sudo apt-get install -y python3 python3-venv"),
        ("dnf", "sudo dnf install -y python3.13"),
        ("zypper", "sudo zypper install -y python313"),
        ("brew", "brew install python@3.13"),
    ],
)
def test_without_python_the_one_line_to_type_is_printed(tmp_path: Path, manager: str, line: str) -> None:
    stand_in(tmp_path / "bin", manager, "exit 1")
    stand_in(tmp_path / "bin", "apt-cache", "exit 1")
    done = ask(tmp_path / "bin")
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"    {line}\n" in done.stderr


def test_a_python_without_venv_asks_for_the_package_that_has_it(tmp_path: Path) -> None:
    stand_in(tmp_path / "bin", "apt-get", "exit 1")
    stand_in(
        tmp_path / "bin",
        "python3",
        'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; *) exit 0;; esac',
    )
    done = ask(tmp_path / "bin")
    assert done.returncode == 1
    assert "its venv or ensurepip is missing" in done.stderr
    assert "sudo apt-get update && sudo apt-get install -y python3.12-venv\n" in done.stderr


def test_a_python_that_is_too_old_or_too_new_is_as_good_as_none(tmp_path: Path) -> None:
    stand_in(tmp_path / "bin", "python3", "exit 1")
    done = ask(tmp_path / "bin")
    assert done.returncode == 1
    assert "Waymark needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "python.org" in done.stderr
