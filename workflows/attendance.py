"""What every wait for a person does: look, record what is due, and wait for a ring or the next date."""

from temporalio import workflow

from workflows.engine import ask_the_store, record_it
from workflows.look import Wait
from workflows.ring import Bell

A_WHILE = 3600.0
"""Seconds until the next look, when something seemed due and was not: never a busy loop."""


async def attend(wait: Wait, bell: Bell) -> None:
    """Keep a wait until it is over. Its history stays short: it starts anew when the server suggests so."""
    while True:
        look = await ask_the_store(wait)
        bell.looked(look.seen)
        match look.step:
            case "over":
                return
            case "record":
                if not await record_it(wait, look):
                    await bell.wait(A_WHILE, look.why)
            case "wait":
                await bell.wait(look.seconds, look.why)
        if workflow.info().is_continue_as_new_suggested():
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(wait)
