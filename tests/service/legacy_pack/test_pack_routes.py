"""The legacy pack over HTTP: for those who may see the programme, each as far as it is for them."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.learning_commands import AgreeBuddy
from domain.programme_commands import Appoint
from domain.roles import Role
from domain.sharing_commands import DecideSharing
from service.api import build_app
from service.legacy_pack.contents import PackContents
from service.legacy_pack.shelf import PATIENCE, PackShelf
from tests.service.face import STRANGER, Face, MovedClock, assert_problem
from tests.service.group import FOUNDER, MENTOR, Group

FUNDER = "person:9b4e28ba-2fa1-41d2-883f-0016d3cca4ff"


@pytest.fixture
def face(leaving: Group) -> Iterator[Face]:
    clock = MovedClock()
    clock.at = leaving.hands.now
    leaving.ask(Appoint(person=FUNDER, role=Role.FUNDER), MENTOR)
    leaving.ask(AgreeBuddy(organisation="The next group", gives=True))
    with TestClient(build_app(leaving.waymark), base_url="http://127.0.0.1") as client:
        yield Face(client, leaving.waymark, clock)


def opened(answer: Response) -> PackContents:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="legacy-')
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(BytesIO(answer.content)) as pack:
        assert pack.testzip() is None
        return PackContents.model_validate_json(pack.read("legacy.json"))


def address(leaving: Group, before: str = "/api") -> str:
    return f"{before}/programmes/{leaving.id.removeprefix('programme:')}/legacy-pack"


def titles(pack: PackContents) -> list[str]:
    return [each.published.title for each in pack.resources]


def test_a_member_takes_what_is_for_members_and_a_part_to_pass_on(leaving: Group, face: Face) -> None:
    mine = opened(face.get(address(leaving), FOUNDER))
    for_all = opened(face.get(address(leaving) + "?for=everybody", FOUNDER))

    assert titles(mine) == ["Ask before you book", "Our access check", "A room"]
    assert titles(for_all) == ["Ask before you book", "Our access check"]
    assert (for_all.withheld, len(mine.neighbours)) == (2, 1)
    assert "Ann" not in for_all.model_dump_json(), "nobody is named"


def test_a_funder_gets_what_is_for_everybody_and_not_whom_the_group_helps(leaving: Group, face: Face) -> None:
    pack = opened(face.get(address(leaving), FUNDER))

    assert titles(pack) == ["Ask before you book", "Our access check"]
    assert pack.neighbours == ()
    assert_problem(face.get(address(leaving) + "?for=waymark", FUNDER), 403, "not-allowed")
    assert_problem(face.get(address(leaving) + "?made=at-the-end", FUNDER), 403, "not-allowed")


def test_a_group_that_hides_its_plan_hides_it_in_the_pack_too(leaving: Group, face: Face) -> None:
    leaving.ask(DecideSharing(role=Role.FUNDER, group="plan", shown=False, reason="It is ours."))

    assert_problem(face.get(address(leaving), FUNDER), 403, "not-allowed")


def test_for_a_stranger_there_is_no_pack(leaving: Group, face: Face) -> None:
    assert_problem(face.get(address(leaving), STRANGER), 404, "unknown-programme")
    assert face.get(address(leaving, ""), STRANGER).status_code == 404
    assert face.client.get(address(leaving)).status_code == 401


def test_the_pack_that_was_kept_at_the_end_can_be_had_as_it_was(leaving: Group, face: Face) -> None:
    asked = address(leaving) + "?made=at-the-end"
    assert_problem(face.get(asked, FOUNDER), 404, "unknown-part")
    leaving.hands.now += PATIENCE
    PackShelf(leaving.waymark).keep(leaving.id)

    answer = face.get(asked, FOUNDER)
    assert titles(opened(answer)) == ["Ask before you book", "Our access check"]
    assert answer.content == PackShelf(leaving.waymark).place(leaving.id).read_bytes()


def test_the_pages_of_an_ended_programme_and_of_what_it_left_lead_to_the_pack(leaving: Group, face: Face) -> None:
    face.catch_up()
    programme = address(leaving, "").removesuffix("/legacy-pack")
    link = f'<a href="{address(leaving, "")}">Take away what is left behind</a>'
    thing = f"/library/{programme.rpartition('/')[2]}/1"

    assert link in face.get(programme, FOUNDER).text
    assert link in face.get(thing, FOUNDER).text
    assert link not in face.get(thing, STRANGER).text
    assert titles(opened(face.get(address(leaving, ""), FOUNDER)))
