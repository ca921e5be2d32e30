"""The rules say the same as their Cedar copy, whoever asks for whatever: Hypothesis draws, both answer."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.access import authorize, visible_programmes
from domain.asking import ADMINISTRATION, READINGS, Action, Actor, Resource
from domain.authority import TABLE
from domain.event import ENGINE
from domain.field_groups import GROUPS
from domain.grants import Grant, Term
from domain.presence import Presence
from domain.programme_commands import MeetingNote
from domain.roles import APPOINTED, READERS, Role
from tests.domain import cedar
from tests.domain.people import COMMISSIONER, FOUNDER, MENTOR, meeting

ACTIONS: tuple[Action, ...] = (*TABLE, *READINGS, *ADMINISTRATION)
TODAY = date(2026, 3, 2)
PROGRAMMES = ("programme:a", "programme:b")
PEOPLE = (MENTOR, FOUNDER, COMMISSIONER)
DAYS = st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
FLAGS = st.booleans()
ROLES = (*sorted(APPOINTED), Role.OPERATOR, Role.OPERATOR, Role.FUNDER)

USUAL = tuple(Presence(operator=operator, second_factor=two) for operator in (False, True) for two in (True, False))
"""How most people come. Were everything drawn evenly, almost every answer would be no."""

presences = st.sampled_from(USUAL) | st.builds(
    Presence,
    operator=FLAGS,
    second_factor=FLAGS,
    scopes=st.none() | st.frozensets(st.sampled_from(("read", "write"))),
    programmes=st.none() | st.frozensets(st.sampled_from(PROGRAMMES)),
)
grants = st.builds(
    Grant,
    programme=st.sampled_from(PROGRAMMES),
    role=st.sampled_from(ROLES),
    term=st.just(Term()) | st.builds(Term, starts_on=DAYS, ends_on=DAYS),
)


def a_few(most: int) -> st.SearchStrategy[list[Grant]]:
    return st.lists(grants, min_size=1, max_size=most, unique_by=lambda grant: (grant.programme, grant.role))


actors = st.builds(
    Actor,
    person=st.sampled_from((*PEOPLE, *PEOPLE, ENGINE, None)),
    presence=presences,
    grants=st.integers(1, 6).flatmap(a_few).map(tuple),
)
meetings: st.SearchStrategy[MeetingNote] = st.builds(
    meeting,
    st.integers(-4, 4).map(lambda days: TODAY + timedelta(days=days)),
    st.sampled_from(("founding group", "board", "members")),
)
resources = st.builds(
    Resource,
    today=st.just(TODAY),
    programme=st.sampled_from((*PROGRAMMES, PROGRAMMES[0], None)),
    adopted_on=st.none() | st.integers(-3, 0).map(lambda days: TODAY + timedelta(days=days)),
    sharing=st.none()
    | st.just({(role, group): True for role in READERS for group in GROUPS})
    | st.dictionaries(st.tuples(st.sampled_from(sorted(READERS)), st.sampled_from(GROUPS)), FLAGS, max_size=30),
    group=st.none() | st.sampled_from(GROUPS),
    who=st.lists(st.sampled_from(("worker", "commissioner", "funder")), max_size=3, unique=True).map(tuple),
    worked_by=st.frozensets(st.none() | st.sampled_from(PEOPLE), max_size=2),
    meeting=st.none() | st.none() | meetings,
    coordinator=st.none() | st.sampled_from(PEOPLE),
    owner=st.none() | st.sampled_from(PEOPLE),
    audience=st.none() | st.sampled_from(("everybody", "waymark", "programme")),
    subject=st.none() | st.sampled_from(PEOPLE),
    subject_in=st.frozensets(st.sampled_from(PROGRAMMES)),
)


def test_the_copy_knows_every_action_and_no_other() -> None:
    assert {command.NAME for command in TABLE} == cedar.COMMANDS
    assert {*READINGS, *ADMINISTRATION} == cedar.OTHERS


def test_the_rules_and_their_copy_agree_whoever_asks_for_whatever(capsys: pytest.CaptureFixture[str]) -> None:
    tried: Counter[bool] = Counter()

    @settings(max_examples=300, deadline=None)
    @given(actors, resources)
    def agree(actor: Actor, resource: Resource) -> None:
        asked = [(action, resource) for action in ACTIONS]
        asked += [("read-history", replace(resource, group=group)) for group in GROUPS]
        said = [authorize(actor, *each) for each in asked]
        copied = cedar.allowed(actor, asked)
        differ = [
            (cedar.name_of(action), about.group, decision.reason, other)
            for (action, about), decision, other in zip(asked, said, copied, strict=True)
            if decision.allowed is not other
        ]
        assert differ == []
        assert all(decision.reason for decision in said)
        tried.update(decision.allowed for decision in said)

    agree()
    with capsys.disabled():
        print(f"\naccess: {tried.total():,} questions, {tried[True]:,} allowed, both always said the same")  # noqa: T201 - the count is shown
    assert tried[True] > 100
    assert tried[False] > 1000


@settings(max_examples=100, deadline=None)
@given(actors)
def test_what_is_visible_is_what_may_be_read(actor: Actor) -> None:
    read = {
        each
        for each in PROGRAMMES
        if cedar.allowed(actor, [("read-progress", Resource(TODAY, programme=each))]) == [True]
    }
    assert visible_programmes(actor, TODAY) == read
