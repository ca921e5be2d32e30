"""One duty: what must be done by a date, such as a policy review, a lease end, or a board short of its share."""

from temporalio import workflow

from workflows.attendance import attend
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="duty")
class Duty:
    """One duty: what must be done by a date, such as a policy review, a lease end, or a board short of its share.

    Ends when the duty is met; a recurring duty then has a new wait of its own.
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
