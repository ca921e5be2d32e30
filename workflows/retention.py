"""One class of what is kept for a while: when the day comes on which something of it is too old, it is taken away."""

from temporalio import workflow

from workflows.attendance import attend
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="retention")
class Retention:
    """One class of what is kept for a while: when the day comes on which something of it is too old, it is taken away.

    Never ends. It looks at least once a day: what is kept is no event, so that nobody rings for it.
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
