"""What a wait sees when it asks the store: only numbers and dates, computed by the domain from the newest state."""

from typing import Literal

from pydantic import BaseModel

from domain.decisions import advance
from domain.limits import next_outlook
from domain.occasion import Occasion
from domain.programme import Phase, Programme
from domain.prompts import next_prompt
from domain.readiness import minute_of, review_opens
from domain.waits import PACK, PROGRAMME, open_waits
from workflows.ring import Ring

Step = Literal["over", "record", "wait"]


class Wait(BaseModel, frozen=True):
    """What a workflow waits for: a programme, and which of its waits.

    `reviews` is how many quarterly reviews had been held when this run began.
    """

    programme: str
    about: str = PROGRAMME
    reviews: int = 0


class Look(BaseModel, frozen=True):
    """The state of a wait. `seconds` until the next thing to record; None when only a ring can change anything."""

    seen: Ring
    step: Step
    command_id: str = ""
    seconds: float | None = None
    why: str = ""
    reviews: int = 0


def look(programme: Programme, wait: Wait, occasion: Occasion) -> Look:
    """Look at one wait of a programme, at the occasion's moment."""
    seen = Ring(programme=programme.version, organisation=occasion.board.version, legacy=occasion.legacy.version)
    if wait.about not in open_waits(programme, occasion.legacy):
        return Look(seen=seen, step="over")
    if wait.about == PROGRAMME:
        return _whole(programme, seen, occasion)
    if wait.about == PACK:
        return Look(seen=seen, step="record", command_id=PACK, why="the legacy pack")
    due = next_prompt(programme, wait.about, occasion.at, occasion.legacy)
    if due is None:
        return Look(seen=seen, step="wait")
    why = f"{due.kind} {due.number}"
    if due.at <= occasion.at:
        return Look(seen=seen, step="record", command_id=due.command_id, why=why)
    return Look(seen=seen, step="wait", seconds=(due.at - occasion.at).total_seconds(), why=why)


def _whole(programme: Programme, seen: Ring, occasion: Occasion) -> Look:
    held = programme.reviews_held
    if programme.phase is not Phase.CLOSED and advance(programme, occasion):
        command_id = f"advance/{seen.programme}/{seen.organisation}"
        return Look(seen=seen, step="record", command_id=command_id, why="what is ready", reviews=held)
    coming = {
        "the next review": review_opens(programme),
        "the next forecast": next_outlook(programme, occasion.at, minute_of(programme)),
    }
    moments = {why: at for why, at in coming.items() if at is not None}
    if not moments:
        return Look(seen=seen, step="wait", reviews=held)
    why = min(moments, key=lambda each: moments[each])
    seconds = max((moments[why] - occasion.at).total_seconds(), 0.0)
    return Look(seen=seen, step="wait", seconds=seconds, why=why, reviews=held)
