"""The plans that come with Waymark: whole, honest, in plain words, and our own words."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from domain.plan import LIVING_OWNERS, Milestone, Plan
from domain.schedule import lengths, schedule
from service.plan_file import load_plan, plan_names, read_plan

SHARED = Path(__file__).parents[2].parent / "shared"
PUBLISHED = SHARED / "research" / "development-plan.csv"
SCRATCH = Path(__file__).parents[2] / "service" / "plans" / "ulo-from-scratch.yaml"
# The published plan, kept here for a clone that stands alone: number of milestones and their typical weeks, by stage.
BY_STAGE = {
    "ENG": (7, 34),
    "GOV": (11, 118),
    "PPL": (5, 70),
    "QA": (4, 58),
    "PRM": (5, 34),
    "MKT": (3, 30),
    "NET": (3, 46),
    "VOI": (4, 72),
    "FUN": (5, 76),
    "SVC": (4, 60),
    "SUS": (3, 90),
    "LEG": (5, 40),
}
MEDICAL = re.compile(
    r"\b(patients?|diagnos\w+|treatments?|clinic\w*|medical\w*|sufferers?|impairments?|illness\w*)\b", re.IGNORECASE
)
OUR_SETTING = re.compile(r"\b(ULOs?|DPOs?|CILs?|user-led)\b", re.IGNORECASE)


@cache
def from_scratch() -> Plan:
    return load_plan("ulo-from-scratch")


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.?!])\s+", text.strip()) if each]


def every_milestone() -> list[tuple[str, Milestone]]:
    return [(name, milestone) for name in plan_names() for milestone in load_plan(name).milestones]


def test_two_templates_come_with_waymark_and_neither_has_a_fault() -> None:
    assert plan_names() == ("existing-group", "ulo-from-scratch")
    assert [read_plan(name).faults for name in plan_names()] == [(), ()]


def test_a_template_is_called_by_its_own_name() -> None:
    assert [load_plan(name).template for name in plan_names()] == list(plan_names())


def test_from_scratch_has_59_milestones_in_12_stages_and_their_typical_weeks() -> None:
    plan = from_scratch()
    found = {
        stage.id: (
            sum(m.stage == stage.id for m in plan.milestones),
            sum(m.weeks.typical for m in plan.milestones if m.stage == stage.id),
        )
        for stage in plan.stages
    }
    assert found == BY_STAGE
    assert len(plan.milestones) == 59


def test_from_scratch_is_the_published_plan() -> None:
    if not PUBLISHED.exists():
        return  # a clone that stands alone has the figures above
    with PUBLISHED.open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    plan = from_scratch()
    laid_out = schedule(plan.milestones)
    assert [m.id for m in plan.milestones] == list(rows)
    for m in plan.milestones:
        row = rows[m.id]
        assert m.depends_on == tuple(filter(None, row["depends_on"].split(";"))), m.id
        weeks = (m.weeks.earliest, m.weeks.typical, m.weeks.latest)
        assert weeks == (int(row["early_weeks"]), int(row["typical_weeks"]), int(row["late_weeks"])), m.id
        whole = row["criteria"] in {"1-21", "baseline 1-21"}
        assert m.criteria == tuple(range(1, 22) if whole else map(int, row["criteria"].split(","))), m.id
        assert m.basis == row["basis"], m.id
        # The published months are of 365.25 / 12 / 7 weeks, to one decimal.
        for weeks_in, month in (
            (laid_out.spans[m.id].start, row["typical_start_month"]),
            (laid_out.spans[m.id].finish, row["typical_end_month"]),
        ):
            assert abs(weeks_in / (365.25 / 12 / 7) - float(month)) < 0.06, m.id


@pytest.mark.parametrize("figure", ["earliest", "typical", "latest"])
def test_from_scratch_is_as_long_as_its_longest_chain_walked_by_hand(figure: str) -> None:
    plan = from_scratch()
    by_id = {m.id: m for m in plan.milestones}

    def until(name: str) -> int:
        own: int = getattr(by_id[name].weeks, figure)
        return own + max((until(earlier) for earlier in by_id[name].depends_on), default=0)

    known = {"earliest": 77, "typical": 137, "latest": 234}
    assert getattr(lengths(plan.milestones), f"{figure}_weeks") == max(map(until, by_id)) == known[figure]


def test_from_scratch_is_longer_than_its_floor_of_two_years_and_says_why_there_is_one() -> None:
    plan = from_scratch()
    assert plan.floor.months == 24
    assert "S:002" in plan.floor.why
    assert [each.code for each in read_plan("ulo-from-scratch").warnings] == ["nothing-follows"]


def test_the_gates_of_from_scratch_stand_where_the_field_wants_them() -> None:
    plan = from_scratch()
    assert {m.id: m.gates for m in plan.milestones if m.gates} == {
        "ENG-07": ("plan-agreed",),
        "GOV-04": ("constituency-share",),
        "PRM-04": ("access-audit",),
        "VOI-03": ("terms-of-reference",),
        "FUN-02": ("bank-account", "bid-training"),
        "FUN-04": ("bank-account", "bid-training"),
        "SVC-02": ("policies-and-insurance",),
        "SVC-04": ("policies-and-insurance",),
        "LEG-05": ("living-owners",),
    }
    assert {g.id: g.met_by or g.rule for g in plan.gates} == {
        "plan-agreed": "plan-agreed",
        "terms-of-reference": ("VOI-02",),
        "constituency-share": "constituency-share",
        "bank-account": ("GOV-06",),
        "bid-training": ("FUN-01",),
        "policies-and-insurance": ("GOV-07", "GOV-08"),
        "access-audit": ("PRM-03",),
        "living-owners": "living-owners",
    }


def test_the_duties_that_no_pause_may_move_are_legal() -> None:
    assert {d.id for d in from_scratch().duties if d.legal} == {
        "insurance-renewal",
        "annual-return",
        "lease-review",
        "lease-end",
        "funding-renewal",
    }


def test_every_milestone_says_what_to_do_what_good_looks_like_and_a_trap() -> None:
    for name, m in every_milestone():
        assert 3 <= len(sentences(m.what)) <= 6, (name, m.id, len(sentences(m.what)))
        assert "common trap" in m.what, (name, m.id)
        assert m.evidence, (name, m.id)


def test_every_easy_text_is_short_with_one_idea_a_sentence() -> None:
    for name, m in every_milestone():
        said = sentences(m.easy_what)
        assert 2 <= len(said) <= 4, (name, m.id, len(said))
        assert [each for each in said if len(each.split()) > 15] == [], (name, m.id)
        assert len(m.easy_title.split()) <= 9, (name, m.id)


def test_no_template_text_is_medical_or_fixes_the_word_for_the_organisation() -> None:
    for name, m in every_milestone():
        for text in (m.title, m.easy_title, m.what, m.easy_what, *m.evidence):
            assert not MEDICAL.search(text), (name, m.id)
            assert not OUR_SETTING.search(text), (name, m.id)


def test_no_template_text_is_copied_from_the_source_documents() -> None:
    sources = sorted((SHARED / "seeds").glob("*.txt"))
    copied = {run for source in sources for run in _runs(source.read_text())}
    for name in plan_names():
        plan = load_plan(name)
        texts = [plan.summary, plan.floor.why, *(g.why for g in plan.gates), *(m.what for m in plan.milestones)]
        for text in texts:
            assert not copied & set(_runs(text)), text


def _runs(text: str, length: int = 7) -> list[str]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return [" ".join(words[place : place + length]) for place in range(len(words) - length + 1)]


@pytest.mark.parametrize("template", ["ulo-from-scratch", "existing-group"])
def test_nobody_leaves_before_each_thing_left_behind_has_somebody_to_look_after_it(template: str) -> None:
    plan = load_plan(template)
    assert plan.handover is not None
    leaving = plan.milestone(plan.handover)
    assert leaving is not None
    assert leaving.gates == (LIVING_OWNERS,)
