"""How long it really took, and the plan the next group starts from."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.as_it_went import lasted, plan_as_it_went
from domain.event import Fact, Meta, Recorded
from domain.milestone_events import (
    DateCorrected,
    MilestoneAccepted,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneSetAside,
    MilestoneUnblocked,
)
from domain.passage import Words
from domain.plan_check import check_plan
from domain.resource_events import Lasted
from service.plan_file import load_plan

FIRST, TODAY = date(2026, 3, 2), date(2026, 12, 1)
WHY = Words(about="programme:x", text="why")


def opened(milestone: str = "ENG-01", number: int = 1) -> MilestoneOpened:
    return MilestoneOpened(milestone=milestone, round=number, due=FIRST, early=False, reason=None)


def accepted(milestone: str = "ENG-01") -> MilestoneAccepted:
    return MilestoneAccepted(milestone=milestone, waived=(), board_version=0, note=None)


def told(happened: Sequence[tuple[int, Fact]]) -> list[Recorded[Fact]]:
    """Facts, each so many days after the first."""
    return [
        Recorded(
            "programme:x",
            version,
            Meta(
                id=UUID(int=version),
                ledger="programme:x",
                actor="waymark",
                role="engine",
                recorded_at=datetime(2026, 12, 1, tzinfo=UTC),
                occurred_on=FIRST + timedelta(days=days),
                command_id=str(version),
            ),
            fact,
        )
        for version, (days, fact) in enumerate(happened, start=1)
    ]


def weeks(*happened: tuple[int, Fact]) -> tuple[Lasted, ...]:
    return lasted(told(happened), TODAY)


def test_a_reached_milestone_took_from_its_opening_to_its_acceptance() -> None:
    (found,) = weeks((0, opened()), (29, accepted()))
    assert found == Lasted(milestone="ENG-01", weeks=5, days=29, blocked_days=0)
    assert found.exact_weeks == 29 / 7
    assert Lasted(milestone="ENG-01", weeks=5).exact_weeks == 5, "a pack of an older Waymark"


def test_blocked_time_is_told_apart() -> None:
    blocked = MilestoneBlocked(milestone="ENG-01", kind="money", note=WHY)
    unblocked = MilestoneUnblocked(milestone="ENG-01", note=None)
    assert weeks((0, opened()), (7, blocked), (21, unblocked), (28, accepted())) == (
        Lasted(milestone="ENG-01", weeks=4, blocked_weeks=2, days=28, blocked_days=14),
    )


def test_open_work_counts_until_today_and_is_not_finished() -> None:
    (found,) = weeks((0, opened()))
    assert found.weeks == -(-(TODAY - FIRST).days // 7)
    assert not found.finished


def test_a_reopened_milestone_counts_from_its_first_opening() -> None:
    reopened = MilestoneReopened(milestone="ENG-01", round=2, due=FIRST, reason=WHY)
    (found,) = weeks((0, opened()), (7, accepted()), (70, reopened), (84, accepted()))
    assert (found.weeks, found.finished) == (12, True)


def test_a_corrected_date_is_what_counts() -> None:
    corrected = DateCorrected(
        milestone="ENG-01", step="accepted", was=FIRST, correct=FIRST + timedelta(days=14), reason=WHY
    )
    assert weeks((0, opened()), (28, accepted()), (30, corrected))[0].weeks == 2


def test_what_was_set_aside_took_no_time() -> None:
    aside = MilestoneSetAside(milestone="ENG-01", reason=WHY)
    assert weeks((0, opened()), (7, aside)) == ()


def test_the_plan_as_it_went_is_a_sound_plan_with_the_real_lengths() -> None:
    plan = load_plan("ulo-from-scratch")
    went = plan_as_it_went(plan, [Lasted(milestone="ENG-01", weeks=40)], "Mercian Ability Partnership")
    first = went.milestone("ENG-01")
    before = plan.milestone("ENG-01")
    assert first is not None
    assert before is not None
    assert (first.weeks.typical, first.weeks.latest) == (40, 40)
    assert first.weeks.earliest == before.weeks.earliest
    assert "took 40 weeks" in first.basis
    assert [each for each in check_plan(went) if each.severity == "fault"] == []
    assert all("did not reach it" in each.basis for each in went.milestones if each.id != "ENG-01")
