"""Nobody gets at how somebody is reached, or what they need, by writing their number into a programme of their own."""

import pytest

from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Appoint, Command, ReplaceMentor, StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.people import PersonCard
from tests.attacks.town import OTHERS, Town
from tests.service.face import STRANGER, assert_problem

HOME = "7 Hidden Lane"
NAMED: tuple[tuple[type[Command], dict[str, object]], ...] = (
    (Appoint, {"person": WORKER, "role": "worker"}),
    (Appoint, {"person": WORKER, "role": "funder"}),
    (AppointBoardMember, {"person": WORKER, "from_constituency": True}),
    (ReplaceMentor, {"mentor": {"organisation": "Another", "coordinator": WORKER}, "reason": "We want another."}),
)


@pytest.fixture
def lives(town: Town) -> Town:
    town.face.waymark.people.change(WORKER, PersonCard(name="Wanda Worker", post=HOME, channel="post"))
    return town


def sees_home(town: Town, attacker: str) -> bool:
    town.face.catch_up()
    one = town.face.get(f"/api/people/{WORKER[7:]}", attacker)
    return HOME in one.text + town.face.get("/api/people", attacker).text


@pytest.mark.parametrize(("kind", "body"), NAMED, ids=lambda each: getattr(each, "NAME", ""))
@pytest.mark.parametrize("by", [COORDINATOR, FOUNDER])
def test_a_part_in_another_programme_is_offered_by_an_invitation_only(
    lives: Town, kind: type[Command], body: dict[str, object], by: str
) -> None:
    refused = lives.face.post(kind, OTHERS[by], lives.theirs, body)
    assert_problem(refused, 403, "not-allowed")
    assert not sees_home(lives, OTHERS[COORDINATOR])


def test_a_funder_cannot_start_a_programme_to_see_where_somebody_lives(lives: Town) -> None:
    """A funder knows the numbers of everybody in the programme, and whoever has an account may coordinate one."""
    body = {
        **EXAMPLES[StartProgramme],
        "mentor": {"organisation": "Mine", "coordinator": FUNDER},
        "people": [{"person": WORKER, "role": "worker"}],
    }
    assert_problem(lives.face.post(StartProgramme, FUNDER, body=body), 403, "not-allowed")
    assert not sees_home(lives, FUNDER)


def test_somebody_who_signs_in_is_asked_even_before_they_take_part_anywhere(lives: Town) -> None:
    person = lives.house.join("new@example.org", "Nora New")
    refused = lives.face.post(Appoint, COORDINATOR, lives.ours, {"person": person, "role": "worker"})
    assert_problem(refused, 403, "not-allowed")


def test_those_one_helps_already_and_those_nobody_knows_are_given_parts_as_before(lives: Town) -> None:
    for person, role in ((SECOND_FOUNDER, "board"), (STRANGER, "worker"), (COORDINATOR, "worker")):
        done = lives.face.post(Appoint, COORDINATOR, lives.ours, {"person": person, "role": role})
        assert done.status_code == 201, done.text
    people = [{"person": WORKER, "role": "worker"}, {"person": FOUNDER, "role": "founder"}]
    again = lives.face.post(StartProgramme, COORDINATOR, body={**EXAMPLES[StartProgramme], "people": people})
    assert again.status_code == 201, again.text
    assert sees_home(lives, COORDINATOR)
