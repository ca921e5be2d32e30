"""Somebody looks after each thing left behind, says whether it is still right, and whether it still runs."""

from datetime import timedelta

import pytest

from domain.occasion import AssetReading
from domain.programme_commands import CloseProgramme
from domain.refusals import AlreadyDone, DayNotPossible, NotAllowed, NotNow, UnknownPart
from domain.resource_commands import AnswerRunning, EndOwnership, ReviewResource, WithdrawResource
from domain.resource_events import ResourceKind
from tests.domain.legacies import (
    TITLE,
    a_checked_resource,
    a_draft_resource,
    a_published_resource,
    an_owned_asset,
    owner,
    publish,
)
from tests.domain.people import COMMISSIONER, FUNDER, MENTOR, STRANGER, WHY, WORKER
from tests.domain.programmes import FIRST_DAY, Walk

YEAR = timedelta(days=365)
SOMEBODY_ELSE = "person:00000000-0000-4000-8000-0000000000ff"
STILL = AnswerRunning(resource=1, running=True)
STOPPED = AnswerRunning(resource=1, running=False)


def after_the_end(walk: Walk) -> Walk:
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    return walk


@pytest.mark.parametrize("kind", ["toolkit", "network-link", "facility"])
def test_an_asset_is_without_a_living_owner_until_somebody_said_yes(kind: ResourceKind) -> None:
    walk = a_published_resource(kind)
    assert walk.left.ownerless == (1,)
    walk.ask(owner(FIRST_DAY), MENTOR)
    assert walk.left.assets[1] == AssetReading(
        kind=kind,
        title=TITLE,
        published_on=FIRST_DAY,
        review_on=FIRST_DAY + YEAR,
        owner_organisation="Our Own Voice",
        owner_person=STRANGER,
        owner_agreed_on=FIRST_DAY,
    )
    assert walk.left.assets[1].has_living_owner


def test_a_lesson_needs_nobody() -> None:
    assert a_published_resource("lesson").left.assets == {}


def test_what_is_not_offered_is_no_asset() -> None:
    assert a_checked_resource().left.assets == {}


def test_an_owner_may_be_named_before_the_publishing() -> None:
    walk = a_checked_resource()
    walk.ask(owner(FIRST_DAY), WORKER)
    walk.ask(publish())
    assert walk.left.ownerless == ()


def test_an_owner_said_yes_on_a_day_that_has_come() -> None:
    with pytest.raises(DayNotPossible, match="said yes"):
        a_published_resource().ask(owner(FIRST_DAY + timedelta(days=1)))


def test_the_same_owner_is_not_named_twice_and_another_follows() -> None:
    walk = an_owned_asset()
    with pytest.raises(AlreadyDone, match="Our Own Voice looks after this"):
        walk.ask(owner(FIRST_DAY))
    walk.ask(owner(FIRST_DAY, organisation="Second Steps"))
    assert walk.left.assets[1].owner_organisation == "Second Steps"


def test_when_an_owner_leaves_nobody_looks_after_it() -> None:
    walk = an_owned_asset()
    walk.ask(EndOwnership(resource=1, reason=WHY), WORKER)
    assert walk.left.ownerless == (1,)
    with pytest.raises(UnknownPart, match="Nobody looks after this"):
        walk.ask(EndOwnership(resource=1))


def test_a_look_at_it_says_when_to_look_again() -> None:
    walk = an_owned_asset().wait(weeks=10)
    walk.ask(ReviewResource(resource=1, review_on=FIRST_DAY + 3 * YEAR), WORKER)
    assert walk.left.assets[1].review_on == FIRST_DAY + 3 * YEAR
    with pytest.raises(DayNotPossible, match="still to come"):
        walk.ask(ReviewResource(resource=1, review_on=walk.today))


def test_what_others_cannot_see_needs_no_look() -> None:
    look = ReviewResource(resource=1, review_on=FIRST_DAY + YEAR)
    with pytest.raises(NotNow, match="not published yet"):
        a_draft_resource().ask(look)
    walk = a_published_resource()
    walk.ask(WithdrawResource(resource=1, reason=WHY))
    with pytest.raises(NotNow, match="was withdrawn"):
        walk.ask(look)


def test_whether_it_still_runs_is_asked_after_the_end() -> None:
    with pytest.raises(NotNow, match="has not ended"):
        an_owned_asset().ask(STILL)


def test_that_it_still_runs_is_said_a_year_after_the_end_and_that_it_stopped_at_any_time() -> None:
    walk = after_the_end(an_owned_asset())
    with pytest.raises(NotNow, match="from 02 March 2027"):
        walk.ask(STILL, WORKER)
    walk.wait(days=365)
    walk.ask(STILL, WORKER)
    assert (walk.left.assets[1].running, walk.left.assets[1].answered_on) == (True, walk.today)
    walk.wait(days=10)
    walk.ask(STOPPED, WORKER)
    assert walk.left.assets[1].running is False


def test_that_it_has_stopped_may_be_said_at_once() -> None:
    walk = after_the_end(an_owned_asset())
    walk.ask(STOPPED, MENTOR)
    assert walk.left.assets[1].running is False


def test_a_new_owner_was_not_asked_yet() -> None:
    walk = after_the_end(an_owned_asset())
    walk.ask(STOPPED, MENTOR)
    walk.ask(owner(FIRST_DAY, organisation="Second Steps"))
    assert walk.left.assets[1].running is None


def test_a_lesson_does_not_run() -> None:
    with pytest.raises(NotNow, match="A lesson does not run"):
        after_the_end(a_published_resource("lesson")).ask(STOPPED)


def test_owner_and_look_are_recorded_after_the_end_too() -> None:
    walk = after_the_end(a_published_resource())
    walk.ask(owner(FIRST_DAY), WORKER)
    walk.ask(ReviewResource(resource=1, review_on=FIRST_DAY + YEAR), WORKER)
    walk.ask(EndOwnership(resource=1), WORKER)
    assert walk.left.ownerless == (1,)


@pytest.mark.parametrize("by", [FUNDER, COMMISSIONER, SOMEBODY_ELSE])
def test_readers_record_nothing_about_it(by: str) -> None:
    walk = after_the_end(an_owned_asset())
    for command in (owner(FIRST_DAY), EndOwnership(resource=1), STOPPED):
        with pytest.raises(NotAllowed):
            walk.ask(command, by)


def test_an_owner_without_a_part_in_the_programme_answers_for_what_is_theirs_alone() -> None:
    walk = after_the_end(an_owned_asset())
    walk.wait(days=368)
    assert STRANGER not in walk.programme.roles
    walk.ask(STILL, STRANGER)
    assert walk.left.assets[1].running is True
    walk.ask(ReviewResource(resource=1, review_on=walk.today + YEAR), STRANGER)
    with pytest.raises(NotAllowed):
        walk.ask(WithdrawResource(resource=1, reason=WHY), STRANGER)
    walk.ask(EndOwnership(resource=1), STRANGER)
    with pytest.raises(NotAllowed, match="or its owner may do this"):
        walk.ask(STOPPED, STRANGER)


def test_nobody_answers_for_what_another_looks_after() -> None:
    walk = after_the_end(an_owned_asset())
    with pytest.raises(NotAllowed):
        walk.ask(STOPPED, FUNDER)
