"""I5, the waits: every open one has exactly one running workflow, no other runs, and nothing due is unrecorded."""

from collections import Counter
from datetime import timedelta

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from domain.event import ENGINE
from domain.occasion import Occasion
from domain.roles import Role
from domain.waits import open_waits
from service.calendars import calendar_of
from service.clock import Clock
from service.event_store import EventStore
from service.front_door import FrontDoor
from service.group import Group
from service.invariant_findings import Finding, Report
from service.privacy.standing_waits import StandingWaits
from service.reconcile import RUNNING
from service.settings import Settings
from workflows.catalogue import SERVICE, workflow_id
from workflows.look import Step, Wait, look

PATIENCE = timedelta(seconds=20)


async def check_waits(
    settings: Settings,
    store: EventStore,
    front_door: FrontDoor,
    clock: Clock,
    standing: StandingWaits | None = None,
) -> Report:
    """Compare the store's open waits with what Temporal runs. A Temporal that cannot be asked is a finding too.

    `standing`: the waits of the installation itself. Without it they are left out.
    """
    wanted = {workflow_id(SERVICE, about) for about in standing.open()} if standing is not None else set[str]()
    said = []
    for programme in store.ledgers("programme"):
        try:
            for wait, step in _steps(programme, front_door.group(programme), clock).items():
                name = workflow_id(programme, wait)
                wanted.add(name)
                if step == "record":
                    said.append(f"{name}: what is due is not recorded.")
        except Exception as fault:  # noqa: BLE001 - a damaged log breaks a state in any way, and the rest is looked at too
            said.append(f"{programme}: its waits cannot be told from the log ({type(fault).__name__}).")
    try:
        running = await _running(settings, ours=standing is not None)
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


def _steps(programme: str, group: Group, clock: Clock) -> dict[str, Step]:
    """Every wait that should run, and what its workflow would do now."""
    state = group.programme
    if state is None or state.story is not None:
        return {}
    now = Occasion(
        at=max(clock(), state.recorded_at),
        actor=ENGINE,
        role=Role.ENGINE,
        calendar=calendar_of(state.nation),
        subject=programme,
        board=group.board,
        legacy=group.assets,
    )
    waits = sorted(open_waits(state, now.legacy))
    return {about: look(state, Wait(programme=programme, about=about), now).step for about in waits}


async def _running(settings: Settings, *, ours: bool) -> Counter[str]:
    client = await Client.connect(
        settings.temporal_address, namespace=settings.temporal_namespace, data_converter=pydantic_data_converter
    )
    listed = client.list_workflows(RUNNING, page_size=1000, rpc_timeout=PATIENCE)
    names = [each.id async for each in listed]
    return Counter(name for name in names if ours or not name.startswith(f"{SERVICE}/"))
