"""What a reader is shown of a wait and of a history: what is hidden leaves no trace."""

from datetime import date
from typing import get_args

import pytest

from domain.board_privacy import NAMES_THE_TALLY
from domain.field_groups import GROUPS, SHOWN_AT_FIRST, FieldGroup
from projections.agenda_waits import Kind, Wait
from projections.seeing import EVERYTHING, OF_WAIT, Seeing

FUNDER = Seeing(SHOWN_AT_FIRST, exact_tally=False, roles=frozenset({"funder"}))


def a_wait(kind: Kind = "milestone", **more: object) -> Wait:
    given: dict[str, object] = {"key": "ENG-01", "title": "Meet", "roles": ("worker",)}
    return Wait("programme:x", "Our Own Voice", kind, **(given | more))  # type: ignore[arg-type]


def test_every_kind_of_wait_belongs_to_a_group() -> None:
    assert set(OF_WAIT) == set(get_args(Kind))


def test_what_is_held_up_looks_like_all_the_rest_to_those_who_are_not_shown_it() -> None:
    held_up = a_wait(blocked_kind="money", blocked_since=date(2026, 3, 2))
    assert FUNDER.of_wait(held_up) == a_wait()
    assert EVERYTHING.of_wait(held_up) == held_up


@pytest.mark.parametrize("kind", ["review", "duty", "question"])
def test_what_is_hidden_does_not_wait_for_anybody(kind: Kind) -> None:
    assert FUNDER.of_wait(a_wait(kind)) is None


def test_what_waits_for_the_reader_they_see_in_any_case() -> None:
    assert FUNDER.of_wait(a_wait("duty", roles=("funder",))) is not None


def test_a_share_that_falls_short_is_not_told_to_those_who_could_reckon_who_left() -> None:
    duties = Seeing(frozenset(GROUPS), exact_tally=False, roles=frozenset({"worker"}))
    assert duties.of_wait(a_wait("duty", key="board-share-1")) is None
    assert duties.of_wait(a_wait("duty", key="annual-return-1")) is not None
    assert not duties.is_told("programme.duty-opened.v1", {"duty": "board-share-1", "kind": "board-share"})
    assert not duties.is_told("programme.prompted.v1", {"about": "duty/board-share-1", "kind": "due"})
    assert duties.is_told("programme.prompted.v1", {"about": "duty/annual-return-1", "kind": "due"})


@pytest.mark.parametrize("group", [each for each in GROUPS if each not in SHOWN_AT_FIRST])
def test_a_history_is_searched_only_for_what_the_reader_sees(group: FieldGroup) -> None:
    topics = FUNDER.topics
    assert topics is not None
    assert not topics & (Seeing(frozenset({group})).topics or frozenset())


def test_notes_of_mentoring_are_conversations_whatever_else_is_shown() -> None:
    generous = Seeing(SHOWN_AT_FIRST | {"words", "mentoring"}, exact_tally=False)
    assert generous.sees("programme.mentoring-session-held.v1")
    assert not generous.reads_words("programme.mentoring-session-held.v1")
    assert generous.reads_words("programme.milestone-returned.v1")


@pytest.mark.parametrize("topic", sorted(NAMES_THE_TALLY))
def test_a_stored_tally_is_held_only_by_those_who_may_know_it(topic: str) -> None:
    told = Seeing(frozenset(GROUPS), exact_tally=False)
    assert told.is_told(topic, {})
    assert not told.holds(topic, {})
    assert EVERYTHING.holds(topic, {})
