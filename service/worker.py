"""The worker process: runs the workflows and their activities."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from service.assembly import Waymark, build
from service.engine_room import EngineRoom
from service.legacy_pack.shelf import PackShelf
from service.privacy.standing_waits import StandingWaits
from service.settings import Settings
from service.temporal_client import connect
from workflows.catalogue import WORKFLOWS
from workflows.engine import Engine
from workflows.ring import TASK_QUEUE

AT_ONCE = 8
STICKY = timedelta(seconds=2)
"""How long the server waits for a worker that was killed, before it asks another (10 s is the default)."""

OURS = SandboxRestrictions.default.with_passthrough_modules("domain", "workflows.look", "workflows.ring")
"""The rules are pure, so that the sandbox need not load them anew for every workflow."""


def workflow_runner() -> WorkflowRunner:
    """The sandbox in which workflows run here and are replayed in tests."""
    return SandboxedWorkflowRunner(restrictions=OURS)


def make_worker(
    client: Client,
    waymark: Waymark,
    executor: ThreadPoolExecutor,
    *,
    workflows: Sequence[type[Any]] = WORKFLOWS,
    sandboxed: bool = True,
    room: EngineRoom | None = None,
    at_once: int = AT_ONCE,
) -> Worker:
    """A worker on this client, whose activities use these parts, or the room they are given."""
    own = EngineRoom(waymark.front_door, waymark.clock, PackShelf(waymark), StandingWaits(waymark))
    engine = Engine(room or own)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=workflows,
        activities=[engine.look, engine.record],
        activity_executor=executor,
        workflow_runner=workflow_runner() if sandboxed else UnsandboxedWorkflowRunner(),
        # Else Temporal reads every module there is, at each start, to make up a number that nothing asks for.
        build_id=version("waymark"),
        max_concurrent_activities=at_once,
        max_concurrent_local_activities=at_once,
        max_cached_workflows=2000,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=timedelta(seconds=5),
    )


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop`. Temporal and the store may come and go."""
    with build(settings, pool_size=AT_ONCE) as waymark, ThreadPoolExecutor(AT_ONCE * 2) as executor:
        client = await connect(settings, stop)
        async with make_worker(client, waymark, executor):
            await stop.wait()
