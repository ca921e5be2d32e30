import subprocess
import sysconfig
from pathlib import Path

import psutil

from service.port import free_ports
from service.temporal_server import TemporalServer


def server(folder: Path) -> TemporalServer:
    port, ui_port = free_ports(2)
    return TemporalServer(folder, port=port, ui_port=ui_port, search_attributes={"WaymarkProgramme": "Keyword"})


def temporal(*arguments: str) -> str:
    program = Path(sysconfig.get_path("scripts")) / "temporal"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def test_a_waiting_workflow_still_waits_after_a_kill_of_the_server(tmp_path: Path) -> None:
    with server(tmp_path / "home") as first:
        start = ("--type", "any", "--task-queue", "nobody", "--workflow-id", "programme/1")
        temporal("workflow", "start", *start, "--address", first.address)
        first.kill()
    with server(tmp_path / "home") as second:
        assert "programme/1" in temporal("workflow", "list", "--address", second.address)


def test_it_listens_on_loopback_only_and_knows_the_search_attributes(tmp_path: Path) -> None:
    with server(tmp_path / "home") as running:
        assert running.pid is not None
        listening = [one for one in psutil.Process(running.pid).net_connections() if one.status == "LISTEN"]
        assert listening
        assert {one.laddr.ip for one in listening} == {"127.0.0.1"}
        assert "WaymarkProgramme" in temporal("operator", "search-attribute", "list", "--address", running.address)
