"""I5, the waits: every open one has exactly one running workflow, no other runs, and nothing due is unrecorded."""

from collections import Counter
from datetime import timedelta

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from domain.waits import open_waits
from service.clock import Clock
from service.engine_room import EngineRoom
from service.event_store import EventStore
from service.front_door import FrontDoor
from service.invariant_findings import Finding, Report
from service.reconcile import RUNNING
from service.settings import Settings
from workflows.catalogue import workflow_id
from workflows.look import Wait

PATIENCE = timedelta(seconds=20)


async def check_waits(settings: Settings, store: EventStore, front_door: FrontDoor, clock: Clock) -> Report:
    """Compare the store's open waits with what Temporal runs. A Temporal that cannot be asked is a finding too."""
    wanted = {
        workflow_id(wait.programme, wait.about): wait
        for programme in store.ledgers("programme")
        for wait in _waits(programme, front_door)
    }
    room = EngineRoom(front_door, clock)
    said = [
        f"{name}: what is due is not recorded." for name, wait in wanted.items() if room.look(wait).step == "record"
    ]
    try:
        running = await _running(settings)
    except (RPCError, RuntimeError) as away:
        said.append(f"Temporal could not be asked which waits run ({type(away).__name__}).")
    else:
        said += [f"{name}: this wait is open, and no workflow keeps it." for name in sorted(wanted - running.keys())]
        said += [f"{name}: a workflow runs, and no open wait needs it." for name in sorted(running.keys() - wanted)]
        said += [f"{name}: {count} workflows keep this wait." for name, count in running.items() if count > 1]
    return Report(
        looked_at={"waits": len(wanted)},
        findings=tuple(Finding(invariant="I5", sentence=sentence) for sentence in said),
    )


def _waits(programme: str, front_door: FrontDoor) -> list[Wait]:
    state = front_door.group(programme).programme
    if state is None or state.story is not None:
        return []
    return [Wait(programme=programme, about=about) for about in sorted(open_waits(state))]


async def _running(settings: Settings) -> Counter[str]:
    client = await Client.connect(
        settings.temporal_address, namespace=settings.temporal_namespace, data_converter=pydantic_data_converter
    )
    listed = client.list_workflows(RUNNING, page_size=1000, rpc_timeout=PATIENCE)
    return Counter([each.id async for each in listed])
