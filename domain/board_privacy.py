"""What may be said about a board without saying who on it comes from the constituency (ops/decisions/0007).

The flag of each person is sealed, the tally is not; and whoever sees the tally before and after one person joins knows
that person's flag. So those who neither sit on the board, nor found the group, nor mentor it see no number: only
whether the share is met, and that by the register as it was when the last three seats with a vote had changed.
"""

from collections.abc import Mapping

from domain.occasion import BoardReading
from domain.organisation import Organisation
from domain.readiness import SHARE_DUTY

TOGETHER = 3
"""So many seats change before others learn whether the share is met: then it could be due to any of them."""

NAMES_THE_TALLY: frozenset[str] = frozenset(
    {
        "organisation.board-member-appointed.v1",
        "organisation.board-member-stood-down.v1",
        "organisation.governing-document-adopted.v1",
    }
)
"""Events whose stored form has the tally in it. Others get only their hash, as proof that they are there."""


def for_others(register: Organisation | None) -> BoardReading:
    """The register as those see it who must not learn anybody's flag. Of its numbers only `voting` may be shown.

    In the order in which seats were recorded: what is recorded late then changes nothing that was said before.
    """
    register = register or Organisation()
    now = register.reading()
    with_a_vote = [change for change in register.changes if change[1]]
    said = with_a_vote[: len(with_a_vote) // TOGETHER * TOGETHER]
    return now.model_copy(
        update={"voting": sum(each[1] for each in said), "from_constituency": sum(each[2] for each in said)}
    )


def tells_of_the_share(data: Mapping[str, object]) -> bool:
    """Whether an event is about the board's share falling short, which happens the day somebody joins or leaves.

    `data` is an event's own part, stored or dumped: the duty that opens, is met or moved, and what is said about it.
    """
    named = str(data.get("duty", "")), str(data.get("about", "")).removeprefix("duty/")
    return data.get("kind") == SHARE_DUTY or any(each.startswith(f"{SHARE_DUTY}-") for each in named)
