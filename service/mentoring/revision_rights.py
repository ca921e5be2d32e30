"""Who may change the plan: those who decide, and whoever writes down what their meeting decided."""

from dataclasses import replace

from domain.access import authorize
from domain.milestone_commands import RevisePlan
from domain.programme import Phase
from domain.programme_commands import MeetingNote
from service.visibility import Sight


def may_adopt(sight: Sight, *, meeting: bool) -> bool:
    """Whether this reader may give the command, alone or for a meeting."""
    resource = replace(sight.resource, meeting=meeting_today(sight)) if meeting else sight.resource
    return authorize(sight.actor, RevisePlan, resource).allowed


def may_revise(sight: Sight) -> bool:
    """Whether there is any way for this reader to change the plan now."""
    programme = sight.group.programme
    if programme is None or programme.phase is Phase.CLOSED:
        return False
    return may_adopt(sight, meeting=False) or may_adopt(sight, meeting=True)


def meeting_today(sight: Sight) -> MeetingNote:
    """A meeting of those who decide now: whether somebody may write one down does not hang on what it says."""
    body = "founding group" if sight.resource.adopted_on is None else "board"
    return MeetingNote(body=body, held_on=sight.resource.today, present=1, votes_for=1, minute="…")  # type: ignore[arg-type] # one of its literals
