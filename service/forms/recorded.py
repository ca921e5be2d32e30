"""After a form: the page it came from says what was recorded, and waits a moment until it can show it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated

from fastapi import Query

from service.api_positions import Readings
from service.api_refusals import NotRead
from service.forms.catalogue import FORMS
from service.language.language import N_

Done = Annotated[str, Query(max_length=50)]
_Position = Annotated[int | None, Query(ge=0, le=2**62)]


KEPT = "kept"
_BESIDE = {
    KEPT: N_("What you typed is kept for 30 days. It has not been sent. You find it in My tasks."),
    "add-evidence": N_("It is added. You find it at the end of this page."),
    "start-programme": N_("The programme has begun. Next, the group looks at the plan and agrees it."),
    "revise-plan": N_("The plan is changed."),
}
"""What pages of their own recorded."""


def said(done: str) -> str:
    """What was recorded, in words. Nothing for whatever is no form of ours."""
    words = FORMS.get(done)
    return words.done if words else _BESIDE.get(done, "")


def caught_up(readings: Readings, *projections: str) -> Callable[[int | None], Awaitable[None]]:
    """A dependency that waits until these views show what was recorded at `at`, for some seconds at most."""

    async def wait(at: _Position = None) -> None:
        # It is recorded whatever happens here, so a page that lags behind is shown as it is.
        with suppress(NotRead):
            for projection in projections:
                await readings.reach(projection, at)

    return wait
