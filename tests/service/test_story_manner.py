"""How people in a story answer depends on the seed, and on nothing else."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from domain.spread import spread_of
from service.plan_file import load_plan
from service.story_agenda import Acting, Agenda
from service.story_cast import Cast
from service.story_file import load_story
from service.story_manner import manner_of
from service.story_pace import StoryPace, Within

NOW = datetime(2015, 1, 5, 10, tzinfo=UTC)


PLAN = load_plan("ulo-from-scratch")


def pace_of(seed: int, story: str = "spectrum", part: int = 0) -> StoryPace:
    told = load_story(story)
    return StoryPace(PLAN, Cast(told, told.programmes[part], seed, lambda: NOW))


def test_the_same_seed_programme_and_milestone_are_answered_the_same_way() -> None:
    assert manner_of(1, "map", "GOV-05", 90, 84) == manner_of(1, "map", "GOV-05", 90, 84)
    assert pace_of(1).days("GOV-05") == pace_of(1).days("GOV-05")


def test_seed_programme_and_milestone_each_make_a_difference() -> None:
    usual = manner_of(1, "map", "GOV-05", 90, 84)
    others = [manner_of(2, "map", "GOV-05", 90, 84), manner_of(1, "forest", "GOV-05", 90, 84)]
    others += [manner_of(1, "map", "GOV-06", 90, 84)]

    assert usual not in others
    assert len({pace_of(1).days("GOV-05"), pace_of(2).days("GOV-05"), pace_of(1, part=1).days("GOV-05")}) == 3


def test_work_takes_as_long_as_the_plan_says_and_that_is_never_the_same() -> None:
    weeks = {milestone.id: milestone.weeks for milestone in PLAN.milestones}
    below = []
    for seed in range(60):
        pace = pace_of(seed)
        for name in ("GOV-05", "PPL-02", "FUN-05", "ENG-03"):
            took = pace.days(name) / 7
            assert weeks[name].earliest - 0.01 <= took <= weeks[name].latest + 0.01
            below.append(spread_of(weeks[name], "triangular").share_below(took))
    assert 0.42 < sum(below) / len(below) < 0.58
    assert min(below) < 0.1
    assert max(below) > 0.9


def test_people_who_are_slow_at_one_thing_are_rather_slow_at_others_too() -> None:
    runs = [pace_of(seed) for seed in range(150)]
    one, other = ([pace.days(name) for pace in runs] for name in ("PPL-05", "PRM-05"))
    assert 0.05 < np.corrcoef(one, other)[0, 1] < 0.6, "both are the worker's"


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_story_that_says_how_long_all_of_it_took_is_played_so(seed: int) -> None:
    (part,) = load_story("map").programmes
    within, pace = Within.of(part), pace_of(seed, "map")
    left_out = {each.milestone for each in part.left_out}
    kept = [milestone for milestone in PLAN.milestones if milestone.id not in left_out]
    ends: dict[str, float] = {}
    while len(ends) < len(kept):
        for each in kept:
            if each.id not in ends and all(before in ends for before in each.depends_on if before not in left_out):
                began = max((ends[before] for before in each.depends_on if before in ends), default=0.0)
                ends[each.id] = began + pace.days(each.id) / 7
    assert within is not None
    assert within.at_least - 1 <= max(ends.values()) <= within.at_most + 0.1


def test_all_that_happens_to_a_milestone_is_a_part_of_its_time() -> None:
    for number in range(500):
        days = 3 + number % 200
        manner = manner_of(number, "map", "GOV-05", days, 84)
        asked = manner.shown + 14 if manner.decided is None else manner.decided
        again = [] if manner.shown_again is None else [manner.shown_again]
        assert 0 < manner.shown <= asked <= manner.ends == days
        assert [asked, *again, manner.ends] == sorted([asked, *again, manner.ends])
        if manner.kind == "blocked":
            assert manner.shown / 2 + manner.blocked_days <= manner.shown


def test_people_are_early_late_blocked_and_silent_about_as_often_as_said() -> None:
    told = []
    for seed in range(40):
        pace = pace_of(seed)
        told += [manner_of(seed, "forest", m, pace.days(m), pace.usual_days(m)) for m in pace.milestones]
    kinds = Counter(each.kind for each in told)
    shares = {kind: number / len(told) for kind, number in kinds.items()}

    assert set(kinds) == {"early", "steady", "late", "blocked", "silent"}
    assert 0.02 < shares["silent"] < 0.08
    assert 0.08 < shares["blocked"] < 0.18
    assert 0.06 < sum(each.shown_again is not None for each in told) / len(told) < 0.15


def test_an_agenda_is_done_in_the_order_of_its_moments_then_as_written() -> None:
    agenda, done = Agenda(), list[str]()

    def note(name: str) -> Acting:
        done.append(name)
        yield from ()

    agenda.add(NOW + timedelta(days=1), lambda: note("later"))
    agenda.add(NOW, lambda: note("first"), about="GOV-05")
    agenda.add(NOW, lambda: note("second"))

    assert agenda.has("GOV-05")
    while (task := agenda.take(NOW)) is not None:
        list(task.act())
    assert done == ["first", "second"]
    assert not agenda.has("GOV-05")
    assert agenda.next_moment == NOW + timedelta(days=1)
