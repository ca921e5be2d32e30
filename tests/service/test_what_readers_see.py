"""What a group does not show leaves no trace in any reading of a funder; what it shows is there at once."""

import pytest

from domain import journal_commands as journal
from domain import milestone_commands as milestones
from domain import organisation_commands as organisation
from domain import programme_commands as whole
from domain.event import ENGINE
from domain.presence import Presence
from domain.programme_commands import Command
from domain.sharing_commands import DecideSharing, RequestBreakGlass
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.people import PersonCard
from tests.service.face import Face, assert_problem

PARTS = ("", "/milestones/ENG-01", "/agenda", "/history")
CANARY = "canary-7f3a"
HIDDEN: tuple[tuple[str, type[Command], dict[str, object]], ...] = (
    ("blocked", milestones.Block, {"milestone": "ENG-01", "kind": "access", "note": CANARY}),
    ("blocked", milestones.Unblock, {"milestone": "ENG-01", "note": CANARY}),
    ("mentoring", journal.RecordMentoringSession, {"minutes": 90, "note": CANARY}),
    ("celebrations", journal.RecordCelebration, {"note": CANARY}),
    ("lessons", journal.RecordLesson, {"lesson": CANARY}),
    ("duties", journal.RaiseDuty, {"duty": "end-of-lease", "title": CANARY, "due": "2026-03-20"}),
    ("board", organisation.AppointBoardMember, {"person": SECOND_FOUNDER, "from_constituency": True}),
    ("board", organisation.SetThreshold, {"threshold": 80, "reason": CANARY}),
)


@pytest.fixture
def programme(face: Face) -> str:
    """A programme with a funder, whose plan is not agreed yet."""
    address = face.start()
    assert face.post(whole.Appoint, COORDINATOR, address, {"person": FUNDER, "role": "funder"}).status_code == 201
    face.catch_up()
    return address


def read(face: Face, programme: str, who: str = FUNDER) -> list[bytes]:
    """Everything a reader reads."""
    face.catch_up()
    answers = [face.get(programme + part, who) for part in PARTS]
    answers += [face.get("/api/programmes", who), face.get("/api/agenda", who)]
    assert {answer.status_code for answer in answers} == {200}
    assert who != FUNDER or not any("ETag" in answer.headers for answer in answers)
    return [answer.content for answer in answers]


@pytest.mark.parametrize(("group", "kind", "body"), HIDDEN, ids=lambda each: getattr(each, "NAME", ""))
def test_what_is_hidden_leaves_no_trace(
    face: Face, programme: str, group: str, kind: type[Command], body: dict[str, object]
) -> None:
    if kind is milestones.Unblock:
        face.post(milestones.Block, WORKER, programme, {"milestone": "ENG-01", "kind": "money"})
    funders, founders = read(face, programme), read(face, programme, FOUNDER)
    assert face.post(kind, COORDINATOR if group == "mentoring" else FOUNDER, programme, body).status_code == 201
    assert read(face, programme) == funders, "not even that something happened"
    assert read(face, programme, FOUNDER) != founders


def test_a_reminder_is_nothing_to_a_funder(face: Face, programme: str) -> None:
    ref = f"programme:{programme.rpartition('/')[2]}"
    face.clock.move(days=200)
    funders = read(face, programme)
    asked = face.waymark.front_door.ask(ref, whole.Prompt(about="milestone/ENG-01"), actor=ENGINE, command_id="tick")
    assert asked.recorded == ("programme.prompted.v1",)
    assert read(face, programme) == funders


def test_words_are_not_shown_beside_the_facts(face: Face, programme: str) -> None:
    body = {"milestone": "ENG-01", "due": "2027-01-04", "reason": CANARY}
    assert face.post(milestones.Reschedule, WORKER, programme, body).status_code == 201
    assert CANARY.encode() not in b"".join(read(face, programme))
    assert CANARY.encode() in b"".join(read(face, programme, FOUNDER))
    assert "new date" in face.get(programme + "/history", FUNDER).json()["entries"][-1]["sentence"]


def test_what_is_shown_is_there_at_once_and_gone_when_it_is_withdrawn(face: Face, programme: str) -> None:
    face.post(milestones.Block, WORKER, programme, {"milestone": "ENG-01", "kind": "access"})
    before = face.get(programme + "/milestones/ENG-01", FUNDER).json()
    shown = {**EXAMPLES[DecideSharing], "shown": True}
    assert face.post(DecideSharing, FOUNDER, programme, shown).status_code == 201
    face.catch_up()
    after = face.get(programme + "/milestones/ENG-01", FUNDER).json()
    assert before["milestone"]["blocked"] is None
    assert after["milestone"]["blocked"]["kind"] == "access"
    assert "blocked" in before["not_shown"]
    assert "blocked" not in after["not_shown"]
    assert face.post(DecideSharing, FOUNDER, programme, {**shown, "shown": False}).status_code == 201
    assert face.get(programme + "/milestones/ENG-01", FUNDER).json() == before


def test_the_history_says_when_and_why_something_was_shown(face: Face, programme: str) -> None:
    face.post(DecideSharing, FOUNDER, programme)
    face.catch_up()
    (entry,) = [each for each in face.get(programme + "/history").json()["entries"] if "sharing" in each["topic"]]
    assert "Funders now see: what cannot go on, and since when." in entry["sentence"]
    assert entry["words"] == [{"label": "Reason", "text": "Our funder can help with the lift.", "field": "reason"}]


def test_what_can_never_be_shown_is_refused_with_a_sentence(face: Face, programme: str) -> None:
    body = {**EXAMPLES[DecideSharing], "group": "conversations"}
    problem = assert_problem(face.post(DecideSharing, FOUNDER, programme, body), 403, "not-allowed")
    assert "never shows funders" in problem["detail"]


def test_the_board_is_not_read_by_those_who_are_not_shown_it(face: Face, programme: str) -> None:
    assert_problem(face.get(programme + "/board", FUNDER), 403, "not-allowed")
    face.post(DecideSharing, FOUNDER, programme, {**EXAMPLES[DecideSharing], "group": "board"})
    face.post(organisation.AppointBoardMember, FOUNDER, programme)
    seen = face.get(programme + "/board", FUNDER).json()
    assert (seen["voting"], len(seen["seats"])) == (1, 1)
    assert (seen["from_constituency"], seen["share"], seen["meets_threshold"]) == (None, None, False)
    assert face.get(programme + "/board", FOUNDER).json()["from_constituency"] == 1


@pytest.mark.parametrize("on", [None, "2026-03-02", "2026-03-01"])
@pytest.mark.parametrize("who", [FUNDER, WORKER])
def test_two_boards_beside_each_other_tell_nobody_who_comes_from_the_constituency(
    face: Face, programme: str, who: str, on: str | None
) -> None:
    face.post(DecideSharing, FOUNDER, programme, {**EXAMPLES[DecideSharing], "group": "board"})
    asked = {} if on is None else {"on": on}

    def share() -> dict[str, object]:
        board = face.get(programme + "/board", who, **asked).json()
        return {name: board[name] for name in ("from_constituency", "share", "meets_threshold", "has_majority")}

    told = []
    for number, flag in enumerate([True, False]):
        body = {"person": (SECOND_FOUNDER, FOUNDER)[number], "from_constituency": flag, "occurred_on": "2026-03-02"}
        assert face.post(organisation.AppointBoardMember, FOUNDER, programme, body).status_code == 201
        told.append(share())
    assert told[0] == told[1]


def test_a_funder_whose_time_is_over_reads_nothing_from_that_day(face: Face) -> None:
    programme = face.start()
    face.post(whole.Appoint, COORDINATOR, programme, {"person": FUNDER, "role": "funder", "ends_on": "2026-03-04"})
    face.catch_up()
    face.clock.move(days=1)
    assert face.get(programme, FUNDER).status_code == 200
    face.clock.move(days=1)
    for part in (*PARTS, "/board"):
        assert_problem(face.get(programme + part, FUNDER), 404, "unknown-programme")
    assert face.get("/api/programmes", FUNDER).json()["programmes"] == []


def test_an_operator_asks_over_the_front_door_and_reads_nothing_by_that(face: Face, programme: str) -> None:
    ref, operator = f"programme:{programme.rpartition('/')[2]}", "person:8b4e28ba-2fa1-41d2-883f-0016d3cca411"
    strong = Presence(operator=True, second_factor=True)
    request = RequestBreakGlass(reason="We look why it hangs.")
    face.waymark.front_door.ask(ref, request, actor=operator, command_id="glass", presence=strong)
    assert_problem(face.get(programme, operator), 404, "unknown-programme")


def test_who_plays_which_part_can_be_hidden_with_their_names(face: Face, programme: str) -> None:
    def named() -> set[str]:
        return {each["person"] for each in face.get("/api/people", FUNDER).json()["people"]}

    assert {COORDINATOR, WORKER, FOUNDER, FUNDER} <= named()
    body = {**EXAMPLES[DecideSharing], "group": "roles", "shown": False}
    assert face.post(DecideSharing, FOUNDER, programme, body).status_code == 201
    assert named() == {FUNDER}


def test_when_it_is_hidden_the_history_says_the_part_and_not_who_played_it(face: Face, programme: str) -> None:
    names = {COORDINATOR: "Cora Cole", WORKER: "Wilma Wood", FOUNDER: "Fay Ford", SECOND_FOUNDER: "Sol Short"}
    for person, name in names.items():
        face.waymark.people.add(PersonCard(name=name), person)
    face.post(milestones.AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "It is done."})
    body = {**EXAMPLES[DecideSharing], "group": "roles", "shown": False}
    assert face.post(DecideSharing, FOUNDER, programme, body).status_code == 201
    face.catch_up()
    told = face.get(programme + "/history", FUNDER).json()["entries"]
    assert {entry["actor"]["ref"] for entry in told} <= {"hidden", ENGINE}
    assert any(entry["sentence"].startswith("A worker added evidence") for entry in told)
    answers = [
        face.get(f"{programme}/{each}", FUNDER).text for each in ("history", "history.csv", "history/difference")
    ]
    answers.append(face.get(f"{programme.removeprefix('/api')}/history", FUNDER).text)
    for answer in answers:
        assert not {name for name in names.values() if name in answer}
        assert WORKER not in answer
    assert "Wilma Wood" in face.get(programme + "/history", FOUNDER).text
