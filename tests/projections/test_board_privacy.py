"""What the history says of the board tells nobody who comes from the constituency."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from domain.event import Meta, Recorded
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown, BoardTally, OrganisationEvent
from domain.passage import Words
from projections.history_sentences import sentence
from projections.telling import Teller

PERSON = "person:00000000-0000-4000-8000-000000000009"


def recorded(fact: OrganisationEvent) -> Recorded[OrganisationEvent]:
    meta = Meta(
        id=uuid4(),
        ledger="programme:x",
        actor=PERSON,
        role="board",
        recorded_at=datetime(2026, 1, 5, tzinfo=UTC),
        occurred_on=date(2026, 1, 5),
        command_id="c",
    )
    return Recorded(stream="organisation:x", version=1, meta=meta, fact=fact)


@pytest.mark.parametrize("counts", [True, False])
def test_who_joins_or_leaves_the_board_is_told_in_the_same_words_wherever_they_come_from(counts: bool) -> None:  # noqa: FBT001 - the two cases
    teller = Teller(names={PERSON: "Ann Board"}, milestones={}, gates={}, duties={})
    tally = BoardTally(voting=4, from_constituency=3 + counts)
    words = Words(about=PERSON, text="yes" if counts else "no")
    joined = BoardMemberAppointed(person=PERSON, office="member", voting=True, constituency=words, tally=tally)
    left = BoardMemberStoodDown(person=PERSON, tally=tally)

    assert sentence(recorded(joined), teller) == (
        "Ann Board joined the board as member. The board now has 4 voting members."
    )
    assert sentence(recorded(left), teller) == "Ann Board left the board. The board now has 4 voting members."
