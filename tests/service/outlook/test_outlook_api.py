"""Looking ahead over HTTP: forecasts, time travel, what-ifs and previews, for those who are shown the plan."""

from datetime import date, timedelta
from time import process_time
from typing import Any

from httpx2 import Response

from domain.milestone_commands import AgreePlan, RevisePlan
from domain.plan_events import PlanRevised
from domain.roles import Role
from domain.sharing_commands import DecideSharing
from service.api_addresses import programme_of
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import STRANGER, Face, assert_problem


def agreed(face: Face) -> str:
    programme = face.start()
    assert face.post(AgreePlan, FOUNDER, programme, body={}).status_code == 201
    face.catch_up()
    return programme


def asked(face: Face, address: str, body: object, actor: str = FOUNDER) -> Response:
    return face.client.post(address, json=body, headers=face.acts(actor))


def read(face: Face, address: str, **query: object) -> dict[str, Any]:
    answer = face.get(address, COORDINATOR, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def events(face: Face, programme: str) -> int:
    return len(face.waymark.store.load(programme_of(programme.rpartition("/")[2]), 0))


def test_a_programme_is_forecast_with_p50_p80_and_what_drives_the_end(face: Face) -> None:
    found = read(face, f"{agreed(face)}/forecast")
    assert date(2026, 3, 2) < date.fromisoformat(found["p50_on"]) < date.fromisoformat(found["p80_on"])
    assert found["critical_path"][0] == "ENG-01"
    assert len(found["milestones"]) == 59
    assert {each["kind"] for each in found["drivers"]} == {"milestone", "party"}
    by = {each["id"]: each for each in found["milestones"]}
    assert by["ENG-01"]["due"] is not None
    assert 0 < by["ENG-01"]["chance"] < 1
    assert by["GOV-05"]["chance"] is None


def test_every_milestone_has_a_chance_by_a_date(face: Face) -> None:
    found = read(face, f"{agreed(face)}/forecast", by="2027-03-01", runs=500)
    by = {each["id"]: each["chance"] for each in found["milestones"]}
    assert by["ENG-01"] == 1
    assert 0 < by["GOV-06"] <= 1
    assert by["LEG-05"] == 0 == found["chance"]


def test_slow_months_count_when_they_are_asked_for(face: Face) -> None:
    programme = agreed(face)
    usual, quiet = (read(face, f"{programme}/forecast", runs=500, quiet=q)["p50_weeks"] for q in (False, True))
    assert usual < quiet < usual + 26


def test_the_same_question_is_answered_at_once(face: Face) -> None:
    programme = agreed(face)
    first = read(face, f"{programme}/forecast")
    begins = process_time()
    assert read(face, f"{programme}/forecast") == first
    assert process_time() - begins < 5, "of work, however busy the machine is"


def test_a_forecast_can_be_had_as_it_stood_on_a_past_day_and_how_it_moved(face: Face) -> None:
    programme = agreed(face)
    first = read(face, f"{programme}/forecast", runs=500)
    face.clock.move(days=200)
    later = read(face, f"{programme}/forecast", runs=500)
    assert later["p50_on"] > first["p50_on"], "nothing was reached for half a year"
    assert read(face, f"{programme}/forecast", runs=500, on="2026-03-02") == first

    drift = read(face, f"{programme}/forecast/drift")
    assert [point["on"] for point in drift["points"]][:2] == ["2026-03-02", "2026-03-31"]
    assert [point["why"] for point in drift["points"]][0::7] == ["start", "today"]
    assert drift["points"][-1]["p50_on"] > drift["points"][0]["p50_on"]
    assert drift["sentence"].startswith("On 2 March 2026 half of the runs ended by ")
    assert drift["sentence"].endswith(" weeks later.")


def test_a_day_before_the_beginning_or_to_come_cannot_be_asked_about(face: Face) -> None:
    programme = agreed(face)
    assert_problem(face.get(f"{programme}/forecast", on="2026-03-01"), 404, "unknown-part")
    assert_problem(face.get(f"{programme}/forecast", on="2026-03-03"), 422, "day-not-possible")


def test_a_what_if_compares_two_futures_and_writes_nothing(face: Face) -> None:
    programme = agreed(face)
    before = events(face, programme)
    away = {"change": "away", "who": "worker", "begins_on": "2027-06-01", "weeks": 13}
    late = {"change": "late", "milestone": "PPL-01", "weeks": 13}
    answer = asked(face, f"{programme}/what-ifs", {"changes": [away, late]})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["p50_later_by_weeks"] > 4
    assert found["sentence"].startswith("This ends ")
    assert found["revision"] is None, "none of this can be planned"
    against = asked(face, f"{programme}/what-ifs", {"changes": [away, late], "against": [late]}).json()
    assert 0 <= against["p50_later_by_weeks"] < found["p50_later_by_weeks"]
    assert events(face, programme) == before


def test_the_group_adopts_a_what_if_and_the_revision_says_which(face: Face) -> None:
    programme = agreed(face)
    asked_for = {
        "what_if": "slower-register",
        "fork_on": "2026-03-02",
        "changes": [
            {"change": "retime", "milestone": "GOV-05", "weeks": {"earliest": 8, "typical": 30, "latest": 52}},
            {"change": "more-hands", "who": "worker", "begins": 60},
        ],
    }
    revision = asked(face, f"{programme}/what-ifs", asked_for, WORKER).json()["revision"]
    body = {**revision, "reason": "We looked at it together."}
    assert_problem(face.post(RevisePlan, WORKER, programme, body=body), 403, "not-allowed")
    forged = {**body, "changes": [{**revision["changes"][0], "milestone": "GOV-06"}]}
    assert_problem(face.post(RevisePlan, FOUNDER, programme, body=forged), 422, "plan-broken")
    adopted = face.post(RevisePlan, FOUNDER, programme, body=body)
    assert adopted.status_code == 201, adopted.text
    fact = face.waymark.store.load(programme_of(programme.rpartition("/")[2]), 0)[-1].fact
    assert isinstance(fact, PlanRevised)
    assert fact.from_what_if is not None
    assert fact.from_what_if.what_if == "slower-register"
    assert fact.from_what_if.digest == revision["from_what_if"]["digest"]
    assert [each.change for each in fact.from_what_if.beside_plan] == ["more-hands"]
    assert fact.foreseen is not None


def test_a_plan_is_looked_at_before_it_is_decided(face: Face) -> None:
    programme = agreed(face)
    before = events(face, programme)
    squeezed = {"change": "retime", "milestone": "PPL-02", "weeks": {"earliest": 4, "typical": 6, "latest": 8}}
    late = {"milestone": "ENG-01", "due": "2026-03-09"}
    found = asked(
        face, f"{programme}/plan-checks", {"changes": [squeezed], "new_dates": [late], "by": "2027-03-01"}
    ).json()
    concerns = {each["concern"] for each in found["findings"]}
    assert {"cannot-be-done", "under-floor", "shorter-than-usual", "date-unlikely"} <= concerns
    assert found["chance"] == 0
    assert found["warnings"][0].startswith("This cannot be done in 52 weeks (12 months).")
    assert any(each.startswith("ENG-01 is more likely to miss its date than to keep it.") for each in found["warnings"])
    assert events(face, programme) == before
    assert_problem(
        asked(face, f"{programme}/plan-checks", {"new_dates": [{"milestone": "LEG-05", "due": "2026-03-09"}]}),
        409,
        "not-now",
    )


def test_a_review_lists_what_moved_and_what_now_drives_the_end(face: Face) -> None:
    programme = agreed(face)
    face.clock.move(days=150)
    found = read(face, f"{programme}/review-agenda")
    assert found["since"] == "2026-03-02"
    assert found["p50_on"] > found["was_p50_on"]
    assert found["sentence"].endswith(" weeks later.")
    assert found["moved"]
    assert "ENG-01" in found["drives_the_end"]


def test_what_would_help_comes_first_and_what_would_harm_last(face: Face) -> None:
    found = face.get(f"{agreed(face)}/forecast/comparisons").json()
    moves = [each["p50_later_by_weeks"] for each in found]
    assert moves == sorted(moves)
    assert moves[0] < 0 < moves[-1]
    assert found[-1]["what"] in {
        each["what"] for each in found if "without the worker" in each["what"] or "late" in each["what"]
    }


def test_a_plan_is_forecast_before_a_programme_starts_and_two_are_compared(face: Face) -> None:
    found = read(face, "/api/plans/ulo-from-scratch/forecast", start_on="2027-04-01", by="2028-04-01", runs=500)
    assert found["realism"][0]["concern"] == "cannot-be-done"
    assert found["typical_weeks"] == 137
    compared = read(face, "/api/plans/ulo-from-scratch/comparison", other="existing-group", runs=500)
    assert compared["p50_later_by_weeks"] < 0
    assert_problem(face.get("/api/plans/no-such/forecast"), 404, "plan-unreadable")


def test_only_those_who_are_shown_the_plan_see_its_forecast(face: Face) -> None:
    programme = agreed(face)
    addresses = [f"{programme}/{each}" for each in ("forecast", "forecast/drift", "review-agenda")]
    for address in addresses:
        assert_problem(face.get(address, STRANGER), 404, "unknown-programme")
    appointed = face.client.post(
        f"{programme}/appointments",
        json={"person": FUNDER, "role": "funder"},
        headers={**face.acts(COORDINATOR), "Idempotency-Key": "funder"},
    )
    assert appointed.status_code == 201
    assert face.get(addresses[0], FUNDER).status_code == 200
    hidden = {"role": Role.FUNDER.value, "group": "milestones", "shown": False, "reason": "Not yet."}
    assert face.post(DecideSharing, FOUNDER, programme, body=hidden).status_code == 201
    assert face.get(addresses[0], FUNDER).json()["milestones"] == []
    assert_problem(face.get(addresses[2], FUNDER), 403, "not-allowed")
    assert face.post(DecideSharing, FOUNDER, programme, body={**hidden, "group": "plan"}).status_code == 201
    assert_problem(face.get(addresses[0], FUNDER), 403, "not-allowed")
    assert_problem(asked(face, f"{programme}/what-ifs", {"changes": []}, FUNDER), 422, "fields-not-understood")


def test_a_page_says_in_words_first_whether_we_are_realistic_and_what_would_help(face: Face) -> None:
    programme = agreed(face)
    body = {
        "duty": "grant-ends",
        "title": "The grant ends",
        "due": (date(2026, 3, 2) + timedelta(weeks=150)).isoformat(),
        "limit": "funding-end",
    }
    headers = {**face.acts(FOUNDER), "Idempotency-Key": "grant"}
    assert face.client.post(f"{programme}/duties", json=body, headers=headers).status_code == 201
    page = face.get(programme.replace("/api", "") + "/forecast", FOUNDER)
    assert page.status_code == 200, page.text
    html = page.text
    assert "Are we realistic, and what would help most?" in html
    assert "The funding ends on" in html
    assert html.index("Look at this before you decide") < html.index("<svg")
    assert html.count("<svg") == html.count("</desc>") >= 3
    assert html.count("<table>") >= 3
    past = face.get(programme.replace("/api", "") + "/forecast", FOUNDER, on="2026-03-02")
    assert "as it stood on" in past.text
