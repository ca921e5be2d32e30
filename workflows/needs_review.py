"""One person who said what they need: after a year those who must meet it are told to ask about it again."""

from temporalio import workflow

from workflows.attendance import attend
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="needs-review")
class NeedsReview:
    """One person who said what they need: after a year those who must meet it are told to ask about it again.

    Ends when nothing is kept about the person any more. Only their id is in it: no need, and no name.
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
