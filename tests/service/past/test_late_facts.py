"""What was true before it was known: both days are shown, and why they differ."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain.event import Fact, Meta, Recorded
from domain.journal_commands import CorrectFigure, CountPeople, MeetDuty, RaiseDuty, RecordDecision, RecordLesson
from domain.milestone_commands import AddEvidence, Block, CorrectDate, Submit
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Command, StartPartWay
from projections.facts import KNOWN
from projections.history_late import lateness
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, WORKER
from tests.domain.samples import SAMPLES
from tests.service.face import Face

BEFORE, TRUE, KNOWN_DAY = "2026-03-02", "2026-03-03", "2026-04-09"
BOTH = "This was true on 3 March 2026, but only known here from 9 April 2026."
MEETING = {
    "body": "founding group",
    "held_on": TRUE,
    "present": 5,
    "votes_for": 5,
    "minute": "All agreed.",
}
LATE: dict[str, tuple[type[Command], str, dict[str, Any]]] = {
    "evidence": (AddEvidence, WORKER, {"milestone": "ENG-01", "note": "Signed.", "occurred_on": TRUE}),
    "held up": (Block, WORKER, {"milestone": "ENG-01", "kind": "money", "occurred_on": TRUE}),
    "a count": (CountPeople, WORKER, {**EXAMPLES[CountPeople], "occurred_on": TRUE}),
    "a lesson": (RecordLesson, WORKER, {"lesson": "Begin early.", "occurred_on": TRUE}),
    "a meeting's decision": (RecordDecision, WORKER, {"decision": "Tea is free.", "on_behalf_of": MEETING}),
    "a seat on the board": (AppointBoardMember, FOUNDER, {**EXAMPLES[AppointBoardMember], "occurred_on": TRUE}),
}


def told(face: Face, programme: str, **asked: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = face.get(f"{programme}/history", limit=500, **asked).json()["entries"]
    return entries


def post(face: Face, programme: str, kind: type[Command], actor: str, body: Mapping[str, object]) -> int:
    """Ask for something, and give its position."""
    answer = face.post(kind, actor, programme, body)
    assert answer.status_code == 201, answer.text
    face.catch_up()
    return int(answer.json()["position"])


def at(entries: list[dict[str, Any]], position: int) -> list[dict[str, Any]]:
    return [entry for entry in entries if entry["position"] == position]


@pytest.mark.parametrize("kind", LATE)
def test_every_late_fact_is_on_the_day_it_was_true_and_on_the_day_it_was_known(face: Face, kind: str) -> None:
    programme = face.start()
    face.clock.move(days=38)
    position = post(face, programme, *LATE[kind])

    assert at(told(face, programme, true_on=TRUE), position)
    assert not at(told(face, programme, true_on=BEFORE), position)
    assert at(told(face, programme, known_at=KNOWN_DAY), position)
    assert not at(told(face, programme, known_at="2026-04-08"), position)
    assert not at(told(face, programme, known_at="2026-04-08", true_on=TRUE), position)
    (entry,) = at(told(face, programme), position)
    assert (entry["late"], entry["true_from"]) == (BOTH, TRUE)


@pytest.mark.parametrize("fact", [each for each in SAMPLES if type(each) in KNOWN], ids=lambda each: each.TOPIC)
def test_whatever_is_told_late_says_so(fact: Fact) -> None:
    meta = Meta(
        id=uuid4(),
        ledger="programme:x",
        actor=WORKER,
        role="worker",
        recorded_at=datetime(2026, 4, 9, 10, tzinfo=UTC),
        occurred_on=date(2026, 3, 3),
        command_id="c",
    )
    said = lateness(Recorded("programme:x", 1, meta, fact), ())  # type: ignore[arg-type]  # it is one of them

    assert said is not None
    assert "but only known here from 9 April 2026." in said
    in_time = meta.model_copy(update={"recorded_at": datetime(2026, 3, 2, 10, tzinfo=UTC)})
    soon = lateness(Recorded("programme:x", 1, in_time, fact), ())  # type: ignore[arg-type]  # the same
    assert "known here" not in (soon or "")


def test_every_kind_of_event_has_a_sample_to_be_late() -> None:
    assert {type(each) for each in SAMPLES} >= KNOWN


def test_a_day_that_was_put_right_is_told_with_both_days_by_both_events(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=10)
    evidence(face, programme)
    submitted = post(face, programme, Submit, WORKER, {"milestone": "ENG-01"})
    face.clock.move(days=28)
    body = {"milestone": "ENG-01", "step": "submitted", "correct": TRUE, "reason": "The minute says so."}
    corrected = post(face, programme, CorrectDate, COORDINATOR, body)

    (first,), (second,) = at(told(face, programme), submitted), at(told(face, programme), corrected)
    assert first["late"] == "On 9 April 2026 its day was put right: it was true on 3 March 2026, not on 12 March 2026."
    assert second["late"] == f"{BOTH} Until then the record said 12 March 2026."
    assert (first["occurred_on"], first["true_from"]) == ("2026-03-12", TRUE)
    then = told(face, programme, true_on=TRUE)
    assert at(then, submitted)
    assert at(then, corrected)
    # As it was known before the correction, nothing of this was so.
    earlier = told(face, programme, known_at="2026-04-08", true_on=TRUE)
    assert not at(earlier, submitted)
    (known,) = at(told(face, programme, known_at="2026-04-08"), submitted)
    assert (known["late"], known["true_from"]) == (None, "2026-03-12")
    assert progress(face, programme, true_on=TRUE)["counts"]["submitted"] == 1
    assert progress(face, programme, true_on=BEFORE)["counts"]["submitted"] == 0
    assert progress(face, programme, known_at="2026-04-08", true_on=TRUE)["counts"]["submitted"] == 0


def test_a_figure_that_was_put_right_was_always_the_right_one(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=1)
    post(face, programme, CountPeople, WORKER, EXAMPLES[CountPeople])
    face.clock.move(days=37)
    corrected = post(face, programme, CorrectFigure, WORKER, EXAMPLES[CorrectFigure])

    (entry,) = at(told(face, programme), corrected)
    assert (entry["late"], entry["true_from"]) == (f"{BOTH} Until then the record said 3.", TRUE)
    assert progress(face, programme, true_on=TRUE)["people"]["trained"] == 4
    assert progress(face, programme, known_at="2026-04-08")["people"]["trained"] == 3
    assert progress(face, programme, true_on=BEFORE)["people"]["trained"] == 0


def test_a_duty_that_was_met_long_ago_says_so(face: Face) -> None:
    programme = face.start()
    post(face, programme, RaiseDuty, WORKER, EXAMPLES[RaiseDuty])
    face.clock.move(days=38)
    position = post(face, programme, MeetDuty, WORKER, {"duty": "end-of-lease", "occurred_on": TRUE})

    assert at(told(face, programme), position)[0]["late"] == BOTH


def test_what_was_reached_before_waymark_is_on_its_own_day(face: Face) -> None:
    programme = face.post(StartPartWay, COORDINATOR, "/api/programmes").headers["Location"]
    face.catch_up()

    assert progress(face, programme, true_on="2026-02-27")["counts"]["accepted"] == 1
    assert progress(face, programme, true_on="2026-02-26")["counts"]["accepted"] == 0
    accepted = next(entry for entry in told(face, programme) if entry["topic"] == "programme.milestone-accepted.v1")
    assert accepted["late"] == "This was true on 27 February 2026, but only known here from 2 March 2026."


def test_the_board_is_counted_by_when_people_joined_not_by_when_it_was_told(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=20)
    post(face, programme, AppointBoardMember, FOUNDER, {**EXAMPLES[AppointBoardMember], "occurred_on": "2026-03-20"})
    face.clock.move(days=18)
    late = {"person": WORKER, "from_constituency": False, "occurred_on": "2026-03-10"}
    post(face, programme, AppointBoardMember, FOUNDER, late)

    def voting(**asked: str) -> int:
        found: int = progress(face, programme, **asked)["board"]["voting"]
        return found

    assert [voting(true_on=f"2026-03-{day}") for day in ("09", "10", "19", "20")] == [0, 1, 1, 2]
    assert voting(known_at="2026-04-08") == 1


def test_the_difference_between_known_then_and_true_then_is_what_came_late(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=38)
    position = post(face, programme, *LATE["evidence"])
    found = face.get(f"{programme}/history/difference", from_known_at=TRUE, to_true_on=TRUE).json()

    assert [entry["position"] for entry in found["entries"]] == [position]
    assert found["entries"][0]["late"] == BOTH
    (change,) = found["changes"]
    assert (change["name"], change["before"], change["after"]) == ("milestones.ENG-01.evidence", 0, 1)
    assert [cause["position"] for cause in change["causes"]] == [position]


def evidence(face: Face, programme: str) -> int:
    return post(face, programme, AddEvidence, WORKER, {"milestone": "ENG-01", "note": "Signed."})


def progress(face: Face, programme: str, **asked: str) -> dict[str, Any]:
    answer = face.get(f"{programme}/history/progress", **asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
