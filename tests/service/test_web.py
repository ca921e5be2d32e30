"""The web process: it answers on this machine only, writes JSON lines, and ends politely."""

import json
import os
import signal
import subprocess
import time
import urllib.request

import pytest

from service.companion import waymark_command
from service.machine_faults import CannotStart
from service.port import free_port
from service.settings import DATABASES, Settings
from service.web import run


def test_it_does_not_listen_where_others_could_ask(settings: Settings) -> None:
    for host in ("0.0.0.0", "192.168.0.7", "example.org", "::"):  # noqa: S104 - this is what is refused
        with pytest.raises(CannotStart, match="https in front"):
            run(settings.model_copy(update={"http_host": host}))


def test_a_demonstration_is_never_shown_to_others(settings: Settings) -> None:
    shown = settings.model_copy(update={"demonstration": True, "public_url": "https://waymark.example.org"})
    with pytest.raises(CannotStart, match="anybody may be anybody"):
        run(shown)


def test_it_serves_until_it_is_told_to_stop(settings: Settings) -> None:
    port = free_port()
    environment = {
        **os.environ,
        **{f"WAYMARK_{name.upper()}": str(getattr(settings, name)) for name in (*DATABASES, "mail_folder")},
        "WAYMARK_HTTP_PORT": str(port),
    }
    with subprocess.Popen(
        waymark_command("web", settings.home), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as web:
        try:
            assert "A way to your own organisation" in _first_page(port, web)
        finally:
            web.send_signal(signal.SIGTERM)
            said, _ = web.communicate(timeout=60)
    assert web.returncode == 0
    lines = [json.loads(line) for line in said.decode().splitlines()]
    asked = [line for line in lines if line.get("event") == "request"]
    assert asked[-1] | {"method": "GET", "route": "/", "status": 200} == asked[-1]


def _first_page(port: int, web: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            # Not there yet; or it took the call while it was still starting, and was too slow to answer.
            time.sleep(0.1)
    return ""
