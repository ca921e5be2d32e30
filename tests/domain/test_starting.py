"""How a programme begins: on its first day, or part-way with its real dates."""

from datetime import date, timedelta

import pytest

from domain.milestone_commands import Accept, OpenMilestone, WithdrawAcceptance
from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from domain.plan_events import PlanAgreed
from domain.programme import Phase, Status
from domain.programme_commands import Appointment, DoneBefore, OpenBefore, StartPartWay
from domain.programme_events import ProgrammeStarted
from domain.refusals import (
    AlreadyStarted,
    DayNotPossible,
    EvidenceMissing,
    NotAllowed,
    NotNow,
    Refusal,
    UnknownMilestone,
    UnknownPart,
)
from domain.roles import Role
from tests.domain.people import FOUNDER, MENTOR, MENTORING, STRANGER, WHY
from tests.domain.plans import SHORT_PLAN
from tests.domain.programmes import FIRST_DAY, PEOPLE, Walk, a_draft, start_command

NINE_MONTHS_AGO = FIRST_DAY - timedelta(days=270)
BEFORE = [
    DoneBefore(milestone="ENG-01", accepted_on=NINE_MONTHS_AGO + timedelta(weeks=4)),
    DoneBefore(milestone="ENG-02", accepted_on=NINE_MONTHS_AGO + timedelta(weeks=14)),
]


def part_way(**changes: object) -> StartPartWay:
    given = start_command(start_on=NINE_MONTHS_AGO).model_dump() | {
        "agreed_on": NINE_MONTHS_AGO + timedelta(weeks=12),
        "done": BEFORE,
        "opened": [OpenBefore(milestone="GOV-01", opened_on=NINE_MONTHS_AGO + timedelta(weeks=15))],
    }
    return StartPartWay.model_validate(given | changes)


def a_programme_part_way(**changes: object) -> Walk:
    walk = Walk()
    walk.start(part_way(**changes))
    return walk


def test_starting_makes_a_draft() -> None:
    assert a_draft().programme.phase is Phase.DRAFT


def test_engagement_milestones_that_wait_for_nothing_open_at_once() -> None:
    walk = a_draft()
    opened = {key for key, each in walk.programme.milestones.items() if each.status is Status.OPEN}
    assert opened == {"ENG-01"}
    assert walk.milestone("ENG-01").due == FIRST_DAY + timedelta(weeks=4)


def test_a_start_still_to_come_gives_its_first_milestones_their_time_from_then() -> None:
    walk = Walk()
    walk.start(start_command(start_on=FIRST_DAY + timedelta(weeks=2)))
    # 13 April: four weeks after 16 March.
    assert walk.milestone("ENG-01").due == date(2026, 4, 13)


def test_the_programme_keeps_its_own_copy_of_the_plan() -> None:
    started = a_draft().recorded[0]
    assert isinstance(started, ProgrammeStarted)
    assert started.plan.milestone("LEG-01") is not None


def test_the_people_named_at_the_start_have_their_roles() -> None:
    roles = a_draft().programme.roles
    assert roles[FOUNDER] == {Role.FOUNDER}
    assert roles[MENTOR] == {Role.MENTOR}


def test_a_programme_starts_only_once() -> None:
    walk = a_draft()
    with pytest.raises(AlreadyStarted):
        walk.start()


def test_only_the_coordinator_starts_a_programme() -> None:
    with pytest.raises(NotAllowed):
        Walk().decide(start_command(), STRANGER)


def test_nobody_is_given_the_role_of_the_engine() -> None:
    with pytest.raises(UnknownPart):
        Walk().start(start_command(people=(Appointment(person=STRANGER, role=Role.ENGINE),)))


def test_the_mentors_coordinator_cannot_sit_in_the_founding_group_as_well() -> None:
    with pytest.raises(NotAllowed):
        Walk().start(start_command(people=(*PEOPLE, Appointment(person=MENTOR, role=Role.FOUNDER))))


def test_part_way_the_milestones_keep_their_real_dates() -> None:
    walk = a_programme_part_way()
    reached = walk.milestone("ENG-02")
    assert reached.status is Status.ACCEPTED
    assert reached.accepted_on == NINE_MONTHS_AGO + timedelta(weeks=14)
    assert walk.milestone("GOV-01").opened_on == NINE_MONTHS_AGO + timedelta(weeks=15)
    assert walk.programme.phase is Phase.RUNNING
    assert walk.programme.agreed_on == NINE_MONTHS_AGO + timedelta(weeks=12)


def test_part_way_what_was_reached_before_says_so() -> None:
    accepted = [fact for fact in a_programme_part_way().recorded if isinstance(fact, MilestoneAccepted)]
    assert [each.before_waymark for each in accepted] == [True, True]


def test_part_way_events_lie_in_the_order_in_which_they_happened() -> None:
    walk = a_programme_part_way()
    days = [event.meta.occurred_on for event in walk.events]
    assert days == sorted(days)
    kinds = [type(fact) for fact in walk.recorded if isinstance(fact, MilestoneAccepted | PlanAgreed)]
    assert kinds == [MilestoneAccepted, PlanAgreed, MilestoneAccepted]


def test_part_way_nobody_gets_a_message_about_the_past() -> None:
    walk = a_programme_part_way()
    assert [fact for fact in walk.engine() if not isinstance(fact, MilestoneOpened)] == []


def test_part_way_the_next_review_is_still_to_come() -> None:
    walk = a_programme_part_way()
    agreed_on, next_on = walk.programme.agreed_on, walk.programme.next_review_on
    assert agreed_on is not None
    assert next_on is not None
    assert next_on > walk.today
    assert (next_on - agreed_on) % timedelta(weeks=13) == timedelta(0)


def test_part_way_duties_that_began_before_come_on_their_next_date() -> None:
    walk = a_programme_part_way()
    due = walk.programme.duties["check-in-1"].due
    assert walk.today < due <= walk.today + timedelta(weeks=26)


def test_part_way_a_single_duty_whose_day_has_passed_is_nobodys_concern() -> None:
    walk = a_programme_part_way(
        done=[*BEFORE, DoneBefore(milestone="GOV-05", accepted_on=NINE_MONTHS_AGO + timedelta(weeks=20))]
    )
    assert "insurance-shown-1" not in walk.programme.duties


def test_part_way_what_became_ready_opens_as_in_any_programme() -> None:
    walk = a_programme_part_way()
    opened = [fact.milestone for fact in walk.engine() if isinstance(fact, MilestoneOpened)]
    assert opened == ["FUN-01", "VOI-01"]


def test_part_way_a_plan_under_the_floor_was_agreed_all_the_same() -> None:
    walk = Walk()
    walk.start(part_way(), plan=SHORT_PLAN)
    agreed = next(fact for fact in walk.recorded if isinstance(fact, PlanAgreed))
    assert agreed.floor_override is not None


def test_part_way_without_an_agreed_plan_is_a_draft() -> None:
    assert a_programme_part_way(agreed_on=None).programme.phase is Phase.DRAFT


def test_part_way_a_milestone_reached_before_the_start_keeps_its_day() -> None:
    day = NINE_MONTHS_AGO - timedelta(days=30)
    walk = a_programme_part_way(done=[DoneBefore(milestone="ENG-01", accepted_on=day)])
    assert walk.milestone("ENG-01").opened_on == day


def test_an_acceptance_from_before_can_be_withdrawn_and_needs_evidence_then() -> None:
    walk = a_programme_part_way()
    walk.ask(WithdrawAcceptance(milestone="ENG-02", reason=WHY))
    assert walk.prompt_at("milestone/ENG-02") == ("decision 1", walk.today + timedelta(days=14))
    with pytest.raises(EvidenceMissing):
        walk.ask(Accept(milestone="ENG-02"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"start_on": FIRST_DAY + timedelta(days=1)}, DayNotPossible),
        ({"agreed_on": FIRST_DAY + timedelta(days=1)}, DayNotPossible),
        ({"done": [DoneBefore(milestone="ENG-01", accepted_on=FIRST_DAY + timedelta(days=1))]}, DayNotPossible),
        ({"opened": [OpenBefore(milestone="ENG-01", opened_on=FIRST_DAY + timedelta(days=1))]}, DayNotPossible),
        ({"done": [DoneBefore(milestone="XXX-01", accepted_on=FIRST_DAY)]}, UnknownMilestone),
        ({"opened": [OpenBefore(milestone="ENG-01", opened_on=FIRST_DAY)]}, NotNow),
        (
            {"done": [DoneBefore(milestone="ENG-01", opened_on=FIRST_DAY, accepted_on=NINE_MONTHS_AGO)]},
            DayNotPossible,
        ),
    ],
)
def test_part_way_dates_and_milestones_that_cannot_be_are_refused(
    changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        Walk().start(part_way(**changes))


def test_the_coordinator_may_bring_in_a_programme_of_their_own() -> None:
    walk = a_programme_part_way(mentor=MENTORING)
    with pytest.raises(NotNow):
        walk.ask(OpenMilestone(milestone="ENG-01"), MENTOR)
