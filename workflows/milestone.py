"""One open milestone: reminders before it is due and after; the mentor hears when it stays late or blocked."""

from temporalio import workflow

from workflows.attendance import attend
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="milestone")
class Milestone:
    """One open milestone: reminders before it is due and after; the mentor hears when it stays late or blocked.

    Ends when the milestone is accepted or set aside.
    """

    @workflow.init
    def __init__(self, wait: Wait) -> None:
        del wait  # a ring may come before the first look
        self._bell = Bell()

    @workflow.run
    async def run(self, wait: Wait) -> None:
        """Wait, for years if need be."""
        await attend(wait, self._bell)

    @workflow.signal(name=RING)
    def ring(self, ring: Ring) -> None:
        """Something happened."""
        self._bell.ring(ring)
