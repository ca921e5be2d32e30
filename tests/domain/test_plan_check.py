"""Plan check: a sound plan has no faults, and each kind of fault is found when it is made."""

from typing import Any, get_args

import pytest

from domain.plan import Plan
from domain.plan_check import check_plan, under_floor
from domain.plan_faults import FOUNDATIONS, FaultCode
from domain.schedule import PlanGoesInCircles


def milestone(name: str, *depends_on: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "id": name,
        "stage": name.split("-", maxsplit=1)[0],
        "title": name,
        "easy_title": name,
        "what": "Do it.",
        "easy_what": "Do it.",
        "who": ["board"],
        "evidence": ["minutes"],
        "depends_on": list(depends_on),
        "weeks": {"earliest": 10, "typical": 20, "latest": 30},
        "basis": "a test",
        **changed,
    }


def plan(**changed: Any) -> Plan:  # noqa: ANN401
    """A small sound plan: agree, build, hand over; 60 weeks, floor 12 months."""
    return Plan.model_validate(
        {
            "template": "small",
            "version": 1,
            "title": "A small plan",
            "summary": "For a test.",
            "stages": [{"id": stage, "title": stage, "easy_title": stage} for stage in ("ENG", "GOV", "LEG")],
            "milestones": [
                milestone("ENG-01"),
                milestone("GOV-01", "ENG-01", covers=list(FOUNDATIONS)),
                milestone("LEG-01", "GOV-01", gates=["ready"]),
            ],
            "gates": [{"id": "ready", "title": "Ready", "why": "So that it holds.", "met_by": ["GOV-01"]}],
            "duties": [
                {
                    "id": "look-again",
                    "title": "Look again",
                    "easy_title": "Look again",
                    "after": "GOV-01",
                    "first_weeks": 52,
                    "who": ["board"],
                    "basis": "a test",
                }
            ],
            "floor": {"months": 12, "why": "Shorter was tried, and failed."},
            "draft_stage": "ENG",
            "handover": "LEG-01",
            **changed,
        }
    )


def with_milestones(*milestones: dict[str, Any]) -> Plan:
    return plan(milestones=list(milestones))


ENGAGE = milestone("ENG-01")
GOVERN = milestone("GOV-01", "ENG-01", covers=list(FOUNDATIONS))
LEAVE = milestone("LEG-01", "GOV-01", gates=["ready"])
GATE = {"id": "ready", "title": "Ready", "why": "So that it holds.", "met_by": ["GOV-01"]}
DUTY = plan().duties[0].model_dump()


def govern_without(foundation: str) -> Plan:
    return with_milestones(ENGAGE, {**GOVERN, "covers": [each for each in FOUNDATIONS if each != foundation]}, LEAVE)


SPOILT: dict[FaultCode, tuple[Plan, tuple[Any, ...], str]] = {
    "no-milestones": (with_milestones(), ("milestones",), "no milestones"),
    "duplicate-id": (
        with_milestones(ENGAGE, GOVERN, LEAVE, GOVERN),
        ("milestones", 3, "id"),
        "Two milestones are called GOV-01",
    ),
    "unknown-dependency": (
        with_milestones(ENGAGE, GOVERN, {**LEAVE, "depends_on": ["GOV-01", "GOV-99"]}),
        ("milestones", 2, "depends_on", 1),
        "LEG-01 depends on GOV-99",
    ),
    "dependency-loop": (
        with_milestones(ENGAGE, {**GOVERN, "depends_on": ["ENG-01", "LEG-01"]}, LEAVE),
        ("milestones", 1, "depends_on"),
        "GOV-01 after LEG-01 after GOV-01",
    ),
    "impossible-weeks": (
        with_milestones(ENGAGE, {**GOVERN, "weeks": {"earliest": 40, "typical": 20, "latest": 30}}, LEAVE),
        ("milestones", 1, "weeks"),
        "GOV-01 takes 40 weeks at the earliest, 20 typically",
    ),
    "unknown-stage": (
        with_milestones(ENGAGE, {**GOVERN, "stage": "GVO"}, LEAVE),
        ("milestones", 1, "stage"),
        "GOV-01 belongs to stage GVO",
    ),
    "empty-stage": (
        with_milestones(ENGAGE, {**GOVERN, "stage": "ENG"}, LEAVE),
        ("stages", 1),
        "Stage GOV has no milestones",
    ),
    "unknown-draft-stage": (plan(draft_stage="ENT"), ("draft_stage",), "ENT, which is not a stage"),
    "empty-draft-stage": (
        with_milestones({**ENGAGE, "stage": "GOV"}, GOVERN, LEAVE),
        ("draft_stage",),
        "nothing could open before the plan is agreed",
    ),
    "draft-waits-for-plan": (
        with_milestones(ENGAGE, GOVERN, LEAVE, milestone("ENG-02", "GOV-01")),
        ("milestones", 3, "depends_on", 0),
        "ENG-02 opens before the plan is agreed, but depends on GOV-01",
    ),
    "nobody-named": (
        with_milestones(ENGAGE, {**GOVERN, "who": []}, LEAVE),
        ("milestones", 1, "who"),
        "GOV-01 names nobody",
    ),
    "unknown-gate": (
        with_milestones(ENGAGE, {**GOVERN, "gates": ["bank-acount"]}, LEAVE),
        ("milestones", 1, "gates", 0),
        "GOV-01 waits behind the gate bank-acount",
    ),
    "unused-gate": (plan(gates=[GATE, {**GATE, "id": "idle"}]), ("gates", 1), "No milestone waits behind gate idle"),
    "gate-cannot-be-met": (
        plan(gates=[{**GATE, "met_by": ["GOV-01", "GOV-77"]}]),
        ("gates", 0, "met_by", 1),
        "met by GOV-77",
    ),
    "gate-loop": (
        plan(gates=[{**GATE, "met_by": ["LEG-01"]}]),
        ("milestones", 2, "gates", 0),
        "what meets that gate waits for LEG-01",
    ),
    "unknown-duty-milestone": (plan(duties=[{**DUTY, "after": "GOV-88"}]), ("duties", 0, "after"), "GOV-88"),
    "unknown-handover": (plan(handover="LEG-09"), ("handover",), "handover names LEG-09"),
    "missing-foundation": (govern_without("quality"), ("milestones",), "assure the quality"),
    "no-launch": (govern_without("launch"), ("milestones",), "launch event"),
    "no-marketing-budget": (govern_without("marketing-budget"), ("milestones",), "marketing budget"),
    "no-bid-training": (govern_without("bid-training"), ("milestones",), "writing bids"),
    "nothing-follows": (
        with_milestones(ENGAGE, GOVERN, LEAVE, milestone("GOV-02", "ENG-01")),
        ("milestones",),
        "Nothing follows from these: GOV-02.",
    ),
    "under-floor": (plan(floor={"months": 24, "why": "One year was not enough."}), ("floor",), "One year was not"),
}
WARNINGS = {"empty-stage", "unused-gate", "nothing-follows", "under-floor"}
FOUND_ON_READING = {"not-yaml", "not-a-plan"}


def test_a_sound_plan_has_no_faults() -> None:
    assert check_plan(plan()) == ()


def test_every_kind_of_fault_is_shown_here() -> None:
    assert set(SPOILT) | FOUND_ON_READING == set(get_args(FaultCode))


@pytest.mark.parametrize("code", sorted(SPOILT))
def test_each_fault_is_found_where_it_stands_and_says_what_to_do(code: FaultCode) -> None:
    spoilt, place, words = SPOILT[code]
    found = [fault for fault in check_plan(spoilt) if fault.code == code and fault.at == place]
    assert [words in fault.sentence for fault in found] == [True]
    assert found[0].severity == ("warning" if code in WARNINGS else "fault")
    assert found[0].sentence.endswith(".")


@pytest.mark.parametrize("code", sorted(set(SPOILT) - {"no-milestones", "duplicate-id", "empty-draft-stage"}))
def test_one_mistake_is_told_once(code: FaultCode) -> None:
    faults = [fault.code for fault in check_plan(SPOILT[code][0]) if fault.severity == "fault"]
    assert faults == ([] if code in WARNINGS else [code])


@pytest.mark.parametrize("foundation", sorted(FOUNDATIONS))
def test_a_plan_without_a_foundation_is_faulty(foundation: str) -> None:
    faults = check_plan(govern_without(foundation))
    assert [fault.subject for fault in faults] == [foundation]
    assert f"covers: [{foundation}]" in faults[0].sentence


def test_two_loops_are_both_named() -> None:
    looped = with_milestones(
        ENGAGE,
        {**GOVERN, "depends_on": ["GOV-02"]},
        milestone("GOV-02", "GOV-01"),
        LEAVE,
        milestone("LEG-02", "LEG-03"),
        milestone("LEG-03", "LEG-02"),
    )
    assert [f.subject for f in check_plan(looped) if f.code == "dependency-loop"] == ["GOV-01", "LEG-02"]


def test_a_gate_that_waits_for_itself_through_another_gate_is_found() -> None:
    crossed = plan(
        milestones=[ENGAGE, {**GOVERN, "gates": ["other"]}, {**LEAVE, "depends_on": ["ENG-01"], "gates": ["ready"]}],
        gates=[GATE, {**GATE, "id": "other", "met_by": ["LEG-01"]}],
    )
    assert [fault.code for fault in check_plan(crossed) if fault.severity == "fault"] == ["gate-loop"]


def test_a_gate_with_a_rule_needs_no_milestones_and_one_with_neither_is_faulty() -> None:
    assert check_plan(plan(gates=[{**GATE, "met_by": [], "rule": "constituency-share"}])) == ()
    assert [fault.code for fault in check_plan(plan(gates=[{**GATE, "met_by": []}]))] == ["gate-cannot-be-met"]


def test_a_milestone_that_typically_takes_no_time_is_impossible() -> None:
    instant = with_milestones({**ENGAGE, "weeks": {"earliest": 0, "typical": 0, "latest": 4}}, GOVERN, LEAVE)
    assert "impossible-weeks" in {fault.code for fault in check_plan(instant)}
    quick = with_milestones({**ENGAGE, "weeks": {"earliest": 0, "typical": 20, "latest": 20}}, GOVERN, LEAVE)
    assert check_plan(quick) == ()


def test_the_one_end_of_a_plan_without_a_handover_is_no_warning() -> None:
    assert check_plan(plan(handover=None)) == ()


def test_every_fault_is_told_at_once() -> None:
    spoilt = plan(
        milestones=[{**ENGAGE, "who": []}, {**GOVERN, "depends_on": ["GOV-09"]}, {**LEAVE, "gates": ["nowhere"]}],
        draft_stage="XX",
        handover="LEG-07",
    )
    assert {fault.code for fault in check_plan(spoilt) if fault.severity == "fault"} == {
        "nobody-named",
        "unknown-dependency",
        "unknown-gate",
        "unknown-draft-stage",
        "unknown-handover",
    }


def test_a_plan_exactly_as_long_as_its_floor_is_honest() -> None:
    two_years = with_milestones(
        {**ENGAGE, "weeks": {"earliest": 1, "typical": 64, "latest": 64}}, GOVERN, LEAVE
    ).model_copy(update={"floor": plan().floor.model_copy(update={"months": 24})})
    assert under_floor(two_years) is None
    a_week_less = with_milestones({**ENGAGE, "weeks": {"earliest": 1, "typical": 63, "latest": 63}}, GOVERN, LEAVE)
    said = under_floor(a_week_less.model_copy(update={"floor": two_years.floor}))
    assert said == (
        "This plan takes 103 weeks (23.8 months) when every milestone takes its typical time. "
        "The shortest honest length is 24 months (104 weeks). Shorter was tried, and failed."
    )


def test_a_plan_in_circles_has_no_length_to_compare() -> None:
    with pytest.raises(PlanGoesInCircles):
        under_floor(SPOILT["dependency-loop"][0])
