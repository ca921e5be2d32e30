"""A workflow whose author did not think of the programmes in flight. A replay must find it out."""

from temporalio import workflow

from workflows.engine import ask_the_store, record_it
from workflows.look import Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="milestone")
class ImpatientMilestone:
    """The milestone's workflow, changed by somebody who did not think of the programmes in flight."""

    @workflow.init
    def __init__(self, wait: Wait) -> None:
        del wait
        self._bell = Bell()

    @workflow.run
    async def run(self, wait: Wait) -> None:
        while True:
            look = await ask_the_store(wait)
            await record_it(wait, look)
            if look.step == "over":
                return

    @workflow.signal(name=RING)
    def ring(self, ring: Ring) -> None:
        self._bell.ring(ring)
