"""The group decides what funders and commissioners see; an operator looks in only when a second one agrees."""

from datetime import timedelta

import pytest

from domain.access import authorise, authorize, grants_of, visible_groups
from domain.asking import NEEDS_SECOND_FACTOR, NO_READING, OPERATORS_ONLY, Actor, Resource
from domain.field_groups import NEVER_SHOWN, FieldGroup
from domain.milestone_commands import Accept
from domain.presence import SIGNED_IN, Presence
from domain.programme_commands import Appoint, CloseProgramme
from domain.refusals import AlreadyDone, NotAllowed, NotNow, OwnWork, UnknownPart
from domain.roles import Role
from domain.sharing import decide_sharing
from domain.sharing_commands import ApproveBreakGlass, CloseBreakGlass, DecideSharing, RequestBreakGlass
from domain.sharing_events import BreakGlassOpened
from tests.domain.people import COMMISSIONER, FOUNDER, FUNDER, MENTOR, STRANGER, WHY, WORKER, person
from tests.domain.programmes import Walk, a_running_programme, a_submitted_milestone

OPERATOR, SECOND, THIRD = person("operator"), person("second operator"), person("third operator")
STRONG = Presence(operator=True, second_factor=True)


def sees(walk: Walk, who: str, presence: Presence = SIGNED_IN) -> frozenset[FieldGroup]:
    actor = Actor(who, presence, grants_of(who, walk.programme, walk.board, walk.at))
    resource = Resource(walk.today, programme=walk.programme.id, sharing=walk.programme.sharing)
    return visible_groups(actor, resource)


def decide(group: FieldGroup, shown: bool, role: Role = Role.FUNDER) -> DecideSharing:  # noqa: FBT001 - shown or not
    return DecideSharing.model_validate({"role": role, "group": group, "shown": shown, "reason": WHY})


def test_what_the_group_shows_is_seen_until_it_is_withdrawn() -> None:
    walk = a_running_programme()
    assert "blocked" not in sees(walk, FUNDER)
    walk.ask(decide("blocked", shown=True))
    assert "blocked" in sees(walk, FUNDER)
    assert "blocked" not in sees(walk, COMMISSIONER)
    walk.ask(decide("blocked", shown=False))
    assert "blocked" not in sees(walk, FUNDER)


def test_what_is_seen_at_first_can_be_hidden() -> None:
    walk = a_running_programme()
    walk.ask(decide("evidence", shown=False))
    assert "evidence" not in sees(walk, FUNDER)


@pytest.mark.parametrize("group", sorted(NEVER_SHOWN))
def test_what_is_about_people_is_never_shown_and_says_so(group: FieldGroup) -> None:
    with pytest.raises(NotAllowed, match="never shows funders and commissioners"):
        a_running_programme().ask(decide(group, shown=True))


def test_that_there_is_a_programme_cannot_be_hidden_from_those_let_in() -> None:
    with pytest.raises(NotNow, match="end their appointment"):
        a_running_programme().ask(decide("programme", shown=False))


def test_what_is_so_already_is_not_decided_again() -> None:
    with pytest.raises(AlreadyDone):
        a_running_programme().ask(decide("plan", shown=True))


@pytest.mark.parametrize("who", [MENTOR, WORKER, FUNDER, COMMISSIONER, STRANGER])
def test_only_those_who_decide_decide_what_is_shown(who: str) -> None:
    with pytest.raises(NotAllowed):
        a_running_programme().ask(decide("blocked", shown=True), who)


def test_sharing_is_still_decided_after_the_end() -> None:
    walk = a_running_programme()
    walk.ask(CloseProgramme(ending="stopped-early", reason=WHY))
    walk.ask(decide("evidence", shown=False))
    assert "evidence" not in sees(walk, FUNDER)


def ask(walk: Walk, command: RequestBreakGlass | ApproveBreakGlass | CloseBreakGlass, by: str) -> list[object]:
    """As an operator with a second factor."""
    occasion = walk.occasion(by, presence=STRONG)
    role = authorise(walk.programme, command, occasion)
    assert role is Role.OPERATOR
    facts = list(decide_sharing(walk.programme, command, occasion))
    walk.given(*facts, by=by)
    return list(facts)


def let_in(walk: Walk) -> Walk:
    ask(walk, RequestBreakGlass(reason=WHY), OPERATOR)
    ask(walk, ApproveBreakGlass(request=1), SECOND)
    return walk


def test_an_operator_reads_nothing_and_is_told_how_to_be_let_in() -> None:
    walk = a_running_programme()
    assert not sees(walk, OPERATOR, STRONG)
    decision = authorize(Actor(OPERATOR, STRONG), "read-progress", Resource(walk.today, programme=walk.programme.id))
    assert decision.reason == NO_READING


def test_two_operators_let_one_of_them_in_for_a_day() -> None:
    walk = let_in(a_running_programme())
    assert "conversations" in sees(walk, OPERATOR, STRONG)
    assert not sees(walk, SECOND, STRONG)
    walk.at += timedelta(hours=23, minutes=59)
    assert sees(walk, OPERATOR, STRONG)
    walk.at += timedelta(minutes=1)
    assert not sees(walk, OPERATOR, STRONG)


def test_a_request_alone_opens_nothing_and_lapses() -> None:
    walk = a_running_programme()
    ask(walk, RequestBreakGlass(reason=WHY), OPERATOR)
    assert not sees(walk, OPERATOR, STRONG)
    walk.at += timedelta(hours=24)
    with pytest.raises(NotNow):
        ask(walk, ApproveBreakGlass(request=1), SECOND)


def test_nobody_lets_themselves_in() -> None:
    walk = a_running_programme()
    ask(walk, RequestBreakGlass(reason=WHY), OPERATOR)
    with pytest.raises(OwnWork):
        ask(walk, ApproveBreakGlass(request=1), OPERATOR)


def test_what_was_agreed_to_is_not_made_longer_by_agreeing_again() -> None:
    walk = let_in(a_running_programme())
    with pytest.raises(AlreadyDone):
        ask(walk, ApproveBreakGlass(request=1), THIRD)
    with pytest.raises(AlreadyDone):
        ask(walk, RequestBreakGlass(reason=WHY), OPERATOR)
    with pytest.raises(UnknownPart):
        ask(walk, ApproveBreakGlass(request=2), SECOND)


def test_the_group_can_end_a_look_at_once() -> None:
    walk = let_in(a_running_programme())
    walk.ask(CloseBreakGlass(request=1), FOUNDER)
    assert not sees(walk, OPERATOR, STRONG)
    with pytest.raises(AlreadyDone):
        walk.ask(CloseBreakGlass(request=1), FOUNDER)


def test_the_look_is_in_the_programme_with_its_end() -> None:
    walk = let_in(a_running_programme())
    opened = walk.recorded[-1]
    assert isinstance(opened, BreakGlassOpened)
    assert (opened.to, opened.until - walk.events[-1].meta.recorded_at) == (OPERATOR, timedelta(hours=24))


def test_who_was_let_in_but_is_no_operator_any_more_sees_nothing() -> None:
    walk = let_in(a_running_programme())
    assert not sees(walk, OPERATOR, Presence(second_factor=True))
    assert not sees(walk, OPERATOR, Presence(operator=True))


def test_to_have_been_let_in_is_to_read_and_not_to_act() -> None:
    walk = let_in(a_running_programme())
    with pytest.raises(NotAllowed):
        authorise(walk.programme, Appoint(person=STRANGER, role=Role.WORKER), walk.occasion(OPERATOR, presence=STRONG))


def test_a_coordinator_acts_only_with_a_second_factor_and_is_told_so() -> None:
    walk = a_running_programme()
    appoint = Appoint(person=STRANGER, role=Role.WORKER)
    with pytest.raises(NotAllowed, match=NEEDS_SECOND_FACTOR):
        authorise(walk.programme, appoint, walk.occasion(MENTOR, presence=Presence()))
    assert authorise(walk.programme, appoint, walk.occasion(MENTOR, presence=Presence(second_factor=True))) == "mentor"
    assert authorise(walk.programme, appoint, walk.occasion(FOUNDER, presence=Presence())) == "founder"


def test_nobody_accepts_their_own_work_before_anything_is_looked_at() -> None:
    walk = a_submitted_milestone()
    walk.ask(Appoint(person=WORKER, role=Role.FOUNDER))
    with pytest.raises(OwnWork):
        authorise(walk.programme, Accept(milestone="ENG-01"), walk.occasion(WORKER))


@pytest.mark.parametrize("presence", [Presence(operator=True), Presence(second_factor=True)])
def test_only_operators_with_a_second_factor_run_it(presence: Presence) -> None:
    decision = authorize(Actor(OPERATOR, presence), "make-backup", Resource(a_running_programme().today))
    assert not decision.allowed
    assert decision.reason == (NEEDS_SECOND_FACTOR if presence.operator else OPERATORS_ONLY)
