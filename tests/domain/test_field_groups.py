"""Every kind of event can be shown or hidden, and some things are never shown to those who only read."""

from typing import get_args

import pytest

from domain.field_groups import (
    ALWAYS_SHOWN,
    GROUPS,
    MEANINGS,
    NEVER_SHOWN,
    NOBODY_READS,
    SHOWN_AT_FIRST,
    FieldGroup,
    Sharing,
    group_of,
    is_shown,
    seen_by,
    topics_of,
)
from domain.learning_events import LearningEvent
from domain.resource_events import ResourceEvent
from domain.roles import READERS, Role
from service.facts import FACTS

TOPICS = sorted({fact.TOPIC for fact in (*FACTS, *get_args(LearningEvent), *get_args(ResourceEvent))})
EVERYTHING: Sharing = {(role, group): True for role in READERS for group in GROUPS}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_kind_of_event_is_in_one_group(topic: str) -> None:
    assert [group for group in GROUPS if topic in topics_of([group])] == [group_of(topic)]


def test_every_group_is_said_in_plain_words() -> None:
    assert set(MEANINGS) == set(GROUPS)


@pytest.mark.parametrize("role", sorted(READERS))
def test_readers_see_facts_of_milestones_and_nothing_that_reads_as_blame(role: Role) -> None:
    assert seen_by([role], {}) == SHOWN_AT_FIRST
    assert not {"reminders", "blocked", "words", "mentoring", "duties", "board"} & seen_by([role], {})


@pytest.mark.parametrize("group", sorted(NEVER_SHOWN))
def test_nobody_can_decide_to_show_readers_what_is_about_people(group: FieldGroup) -> None:
    assert not seen_by(READERS, EVERYTHING) & {group}


def test_a_decision_shows_and_hides_for_one_role_only() -> None:
    decided: Sharing = {(Role.FUNDER, "blocked"): True, (Role.FUNDER, "plan"): False}
    assert seen_by([Role.FUNDER], decided) == (SHOWN_AT_FIRST | {"blocked"}) - {"plan"}
    assert seen_by([Role.COMMISSIONER], decided) == SHOWN_AT_FIRST


def test_whoever_is_let_in_sees_that_there_is_a_programme() -> None:
    assert is_shown(Role.FUNDER, "programme", {(Role.FUNDER, "programme"): False})
    assert ALWAYS_SHOWN <= SHOWN_AT_FIRST


@pytest.mark.parametrize("role", [Role.FOUNDER, Role.BOARD, Role.MENTOR, Role.WORKER])
def test_those_who_work_there_see_all_but_who_comes_from_the_constituency(role: Role) -> None:
    assert seen_by([role], {}) | {"access-needs"} == set(GROUPS) - NOBODY_READS


def test_only_those_who_help_see_what_people_need() -> None:
    assert {role for role in Role if is_shown(role, "access-needs", EVERYTHING)} == {Role.MENTOR, Role.WORKER}


def test_somebody_without_a_role_sees_nothing() -> None:
    assert seen_by([], EVERYTHING) == set()
    assert seen_by([Role.ENGINE], EVERYTHING) == set()
