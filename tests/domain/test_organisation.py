"""The board register: who sits, who votes, how many come from the constituency, today and on any past day."""

from datetime import timedelta

import pytest

from domain.milestone_commands import WaiveGate
from domain.organisation import Organisation
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember, SetThreshold, StandDown
from domain.organisation_events import BoardMemberAppointed, BoardTally, GoverningDocumentAdopted
from domain.passage import Sealed, Words
from domain.refusals import AlreadyDone, BoardShareTooLow, DayNotPossible, NotNow, UnknownPart
from tests.domain.people import BOARD, FOUNDER, STRANGER, WHY, person, seal
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme


def register(walk: Walk) -> Organisation:
    assert walk.organisation is not None
    return walk.organisation


def a_board_of(said: str) -> Walk:
    walk = a_running_programme()
    for member, each in zip(BOARD, said, strict=False):
        walk.ask(AppointBoardMember(person=member, from_constituency=each == "y"))
    return walk


def sealed(walk: Walk, *, erased: bool = False) -> Walk:
    """The same register, with what people said about themselves sealed as the store keeps it, or erased."""
    seats = {}
    for who, seat in register(walk).seats.items():
        words = seat.constituency
        assert isinstance(words, Words)
        kept = Sealed(s=who, kid="gone", c="[erased]") if erased else seal(words)
        seats[who] = seat.model_copy(update={"constituency": kept})
    walk.organisation = register(walk).model_copy(update={"seats": seats})
    return walk


def test_a_seat_says_who_and_what_they_said_about_themselves_is_sealed_under_them() -> None:
    (fact,) = a_running_programme().ask(AppointBoardMember(person=STRANGER, office="chair", from_constituency=True))
    assert isinstance(fact, BoardMemberAppointed)
    assert fact.constituency == Words(about=STRANGER, text="yes")
    assert fact.tally == BoardTally(voting=1, from_constituency=1)


def test_a_person_has_one_seat() -> None:
    with pytest.raises(AlreadyDone):
        a_board_of("y").ask(AppointBoardMember(person=BOARD[0], from_constituency=False))


def test_who_is_not_on_the_register_cannot_stand_down() -> None:
    with pytest.raises(UnknownPart):
        a_board_of("y").ask(StandDown(person=STRANGER))


def test_standing_down_takes_the_vote_and_the_share_along() -> None:
    walk = sealed(a_board_of("yyyn"))
    walk.ask(StandDown(person=BOARD[0]))
    walk.ask(StandDown(person=BOARD[3]))
    assert (walk.board.voting, walk.board.from_constituency) == (2, 2)


def test_when_what_was_said_is_erased_somebody_says_whether_the_seat_counted() -> None:
    walk = sealed(a_board_of("yyyn"), erased=True)
    with pytest.raises(UnknownPart, match="was erased"):
        walk.ask(StandDown(person=BOARD[0]))
    walk.ask(StandDown(person=BOARD[0], from_constituency=True))
    assert (walk.board.voting, walk.board.from_constituency) == (3, 2)


@pytest.mark.parametrize(("board", "said"), [("nnn", True), ("y", False)])
def test_what_is_said_of_an_erased_seat_must_fit_the_register(board: str, said: bool) -> None:  # noqa: FBT001 - a case
    walk = sealed(a_board_of(board), erased=True)
    with pytest.raises(UnknownPart, match="cannot be"):
        walk.ask(StandDown(person=BOARD[0], from_constituency=said))


def test_what_the_person_said_wins_over_what_others_say() -> None:
    walk = sealed(a_board_of("yyyn"))
    walk.ask(StandDown(person=BOARD[3], from_constituency=True))
    assert walk.board.from_constituency == 3


def test_who_has_no_vote_is_on_the_register_and_does_not_count() -> None:
    walk = a_board_of("y")
    walk.ask(AppointBoardMember(person=STRANGER, voting=False, from_constituency=True))
    assert (walk.board.voting, walk.board.from_constituency) == (1, 1)
    assert STRANGER in walk.board.members
    walk.ask(StandDown(person=STRANGER))
    assert (walk.board.voting, walk.board.from_constituency) == (1, 1)


@pytest.mark.parametrize(
    ("said", "meets", "majority"),
    [("yyyn", True, True), ("yyn", False, True), ("yn", False, False), ("", False, False), ("yyyy", True, True)],
)
def test_the_plain_majority_stands_beside_the_share(said: str, meets: bool, majority: bool) -> None:  # noqa: FBT001
    board = a_board_of(said).board
    assert (board.meets_threshold, board.has_majority) == (meets, majority)


def test_the_share_is_75_until_the_group_sets_another_once() -> None:
    walk = a_board_of("yn")
    assert walk.board.threshold == 75
    walk.ask(SetThreshold(threshold=50, reason=WHY))
    assert walk.board.meets_threshold
    with pytest.raises(AlreadyDone):
        walk.ask(SetThreshold(threshold=50, reason=WHY))


def test_the_board_of_any_past_day_is_known_also_when_it_was_written_down_late() -> None:
    walk = a_board_of("yn").wait(weeks=10)
    walk.ask(AppointBoardMember(person=BOARD[2], from_constituency=True, occurred_on=FIRST_DAY + timedelta(weeks=4)))
    walk.ask(StandDown(person=BOARD[1], occurred_on=FIRST_DAY + timedelta(weeks=6)))
    tallies = [register(walk).tally_on(FIRST_DAY + timedelta(weeks=w)) for w in (-1, 0, 4, 6, 10)]
    assert [(t.voting, t.from_constituency) for t in tallies] == [(0, 0), (2, 1), (3, 2), (2, 2), (2, 2)]


def test_the_share_asked_for_on_any_past_day_is_known() -> None:
    walk = a_board_of("yyyn").wait(weeks=4)
    walk.ask(SetThreshold(threshold=60, reason=WHY))
    days = [register(walk).threshold_on(FIRST_DAY + timedelta(weeks=w)) for w in (0, 3, 4, 9)]
    assert days == [75, 75, 60, 60]


def test_nobody_leaves_before_they_came_or_comes_back_before_they_left() -> None:
    walk = a_board_of("yy").wait(weeks=4)
    with pytest.raises(DayNotPossible, match="joined the board on 02 March 2026"):
        walk.ask(StandDown(person=BOARD[0], occurred_on=FIRST_DAY - timedelta(days=1)))
    walk.ask(StandDown(person=BOARD[0]))
    with pytest.raises(DayNotPossible, match="stood down on 30 March 2026"):
        walk.ask(AppointBoardMember(person=BOARD[0], from_constituency=True, occurred_on=FIRST_DAY))
    walk.ask(AppointBoardMember(person=BOARD[0], from_constituency=True))


def test_the_register_knows_no_day_still_to_come() -> None:
    with pytest.raises(DayNotPossible):
        a_board_of("y").ask(StandDown(person=BOARD[0], occurred_on=FIRST_DAY + timedelta(days=1)))


def test_adopting_hands_over_to_the_board() -> None:
    walk = a_board_of("yyyn")
    (fact,) = walk.ask(AdoptGoverningDocument())
    assert fact == GoverningDocumentAdopted(tally=BoardTally(voting=4, from_constituency=3), threshold=75, waived=False)
    assert walk.board.adopted_on == FIRST_DAY
    with pytest.raises(AlreadyDone):
        walk.ask(AdoptGoverningDocument(), BOARD[0])


def test_a_board_under_the_share_cannot_adopt() -> None:
    with pytest.raises(BoardShareTooLow, match="2 of 4 voting members"):
        a_board_of("yynn").ask(AdoptGoverningDocument())


def test_with_the_gate_waived_it_can_and_that_is_recorded() -> None:
    walk = a_board_of("yynn")
    walk.ask(WaiveGate(milestone="GOV-02", gate="votes", reason=WHY))
    (fact,) = walk.ask(AdoptGoverningDocument())
    assert isinstance(fact, GoverningDocumentAdopted)
    assert fact.waived


def test_a_board_of_nobody_never_takes_over() -> None:
    walk = a_running_programme()
    walk.ask(WaiveGate(milestone="GOV-02", gate="votes", reason=WHY))
    with pytest.raises(NotNow, match="Appoint the board first"):
        walk.ask(AdoptGoverningDocument())


def test_an_adoption_written_down_late_is_judged_by_the_board_of_its_day() -> None:
    walk = a_board_of("ynn").wait(weeks=4)
    for n in range(6):
        walk.ask(AppointBoardMember(person=person(f"later {n}"), from_constituency=True))
    with pytest.raises(BoardShareTooLow, match="1 of 3"):
        walk.ask(AdoptGoverningDocument(occurred_on=FIRST_DAY), FOUNDER)
    walk.ask(AdoptGoverningDocument(), FOUNDER)
