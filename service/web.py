"""The web process: one uvicorn, on loopback unless people reach it through https."""

import gc
import signal
from ipaddress import ip_address
from types import FrameType

import uvicorn

from service.api import THREADS, build_app
from service.assembly import build
from service.machine_faults import CannotStart
from service.privacy.sweep import Sweep
from service.settings import Settings

_LAST_REQUESTS = 5
_OBJECTS_BETWEEN_LOOKS = 20_000


def run(settings: Settings) -> None:
    """Serve pages and API until told to stop. Raises CannotStart when others than this machine could ask."""
    if not _is_loopback(settings.http_host) and settings.public_url is None:
        raise CannotStart(
            f"On {settings.http_host} others could read along, because nothing is encrypted. Put a web server with "
            "https in front of Waymark, and set WAYMARK_PUBLIC_URL to its address (https://waymark.example.org). "
            "Or set WAYMARK_HTTP_HOST to 127.0.0.1."
        )
    if settings.demonstration and settings.public_url is not None:
        raise CannotStart(
            "In a demonstration anybody may be anybody, so it is for this machine only. Unset WAYMARK_PUBLIC_URL, or "
            "begin a home for real use."
        )
    # uvicorn finishes what it is at, then raises the signal again; this is where it ends, with everything given back.
    signal.signal(signal.SIGTERM, _end)
    with build(settings, pool_size=THREADS) as waymark:
        # First: the database may have come out of a backup, and with it somebody who was erased.
        Sweep(waymark).once()
        app = build_app(waymark)
        _leave_alone()
        uvicorn.run(
            app,
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_LAST_REQUESTS,
        )


def _leave_alone() -> None:
    """Look no more through what was made at the start, and seldom through the rest.

    The modules, routes and models stay as long as the process, and are nearly all that it keeps. Each full look of
    Python's collector went through all of them: a fifth of a second, in which nobody was answered. And one page makes
    more objects than the 700 after which Python looks: with so many more it looks once for many pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
