"""Temporal may be lost entirely: the store brings every wait back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from domain.learning_commands import RaiseInformationNeed
from domain.milestone_commands import AgreePlan
from domain.programme_commands import Appointment, Command, StartProgramme
from domain.programme_events import Mentor
from domain.resource_commands import CheckResource, DraftResource, PublishResource
from domain.roles import Role
from domain.waits import open_waits
from service.assembly import Waymark
from service.bells import Bells
from service.invariants_waits import check_waits
from service.reconcile import reconcile
from service.relay import calls_for
from service.worker import make_worker
from tests.workflows.years import FIRST_DAY, FOUNDER, MENTOR, until
from workflows.catalogue import workflow_id
from workflows.look import Wait
from workflows.ring import TASK_QUEUE


def begin(waymark: Waymark) -> str:
    """A programme with an agreed plan, begun years ago, so that it waits for much."""
    programme = waymark.front_door.start(
        StartProgramme(
            organisation="A new group",
            locality="A town",
            mentor=Mentor(organisation="An older group", coordinator=MENTOR),
            template="ulo-from-scratch",
            start_on=FIRST_DAY.date(),
            people=(Appointment(person=FOUNDER, role=Role.FOUNDER),),
        ),
        actor=MENTOR,
        command_id=str(uuid4()),
    ).programme
    waymark.front_door.ask(programme, AgreePlan(), actor=FOUNDER, command_id="agree")
    return programme


async def running(client: Client, programme: str) -> set[str]:
    uuid = programme.removeprefix("programme:")
    return {
        each.id
        async for each in client.list_workflows("ExecutionStatus = 'Running'")
        if each.id.startswith(f"programme/{uuid}")
    }


def wanted(waymark: Waymark, programme: str) -> set[str]:
    group = waymark.front_door.group(programme)
    assert group.programme is not None
    return {workflow_id(programme, about) for about in open_waits(group.programme, group.assets)}


def learn(waymark: Waymark, programme: str) -> None:
    """A question that is still open, and a toolkit that is offered to others."""
    asked: tuple[tuple[Command, str], ...] = (
        (RaiseInformationNeed(question="How do we pay for interpreters?"), MENTOR),
        (DraftResource(kind="toolkit", title="A toolkit", text="How to begin."), MENTOR),
        (CheckResource(resource=1, agreed=True), FOUNDER),
        (PublishResource(resource=1), FOUNDER),
    )
    for command, actor in asked:
        waymark.front_door.ask(programme, command, actor=actor, command_id=str(uuid4()))


async def test_reconcile_starts_every_wait_that_is_missing_and_ends_every_stray(
    dev: WorkflowEnvironment, waymark: Waymark
) -> None:
    programmes = [await asyncio.to_thread(begin, waymark) for _ in range(3)]
    stray = workflow_id(programmes[0], "milestone/GOV-99")
    await dev.client.start_workflow(
        "milestone", Wait(programme=programmes[0], about="milestone/GOV-99"), id=stray, task_queue=TASK_QUEUE
    )

    async def stray_is_listed() -> bool:
        return stray in await running(dev.client, programmes[0])

    await until(stray_is_listed)
    done = await reconcile(dev.client, waymark.store, waymark.front_door)

    assert (done.programmes, done.open_programmes, done.started, done.ended) == (3, 3, done.waits, 1)

    async def all_run() -> bool:
        return all([await running(dev.client, each) == wanted(waymark, each) for each in programmes])

    await until(all_run)
    again = await reconcile(dev.client, waymark.store, waymark.front_door)
    assert (again.started, again.ended) == (0, 0)


async def test_reconcile_and_the_check_of_waits_know_questions_and_what_is_left_behind(
    dev: WorkflowEnvironment, waymark: Waymark
) -> None:
    programme = await asyncio.to_thread(begin, waymark)
    await asyncio.to_thread(learn, waymark, programme)
    ours = {workflow_id(programme, about) for about in ("need/1", "resource/1")}
    settings = waymark.settings.model_copy(update={"temporal_address": dev.client.service_client.config.target_host})

    async def missing() -> set[str]:
        report = await check_waits(settings, waymark.store, waymark.front_door, waymark.clock)
        return {each.sentence for each in report.findings if any(each.sentence.startswith(name) for name in ours)}

    assert await missing() == {f"{name}: this wait is open, and no workflow keeps it." for name in ours}
    await reconcile(dev.client, waymark.store, waymark.front_door)

    async def all_run() -> bool:
        return ours <= await running(dev.client, programme) == wanted(waymark, programme)

    await until(all_run)
    assert await missing() == set()
    again = await reconcile(dev.client, waymark.store, waymark.front_door)
    assert (again.started, again.ended) == (0, 0)


async def test_an_upgrade_may_restart_every_wait_and_records_nothing_twice(
    dev: WorkflowEnvironment, waymark: Waymark
) -> None:
    programme = await asyncio.to_thread(begin, waymark)
    with ThreadPoolExecutor(8) as executor:
        async with make_worker(dev.client, waymark, executor):
            events = waymark.store.read(0, 500)
            await Bells(dev.client).ring(await asyncio.to_thread(calls_for, events, waymark.front_door))

            async def all_run() -> bool:
                return await running(dev.client, programme) == wanted(waymark, programme)

            await until(all_run)
            before = waymark.store.end()
            done = await reconcile(dev.client, waymark.store, waymark.front_door, restart=True)
            assert done.started == done.waits > 0
            await until(all_run)
            await asyncio.sleep(1)

    assert waymark.store.end() == before


async def test_a_ring_may_come_twice_or_before_the_first_look(dev: WorkflowEnvironment, waymark: Waymark) -> None:
    programme = await asyncio.to_thread(begin, waymark)
    events = waymark.store.read(0, 500)
    calls = await asyncio.to_thread(calls_for, events, waymark.front_door)
    await Bells(dev.client).ring([*calls, *calls])
    await Bells(dev.client).ring(calls)
    with ThreadPoolExecutor(8) as executor:
        async with make_worker(dev.client, waymark, executor):

            async def all_run() -> bool:
                return await running(dev.client, programme) == wanted(waymark, programme)

            await until(all_run)
    versions = [event.version for event in waymark.store.load(programme)]
    assert versions == list(range(1, len(versions) + 1))
