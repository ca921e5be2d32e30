"""One programme, for two to three years: opens what has become ready, and calls the quarterly reviews."""

from temporalio import workflow

from workflows.attendance import A_WHILE
from workflows.engine import ask_the_store, record_it
from workflows.look import Look, Wait
from workflows.ring import RING, Bell, Ring


@workflow.defn(name="programme")
class Programme:
    """Opens milestones as they become ready, and calls each quarter's review, until the programme is closed.

    Starts its history anew at every review, so that an old build of this code lives for a quarter at most.
    """

    @workflow.init
    def __init__(self, wait: Wait) -> None:
        del wait  # a ring may come before the first look
        self._bell = Bell()

    @workflow.run
    async def run(self, wait: Wait) -> None:
        """Wait for what changes what is ready, or for the next review."""
        while True:
            look = await ask_the_store(wait)
            self._bell.looked(look.seen)
            match look.step:
                case "over":
                    return
                case "record":
                    if not await record_it(wait, look):
                        await self._bell.wait(A_WHILE, look.why)
                case "wait":
                    await self._begin_anew_after_a_review(wait, look)
                    await self._bell.wait(look.seconds, look.why)

    @workflow.signal(name=RING)
    def ring(self, ring: Ring) -> None:
        """Something happened."""
        self._bell.ring(ring)

    async def _begin_anew_after_a_review(self, wait: Wait, look: Look) -> None:
        if look.reviews > wait.reviews or workflow.info().is_continue_as_new_suggested():
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(wait.model_copy(update={"reviews": look.reviews}))
