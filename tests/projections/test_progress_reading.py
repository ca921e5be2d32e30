"""What a reader of progress is told."""

from collections import Counter
from datetime import date, timedelta

from psycopg import Connection

from domain.schedule import laid_out
from projections.opening import Opening
from projections.progress_burn_up import week_of
from projections.progress_reading import milestone, percent, progress
from projections.progress_views import ProgressView
from tests.projections.conftest import Log

NOBODYS = "programme:00000000-0000-0000-0000-000000000000"


def read(views: Connection, log: Log, opening: Opening, which: int = 0, today: date | None = None) -> ProgressView:
    found = progress(views, log.walks[which].programme, today=today or log.watch.today, opening=opening)
    assert found is not None
    return found


def test_counts_are_those_of_the_rules(views: Connection, log: Log, opening: Opening) -> None:
    for which, walk in enumerate(log.walks):
        state = log.waymark.front_door.programme(walk.programme)
        seen = read(views, log, opening, which)
        status = Counter(each.status.value for each in state.milestones.values())

        assert seen.counts.total == len(state.milestones)
        assert (seen.counts.accepted, seen.counts.open) == (status["accepted"], status["open"])
        assert (seen.counts.set_aside, seen.counts.waiting) == (status["set-aside"], status["waiting"])
        assert [each.id for stage in seen.stages for each in stage.milestones]
        assert sum(stage.total for stage in seen.stages) == seen.counts.total
        assert (
            seen.plan.typical_weeks
            == laid_out(
                {step.id: step.weeks.typical for step in state.steps},
                {step.id: step.depends_on for step in state.steps},
            ).length
        )


def test_a_milestone_is_overdue_the_day_after_it_was_due_and_only_while_the_programme_goes_on(
    views: Connection, log: Log, opening: Opening
) -> None:
    which, due = next(
        (which, each.due)
        for which in range(2)
        for stage in read(views, log, opening, which).stages
        for each in stage.milestones
        if each.status == "open" and each.due is not None
    )
    running = read(views, log, opening, which).phase != "paused"

    def overdue(today: date) -> int:
        return sum(
            each.overdue
            for stage in read(views, log, opening, which, today).stages
            for each in stage.milestones
            if each.due == due and each.status == "open"
        )

    assert overdue(due) == 0
    assert bool(overdue(due + timedelta(days=1))) == running


def test_a_closed_programme_says_how_it_ended_and_nothing_is_overdue(
    views: Connection, log: Log, opening: Opening
) -> None:
    seen = read(views, log, opening, 2, date(2099, 1, 1))

    assert seen.ending is not None
    assert (seen.ending.ending, seen.ending.still_running) == ("stopped-early", True)
    assert seen.counts.overdue == 0
    assert seen.mentor.organisation == "Another Mentor"
    assert seen.mentor.coordinator.name == "Hal Helper"


def test_every_baseline_is_kept_beside_what_was_reached(views: Connection, log: Log, opening: Opening) -> None:
    for which, walk in enumerate(log.walks):
        seen = read(views, log, opening, which).burn_up
        facts = [event.fact for event in log.events if event.meta.ledger == walk.programme]
        rebaselines = sum(getattr(fact, "rebaseline", False) for fact in facts)

        assert [each.kind for each in seen.baselines].count("re-baseline") == rebaselines
        assert seen.baselines[0].kind == "draft"
        assert all(each.planned[-1].week == each.typical_weeks for each in seen.baselines)
        assert (seen.reached[-1].total if seen.reached else 0) == read(views, log, opening, which).counts.accepted


def test_a_milestone_shows_its_guidance_its_gates_and_what_it_waits_for(
    views: Connection, log: Log, opening: Opening
) -> None:
    state = log.waymark.front_door.programme(log.walks[2].programme)
    gate, waived = next(iter(state.waived))

    seen = milestone(views, log.walks[2].programme, waived, today=log.watch.today, opening=opening)

    assert seen is not None
    assert seen.what
    assert [each.waived for each in seen.gates if each.id == gate] == [True]
    assert seen.milestone.changed == state.milestones[waived].changed
    assert set(seen.waits_for) == {
        each
        for each in state.milestones[waived].step.depends_on
        if state.milestones[each].status.value not in {"accepted", "set-aside"}
    }


def test_a_milestone_of_the_groups_own_shows_its_words(views: Connection, log: Log, opening: Opening) -> None:
    own = [
        each
        for which in range(3)
        for stage in read(views, log, opening, which).stages
        for each in stage.milestones
        if each.id.startswith("OWN-")
    ]

    assert own
    assert {each.title for each in own} == {"A garden of our own"}
    assert views.execute("SELECT count(*) FROM views.progress_step WHERE title::text LIKE '%garden%'").fetchone() == (
        0,
    )


def test_an_unknown_programme_or_milestone_is_none(views: Connection, log: Log, opening: Opening) -> None:
    assert progress(views, NOBODYS, today=log.watch.today, opening=opening) is None
    assert milestone(views, log.walks[0].programme, "NON-99", today=log.watch.today, opening=opening) is None


def test_a_hundred_per_cent_means_all_of_it() -> None:
    assert [percent(0, 0), percent(199, 200), percent(200, 200), percent(1, 3)] == [0, 99, 100, 33]


def test_what_takes_four_weeks_ends_in_week_four() -> None:
    start = date(2024, 1, 1)

    assert [week_of(start, start + timedelta(days=days)) for days in (-3, 0, 1, 27, 28, 29)] == [0, 0, 1, 4, 4, 5]
