"""Brings Temporal back in line with the store: every open wait has its workflow, and no other workflow runs."""

from dataclasses import dataclass

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.waits import open_waits
from service.bells import Bells, Call
from service.event_store import EventStore
from service.front_door import FrontDoor
from service.privacy.standing_waits import StandingWaits
from workflows.catalogue import SERVICE, workflow_id
from workflows.ring import TASK_QUEUE

RUNNING = f"TaskQueue = '{TASK_QUEUE}' AND ExecutionStatus = 'Running'"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found and done."""

    programmes: int
    open_programmes: int
    waits: int
    started: int
    ended: int
    standing: int = 0
    """Waits of the installation itself, which the relay starts too: they are not among the others."""

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        return (
            f"Looked at {self.programmes} programmes, of which {self.open_programmes} have something to wait for. "
            f"They need {self.waits} waits: {self.waits - self.started} were running and {self.started} were started. "
            f"{self.ended} that nobody needs any more were ended. {self.standing} look after what is kept too long."
        )


async def reconcile(
    client: Client,
    store: EventStore,
    front_door: FrontDoor,
    *,
    standing: StandingWaits | None = None,
    restart: bool = False,
) -> Reconciled:
    """Start every wait that should run and end every other. `restart` ends them all first (an upgrade).

    `standing`: the waits of the installation itself. Without it they are left alone.

    A workflow holds no facts, so ending one loses nothing: what was recorded is not recorded again.
    """
    running = await _running(client)
    if restart:
        for each in running if standing is not None else _of_programmes(running):
            await _end(client, each, "Waymark restarts its waits")
    kept = frozenset[str]() if restart else running
    calls, programmes, open_programmes = [], 0, 0
    for programme in store.ledgers("programme"):
        group = front_door.group(programme)
        if group.programme is None:
            continue
        programmes += 1
        if group.programme.story is not None:
            continue
        waits = open_waits(group.programme, group.assets)
        open_programmes += bool(waits)
        calls += [Call(programme, about, group.ring, open=True) for about in sorted(waits)]
    own = sorted(standing.open()) if standing is not None else []
    await Bells(client).ring(calls + [Call(SERVICE, about, standing.ring, open=True) for about in own if standing])
    wanted = {workflow_id(call.programme, call.about) for call in calls}
    strays = kept - wanted - {workflow_id(SERVICE, about) for about in own}
    if standing is None:
        strays = _of_programmes(strays)
    for stray in strays:
        await _end(client, stray, "The store needs this wait no longer")
    return Reconciled(
        programmes=programmes,
        open_programmes=open_programmes,
        waits=len(wanted),
        started=len(wanted - kept),
        ended=len(strays),
        standing=len(own),
    )


async def _running(client: Client) -> frozenset[str]:
    return frozenset(
        [
            each.id
            async for each in client.list_workflows(RUNNING, page_size=1000)
            if each.status is WorkflowExecutionStatus.RUNNING
        ]
    )


def _of_programmes(running: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in running if not each.startswith(f"{SERVICE}/"))


async def _end(client: Client, workflow: str, reason: str) -> None:
    try:
        await client.get_workflow_handle(workflow).terminate(reason=reason)
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
