"""Whether Temporal answers, and whether a worker asks it for work. Asked shortly: a page waits for the answer."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from service.settings import Settings
from workflows.ring import TASK_QUEUE

SECONDS = 1.5
"""Temporal on the same network answers in a few milliseconds."""

_LONG_POLL = timedelta(minutes=2)
"""A worker asks at least this often."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """`asked_at` is when a worker last asked for work, None when none is known."""

    answers: bool
    asked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether a worker is there."""
        return self.asked_at is not None and now - self.asked_at < _LONG_POLL


def engine_state(settings: Settings) -> EngineState:
    """Ask Temporal."""
    return asyncio.run(_ask(settings))


async def _ask(settings: Settings) -> EngineState:
    try:
        async with asyncio.timeout(SECONDS):
            client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
            told = await client.workflow_service.describe_task_queue(
                DescribeTaskQueueRequest(
                    namespace=settings.temporal_namespace,
                    task_queue=TaskQueue(name=TASK_QUEUE),
                    task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
                )
            )
    except (RPCError, RuntimeError, TimeoutError):
        return EngineState(answers=False)
    asked = [each.last_access_time.ToDatetime(tzinfo=UTC) for each in told.pollers]
    return EngineState(answers=True, asked_at=max(asked, default=None))
