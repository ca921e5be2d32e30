"""The critical path: by examples a person can check, and by laws no plan may break."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import Milestone, Weeks
from domain.schedule import PlanGoesInCircles, find_loop, laid_out, lengths, schedule


def milestone(name: str, typical: int, *depends_on: str, earliest: int = 1, latest: int = 99) -> Milestone:
    return Milestone(
        id=name,
        stage="AA",
        title=name,
        easy_title=name,
        what="Do it.",
        easy_what="Do it.",
        who=("board",),
        evidence=(),
        depends_on=depends_on,
        weeks=Weeks(earliest=earliest, typical=typical, latest=latest),
        basis="a test",
    )


DIAMOND = (
    milestone("AA-01", 2),
    milestone("AA-02", 5, "AA-01"),
    milestone("AA-03", 3, "AA-01"),
    milestone("AA-04", 1, "AA-02", "AA-03"),
)


def test_a_milestone_starts_when_the_last_it_depends_on_is_finished() -> None:
    spans = schedule(DIAMOND).spans
    assert {name: (span.start, span.finish) for name, span in spans.items()} == {
        "AA-01": (0, 2),
        "AA-02": (2, 7),
        "AA-03": (2, 5),
        "AA-04": (7, 8),
    }


def test_slack_is_how_much_later_a_milestone_may_end_without_harm() -> None:
    assert {name: span.slack for name, span in schedule(DIAMOND).spans.items()} == {
        "AA-01": 0,
        "AA-02": 0,
        "AA-03": 2,
        "AA-04": 0,
    }


def test_the_critical_path_is_the_chain_that_decides_the_length() -> None:
    assert schedule(DIAMOND).critical_path == ("AA-01", "AA-02", "AA-04")


def test_each_length_takes_every_milestone_at_that_figure() -> None:
    whole = lengths(DIAMOND)
    assert (whole.earliest_weeks, whole.typical_weeks, whole.latest_weeks) == (3, 8, 297)
    assert whole.critical_path == ("AA-01", "AA-02", "AA-04")


def test_of_two_equal_chains_the_lowest_id_is_taken_however_the_plan_is_listed() -> None:
    twins = (milestone("AA-03", 4), milestone("AA-02", 4), milestone("AA-09", 1, "AA-03", "AA-02"))
    assert schedule(twins).critical_path == schedule(reversed(twins)).critical_path == ("AA-02", "AA-09")


def test_of_two_equal_ends_the_lowest_id_is_taken_however_the_plan_is_listed() -> None:
    ends = (milestone("AA-03", 4), milestone("AA-02", 4), milestone("AA-09", 4))
    assert schedule(ends).critical_path == schedule(reversed(ends)).critical_path == ("AA-02",)


def test_a_dependency_outside_the_part_laid_out_is_ignored() -> None:
    assert schedule(DIAMOND[2:]).length == 4


def test_no_milestones_take_no_time() -> None:
    assert schedule(()).length == 0
    assert schedule(()).critical_path == ()


def test_milestones_that_wait_for_each_other_are_refused_with_the_loop_named() -> None:
    circle = (milestone("AA-02", 1, "AA-03"), milestone("AA-03", 1, "AA-02"), milestone("AA-01", 1, "AA-02"))
    with pytest.raises(PlanGoesInCircles, match="AA-02 after AA-03 after AA-02") as refusal:
        schedule(circle)
    assert refusal.value.loop == ("AA-02", "AA-03")


def test_a_milestone_that_waits_for_itself_is_a_loop() -> None:
    assert find_loop({"AA-01": ["AA-01"]}) == ("AA-01",)


def test_a_chain_of_ten_thousand_is_laid_out() -> None:
    names = [str(number) for number in range(10_000)]
    before = {name: names[max(0, place - 1) : place] for place, name in enumerate(names)}
    assert laid_out(dict.fromkeys(names, 1), before).length == 10_000
    assert find_loop({**before, "0": ["9999"]})[:1] == ("0",)


Links = dict[str, list[str]]


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, int], Links]:
    """Durations and links without a loop: each milestone depends only on earlier ones, then the order is shuffled."""
    names = [f"AA-{number:02}" for number in range(draw(st.integers(1, 12)))]
    links = {
        name: draw(st.lists(st.sampled_from(names[:place]), unique=True) if place else st.just([]))
        for place, name in enumerate(names)
    }
    durations = {name: draw(st.integers(0, 20)) for name in draw(st.permutations(names))}
    return durations, links


def longest(durations: Mapping[str, int], links: Links) -> int:
    """The length again, the slow and obvious way: every chain is walked."""

    def until(name: str) -> int:
        return durations[name] + max((until(earlier) for earlier in links[name]), default=0)

    return max(until(name) for name in durations)


@given(plans())
def test_the_length_is_the_longest_chain_and_the_latest_finish(plan: tuple[dict[str, int], Links]) -> None:
    durations, links = plan
    found = laid_out(durations, links)
    assert found.length == longest(durations, links) == max(span.finish for span in found.spans.values())


@given(plans(), st.data())
def test_a_longer_milestone_never_ends_a_plan_sooner(plan: tuple[dict[str, int], Links], data: st.DataObject) -> None:
    durations, links = plan
    longer = {**durations, data.draw(st.sampled_from(sorted(durations))): 25}
    assert laid_out(longer, links).length >= laid_out(durations, links).length


@given(plans(), st.data())
def test_one_more_dependency_never_ends_a_plan_sooner(plan: tuple[dict[str, int], Links], data: st.DataObject) -> None:
    durations, links = plan
    later = data.draw(st.sampled_from(sorted(links)))
    earlier = data.draw(st.sampled_from(sorted(links)))
    more = {**links, later: [*links[later], earlier]}
    if not find_loop(more):
        assert laid_out(durations, more).length >= laid_out(durations, links).length


@given(plans())
def test_the_critical_path_is_one_unbroken_chain_without_slack(plan: tuple[dict[str, int], Links]) -> None:
    durations, links = plan
    found = laid_out(durations, links)
    path = found.critical_path
    assert found.spans[path[0]].start == 0
    assert found.spans[path[-1]].finish == found.length
    assert all(found.spans[name].slack == 0 for name in path)
    assert all(earlier in links[later] for earlier, later in pairwise(path))


@given(plans(), st.data())
def test_a_milestone_may_use_up_its_slack_and_no_more(plan: tuple[dict[str, int], Links], data: st.DataObject) -> None:
    durations, links = plan
    found = laid_out(durations, links)
    name = data.draw(st.sampled_from(sorted(durations)))
    slack = found.spans[name].slack
    assert laid_out({**durations, name: durations[name] + slack}, links).length == found.length
    assert laid_out({**durations, name: durations[name] + slack + 1}, links).length == found.length + 1


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), max_size=3)))
def test_a_loop_is_found_exactly_when_a_plan_cannot_be_laid_out(links: Links) -> None:
    loop = find_loop(links)
    durations = dict.fromkeys(links, 1)
    if loop:
        assert all(later in links[name] for name, later in zip(loop, (*loop[1:], loop[0]), strict=True))
        assert loop[0] == min(loop)
        with pytest.raises(PlanGoesInCircles):
            laid_out(durations, links)
    else:
        laid_out(durations, links)
