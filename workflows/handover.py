"""The end of a programme: the mentor's leaving, and a year later the question whether the group still runs."""

from temporalio import workflow

from workflows.attendance import attend
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="handover")
class Handover:
    """The end of a programme: the mentor's leaving, and a year later the question whether the group still runs.

    Ends when that is answered.
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
