"""What a group is told when it decides about its plan: in the answer, in the event, and never a reason to refuse."""

from datetime import date, timedelta

from domain.duty_events import DutyOpened
from domain.event import ENGINE, Fact
from domain.milestone_commands import AgreePlan, RevisePlan
from domain.milestone_events import MilestoneRescheduled
from domain.plan_events import PlanAgreed, PlanRevised
from domain.programme_commands import Advance
from domain.programme_events import ProgrammeStarted
from service.api_addresses import programme_of
from service.api_examples import FOUNDER
from tests.service.face import Face

LONGER = {"change": "retime", "milestone": "GOV-05", "weeks": {"earliest": 4, "typical": 20, "latest": 40}}


def reference(programme: str) -> str:
    return programme_of(programme.rpartition("/")[2])


def stored(face: Face, programme: str, kind: type[Fact]) -> Fact:
    events = face.waymark.store.load(reference(programme), 0)
    return [event.fact for event in events if isinstance(event.fact, kind)][-1]


def agreed(face: Face) -> str:
    programme = face.start()
    assert face.post(AgreePlan, FOUNDER, programme, body={}).status_code == 201
    return programme


def test_agreeing_the_plan_is_answered_with_what_there_is_to_look_at(face: Face) -> None:
    programme = face.start()
    told = face.post(AgreePlan, FOUNDER, programme, body={}, key="agree").json()["told"]
    assert date.fromisoformat(told["p50_on"]) < date.fromisoformat(told["p80_on"])
    assert any("has no slack, and only the worker can do it" in warning for warning in told["warnings"])

    again = face.post(AgreePlan, FOUNDER, programme, body={}, key="agree")
    assert (again.status_code, again.json()["told"]) == (200, told)


def test_every_decision_about_the_plan_keeps_what_was_foreseen(face: Face) -> None:
    programme = agreed(face)
    moved = {"milestone": "ENG-01", "due": "2026-06-01", "reason": "Easter."}
    revised = face.post(RevisePlan, FOUNDER, programme, body={"changes": [LONGER], "reason": "It takes longer."})
    assert revised.status_code == 201, revised.text
    rescheduled = face.client.post(
        f"{programme}/new-dates", json=moved, headers={**face.acts(FOUNDER), "Idempotency-Key": "moved"}
    )
    assert rescheduled.status_code == 201, rescheduled.text
    for kind in (ProgrammeStarted, PlanAgreed, PlanRevised, MilestoneRescheduled):
        fact = stored(face, programme, kind)
        seen = fact.foreseen  # type: ignore[attr-defined] # each of the four has it
        assert seen is not None, kind
        assert {each.concern for each in seen.warned} >= {"one-person", "nothing-follows"}
    assert rescheduled.json()["told"]["p50_on"] >= told_at(face, programme)


def told_at(face: Face, programme: str) -> str:
    agreed_then = stored(face, programme, PlanAgreed)
    assert isinstance(agreed_then, PlanAgreed)
    assert agreed_then.foreseen is not None
    return agreed_then.foreseen.p50_on.isoformat()


def test_other_commands_are_told_nothing(face: Face) -> None:
    programme = face.start()
    sent = {"milestone": "ENG-01", "note": "Minutes"}
    answer = face.client.post(
        f"{programme}/evidence", json=sent, headers={**face.acts(FOUNDER), "Idempotency-Key": "evidence"}
    )
    assert answer.status_code == 201
    assert "told" not in answer.json()


def test_the_engine_raises_a_duty_when_the_forecast_passes_the_end_of_the_funding(face: Face) -> None:
    programme = agreed(face)
    ends = date(2026, 3, 2) + timedelta(weeks=150)
    body = {"duty": "grant-ends", "title": "The grant ends", "due": ends.isoformat(), "limit": "funding-end"}
    raised = face.client.post(
        f"{programme}/duties", json=body, headers={**face.acts(FOUNDER), "Idempotency-Key": "grant"}
    )
    assert raised.status_code == 201, raised.text
    door = face.waymark.front_door
    door.ask(reference(programme), Advance(), actor=ENGINE, command_id="advance/1")
    fact = stored(face, programme, DutyOpened)
    assert isinstance(fact, DutyOpened)
    assert (fact.kind, fact.about) == ("forecast", "grant-ends")
    assert fact.expected is not None
    assert fact.expected > ends
    assert fact.due == date(2026, 3, 30)
    said = door.ask(reference(programme), Advance(), actor=ENGINE, command_id="advance/2")
    assert said.recorded == ()
