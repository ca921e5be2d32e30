"""Real Temporal servers, and a programme in a real store whose waits run on them."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from service.assembly import Waymark, build
from service.settings import Settings

PROGRAMS = Path(sys.executable).parent


@pytest_asyncio.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server on which years pass in seconds."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server"), data_converter=pydantic_data_converter
    ) as environment:
        yield environment


@pytest_asyncio.fixture
async def dev() -> AsyncIterator[WorkflowEnvironment]:
    """The full server, in real time."""
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(PROGRAMS / "temporal"), data_converter=pydantic_data_converter
    ) as environment:
        yield environment


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings, pool_size=6) as made:
        yield made
