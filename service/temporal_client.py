"""How every process talks to Temporal: one address, one namespace, pydantic payloads, encrypted."""

import asyncio

import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from service.keyring import KeyFolder
from service.privacy.payload_codec import data_converter
from service.settings import Settings

PAUSE = 1.0


class Stopped(Exception):  # noqa: N818 - nobody's fault: somebody asked to stop
    """Asked to stop while Temporal was away."""


async def connect(settings: Settings, stop: asyncio.Event | None = None) -> Client:
    """Connect, and while Temporal is away try again until `stop`: it may be starting. Raises Stopped, KeysUnusable."""
    told, converter = False, data_converter(KeyFolder(settings.folders.keys))
    while stop is None or not stop.is_set():
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                data_converter=converter,
            )
        except (RPCError, RuntimeError) as away:
            if not told:
                structlog.get_logger().warning("Temporal is away", error=type(away).__name__)
                told = True
            await asyncio.sleep(PAUSE)
    raise Stopped
