"""Rings the bells of waits: starts the workflow of a wait that is open, wakes it when it runs."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from service.log_reader import Unavailable
from workflows.catalogue import workflow_id, workflow_name
from workflows.look import Wait
from workflows.ring import RING, TASK_QUEUE, Ring

AT_ONCE = 32
PATIENCE = timedelta(seconds=10)
NEVER_GOES_THROUGH = frozenset(
    {RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.UNIMPLEMENTED}
)
"""Asking again would not help: the one event that asks for it is parked, and the relay goes on."""


@dataclass(frozen=True, slots=True)
class Call:
    """One ring: for which wait, how new, and whether the wait is open (else it is only told to look, and ends)."""

    programme: str
    about: str
    ring: Ring
    open: bool


class Bells:
    """Temporal, as the relay and reconcile use it. Raises Unavailable when it cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def ring(self, calls: Iterable[Call]) -> int:
        """Ring them all, some at a time. Returns how many there were. Ringing twice is harmless."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(call: Call) -> None:
            async with gate:
                await (self._wake(call) if call.open else self._tell(call))

        rings = [one(call) for call in calls]
        try:
            await asyncio.gather(*rings)
        except RPCError as fault:
            if fault.status in NEVER_GOES_THROUGH:
                raise
            raise Unavailable(f"Temporal did not answer ({fault.status.name})") from fault
        return len(rings)

    async def _wake(self, call: Call) -> None:
        """Signal with start: whoever comes first starts the workflow, everybody else only rings."""
        await self._client.start_workflow(
            workflow_name(call.about),
            Wait(programme=call.programme, about=call.about),
            id=workflow_id(call.programme, call.about),
            task_queue=TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=RING,
            start_signal_args=[call.ring],
            static_summary=call.about or "programme",
            rpc_timeout=PATIENCE,
        )

    async def _tell(self, call: Call) -> None:
        handle = self._client.get_workflow_handle(workflow_id(call.programme, call.about))
        try:
            await handle.signal(RING, call.ring, rpc_timeout=PATIENCE)
        except RPCError as fault:
            if fault.status is not RPCStatusCode.NOT_FOUND:
                raise
