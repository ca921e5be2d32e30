"""The activities: how a workflow asks the store, and how it records. Safe to run twice."""

from datetime import timedelta
from typing import Protocol

from pydantic import BaseModel
from temporalio import activity, workflow
from temporalio.common import RetryPolicy

from workflows.look import Look, Wait

PATIENCE = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
)
"""The store may be away for hours; a wait outlasts that."""

ONE_TRY = timedelta(seconds=15)
"""Longer than the store's own patience (10 s). What a killed worker had begun is tried again after it."""


class Record(BaseModel, frozen=True):
    """What a wait asks to have recorded, under an id that is the same however often it asks."""

    wait: Wait
    command_id: str


class Programmes(Protocol):
    """The store as the workflows see it."""

    def look(self, wait: Wait) -> Look:
        """Look at a wait in the newest state."""
        ...

    def record(self, wait: Wait, command_id: str) -> bool:
        """Record what is due for a wait, through the front door. False when nothing was due any more."""
        ...


class Engine:
    """The activities, on one port."""

    def __init__(self, programmes: Programmes) -> None:
        self._programmes = programmes

    @activity.defn(name="look")
    def look(self, wait: Wait) -> Look:
        """Ask the store how things stand."""
        return self._programmes.look(wait)

    @activity.defn(name="record")
    def record(self, record: Record) -> bool:
        """Record what is due."""
        return self._programmes.record(record.wait, record.command_id)


async def ask_the_store(wait: Wait) -> Look:
    """How things stand now. A local activity: it only reads, and happens at every ring."""
    return await workflow.execute_local_activity_method(
        Engine.look, wait, start_to_close_timeout=ONE_TRY, retry_policy=PATIENCE, summary=wait.about or "programme"
    )


async def record_it(wait: Wait, look: Look) -> bool:
    """Record what the look found due."""
    return await workflow.execute_activity_method(
        Engine.record,
        Record(wait=wait, command_id=look.command_id),
        start_to_close_timeout=ONE_TRY,
        retry_policy=PATIENCE,
        summary=look.why,
    )
