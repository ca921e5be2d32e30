"""An installation with somebody who said what they need, and an invitation that ends, on a server of years."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime

from temporalio.testing import WorkflowEnvironment

from domain.access_needs import AccessNeeds
from service.assembly import Waymark, build
from service.bells import Bells, Call
from service.people import PersonCard
from service.privacy.needs import NeedsBook
from service.privacy.standing_waits import NEEDS, StandingWaits
from service.projector import rebuild
from service.settings import Settings
from service.sign_in.desk import desk_of
from service.worker import make_worker
from tests.workflows.test_reconcile import begin
from tests.workflows.years import FIRST_DAY, FOUNDER, MENTOR, WORKER
from workflows.catalogue import SERVICE

INVITATION = "retention/invitation"
OF_FOUNDER = f"{NEEDS}{FOUNDER.removeprefix('person:')}"


def populate(waymark: Waymark) -> None:
    """A founder who said what they need, a mentor who must meet it, and somebody who is not in the programme."""
    for person, name in ((MENTOR, "mia"), (WORKER, "will"), (FOUNDER, "fay")):
        waymark.people.add(PersonCard(name=name.title(), email=f"{name}@example.org", channel="email"), person)
    begin(waymark)
    rebuild(waymark.settings.database_url, waymark.store)
    NeedsBook(waymark.pool, waymark.clock).keep(FOUNDER, AccessNeeds(needs=frozenset({"bsl-interpreter"})))


def invite(waymark: Waymark) -> None:
    """Ask somebody in, which ends after 72 hours and is kept for 30 days more."""
    desk = desk_of(waymark)
    desk.accounts.add(WORKER)
    desk.invitations.keep(desk.invitations.drawn_up(WORKER, "will@example.org", "Will", None, MENTOR))


@asynccontextmanager
async def on_years(skipping: WorkflowEnvironment, settings: Settings) -> AsyncIterator[Waymark]:
    """The installation on a server on which years pass in seconds."""
    loop, began = asyncio.get_running_loop(), await skipping.get_current_time()

    def clock() -> datetime:
        return asyncio.run_coroutine_threadsafe(skipping.get_current_time(), loop).result() - began + FIRST_DAY

    with build(settings, clock=clock, pool_size=6) as made, ThreadPoolExecutor(8) as executor:
        async with make_worker(skipping.client, made, executor):
            await asyncio.to_thread(populate, made)
            yield made


async def ring(skipping: WorkflowEnvironment, waits: StandingWaits, about: str) -> None:
    """As the relay does."""
    newest = await asyncio.to_thread(lambda: waits.ring)
    await Bells(skipping.client).ring([Call(SERVICE, about, newest, open=True)])
