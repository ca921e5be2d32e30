"""Records the histories that every later release must be able to replay, or restart from the store.

Run once a release, and for a new kind of workflow: `python -m tests.workflows.record_histories`. What is recorded is
kept, never edited: a file that is there is never touched.
"""

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from domain.journal_commands import HoldReview, MeetDuty, RaiseDuty
from domain.learning_commands import AnswerInformationNeed, RaiseInformationNeed
from domain.milestone_commands import AgreePlan, Block, Reschedule, Unblock
from domain.programme_commands import CloseProgramme
from domain.resource_commands import AnswerRunning, ReviewResource
from service.groundwork import prepare
from service.postgres_server import PostgresServer
from service.privacy.standing_waits import StandingWaits
from service.settings import Settings
from tests.workflows.standing import INVITATION, OF_FOUNDER, invite, on_years, ring
from tests.workflows.years import FIRST_DAY, FOUNDER, MENTOR, OWNER, Years, live_years
from workflows.catalogue import SERVICE, workflow_id

RELEASE = "v1"
HISTORIES = Path(__file__).parent / "histories"
PROGRAMS = Path(sys.executable).parent


async def live(years: Years) -> None:
    """A year in which each workflow does everything it can do."""
    await years.pass_days(35)
    await years.ask(Block(milestone="ENG-01", kind="money"))
    await years.pass_days(28)
    await years.ask(Unblock(milestone="ENG-01"))
    due = years.front_door.programme(years.programme).milestones["ENG-01"].due
    assert due is not None
    await years.ask(Reschedule(milestone="ENG-01", due=due.replace(year=due.year + 1), reason="More time."))
    await years.reach("ENG-01")
    await years.ask(AgreePlan(), FOUNDER)
    later = FIRST_DAY.date().replace(year=FIRST_DAY.year + 1)
    await years.ask(RaiseDuty(duty="lease-end", title="The lease ends", due=later, legal=True))
    await years.pass_days(112)
    await years.ask(HoldReview(agreed="Go on."), MENTOR)
    await years.ask(RaiseInformationNeed(milestone="ENG-01", question="How do we open a bank account?"))
    await years.publish(owner=OWNER, review_weeks=30)
    await years.pass_days(49)
    await years.ask(AnswerInformationNeed(need=1, answer="Ask two banks."), MENTOR)
    await years.pass_days(231)
    later = later.replace(year=later.year + 3)
    await years.ask(ReviewResource(resource=1, review_on=later))
    await years.ask(MeetDuty(duty="lease-end"))
    await years.ask(CloseProgramme(ending="merged", reason="The group joined another."), FOUNDER)
    await years.pass_days(380)
    await years.ask(AnswerRunning(resource=1, running=True))
    await years.pass_days(380)
    await years.ask(AnswerRunning(resource=1, running=False))


async def record() -> None:
    """Play the year, and keep the history of one workflow of each kind, and of every run of the programme's."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        server = PostgresServer(Path(folder) / "home", durable=False)
        server.start()
        try:
            server.create_database("histories")
            owner, app = server.url("histories", "waymark_owner"), server.url("histories", "waymark_app")
            settings = Settings(
                home=Path(folder) / "home",
                database_url=app,
                owner_database_url=owner,
                keys_database_url=app,
                keys_owner_database_url=owner,
                mail_folder=Path(folder) / "mailbox",
            )
            prepare(settings)
            async with await _skipping() as environment:
                await _record(environment, settings)
            await _record_standing(settings)
        finally:
            server.stop()


async def _record(environment: WorkflowEnvironment, settings: Settings) -> None:
    async with live_years(environment, settings) as years:
        handle = environment.client.get_workflow_handle(workflow_id(years.programme, ""))
        first_run = (await handle.describe()).run_id
        await live(years)
        for name, about, run in (
            ("programme-until-review", "", first_run),
            ("programme-until-close", "", None),
            ("milestone", "milestone/ENG-01", None),
            ("review", "review/1", None),
            ("duty", "duty/lease-end", None),
            ("handover", "handover", None),
            ("need", "need/1", None),
            ("resource", "resource/1", None),
            ("pack", "pack", None),
        ):
            await _keep(environment, name, workflow_id(years.programme, about), run)


async def _record_standing(settings: Settings) -> None:
    """A year and more of the waits of the installation itself."""
    async with await _skipping() as environment, on_years(environment, settings) as waymark:
        waits = StandingWaits(waymark)
        await asyncio.to_thread(invite, waymark)
        for about in (INVITATION, OF_FOUNDER):
            await ring(environment, waits, about)
        await environment.sleep(timedelta(days=40))
        await _keep(environment, "retention", workflow_id(SERVICE, INVITATION))
        await environment.sleep(timedelta(days=340))
        await asyncio.to_thread(waymark.people.erase, FOUNDER)
        await ring(environment, waits, OF_FOUNDER)
        await environment.client.get_workflow_handle(workflow_id(SERVICE, OF_FOUNDER)).result()
        await _keep(environment, "needs-review", workflow_id(SERVICE, OF_FOUNDER))


async def _skipping() -> WorkflowEnvironment:
    return await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server"), data_converter=pydantic_data_converter
    )


async def _keep(environment: WorkflowEnvironment, name: str, workflow: str, run: str | None = None) -> None:
    path = HISTORIES / f"{name}-{RELEASE}.json"
    if not path.exists():
        history = await environment.client.get_workflow_handle(workflow, run_id=run).fetch_history()
        path.write_text(history.to_json() + "\n")


if __name__ == "__main__":
    asyncio.run(record())
