"""The template's figures again, calculated independently: read raw, by another generator, in another way."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from domain.course import planned_course
from domain.forecast import Assumptions, forecast
from domain.schedule import lengths
from domain.spread import Distribution
from service.plan_file import load_plan

SHELF = Path(__file__).parents[2] / "service" / "plans"
TEMPLATES = ("ulo-from-scratch", "existing-group")
RUNS = 4_000


@cache
def raw(name: str) -> dict[str, dict[str, Any]]:
    plan = yaml.safe_load((SHELF / f"{name}.yaml").read_text())
    return {m["id"]: {**m["weeks"], "after": m.get("depends_on", [])} for m in plan["milestones"]}


def every_chain(plan: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    followed = {earlier for m in plan.values() for earlier in m["after"]}
    chains: list[tuple[str, ...]] = []
    growing: list[tuple[str, ...]] = [(name,) for name in plan if name not in followed]
    while growing:
        chain = growing.pop()
        earlier = plan[chain[0]]["after"]
        growing += [(each, *chain) for each in earlier]
        if not earlier:
            chains.append(chain)
    return chains


def end_of(plan: dict[str, dict[str, Any]], length: Callable[[str], float]) -> float:
    ended: dict[str, float] = {}

    def end(name: str) -> float:
        if name not in ended:
            ended[name] = max((end(each) for each in plan[name]["after"]), default=0.0) + length(name)
        return ended[name]

    return max(map(end, plan))


def simulated(name: str, distribution: Distribution) -> list[float]:
    plan, chance = raw(name), Random(20_260_301)  # noqa: S311 - a simulation, no secret

    def triangular(of: str) -> float:
        return chance.triangular(plan[of]["earliest"], plan[of]["latest"], plan[of]["typical"])

    def pert(of: str) -> float:
        low, middle, high = (plan[of][figure] for figure in ("earliest", "typical", "latest"))
        rise = 1 + 4 * (middle - low) / (high - low)
        return float(low + (high - low) * chance.betavariate(rise, 6 - rise))

    return sorted(end_of(plan, triangular if distribution == "triangular" else pert) for _ in range(RUNS))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_three_lengths_and_the_critical_path_agree_with_walking_every_chain(name: str) -> None:
    plan = raw(name)
    whole = lengths(load_plan(name).milestones)
    chains = every_chain(plan)
    for figure, found in (
        ("earliest", whole.earliest_weeks),
        ("typical", whole.typical_weeks),
        ("latest", whole.latest_weeks),
    ):
        assert found == max(sum(plan[m][figure] for m in chain) for chain in chains)
    assert sum(plan[m]["typical"] for m in whole.critical_path) == whole.typical_weeks
    assert whole.critical_path in chains
    assert forecast(planned_course(load_plan(name).milestones)).critical_path == whole.critical_path


@pytest.mark.parametrize("distribution", ["triangular", "pert"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_p50_and_p80_agree_with_a_plain_simulation_within_3_percent(name: str, distribution: Distribution) -> None:
    plan = load_plan(name)
    found = forecast(planned_course(plan.milestones, plan.gates), Assumptions(distribution=distribution, shared=0))
    theirs = simulated(name, distribution)
    assert found.p50_weeks == pytest.approx(theirs[RUNS // 2], rel=0.03)
    assert found.p80_weeks == pytest.approx(theirs[RUNS * 8 // 10], rel=0.03)


def test_a_milestone_is_critical_as_often_as_a_plain_simulation_finds() -> None:
    plan, chance = raw("ulo-from-scratch"), Random(7)  # noqa: S311 - a simulation, no secret
    chains = every_chain(plan)
    often = dict.fromkeys(plan, 0)
    for _ in range(400):
        drawn = {m: chance.triangular(w["earliest"], w["latest"], w["typical"]) for m, w in plan.items()}
        for milestone in max(chains, key=lambda chain: sum(drawn[m] for m in chain)):
            often[milestone] += 1
    found = forecast(planned_course(load_plan("ulo-from-scratch").milestones), Assumptions(shared=0))
    for each in found.milestones:
        assert each.criticality == pytest.approx(often[each.milestone] / 400, abs=0.1)
