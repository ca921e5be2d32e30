"""Who sees what, when somebody has a part in many programmes: asked of the store at once, and never what was."""

from uuid import uuid4

from domain.programme_commands import Appoint, EndAppointment
from service.api_examples import COORDINATOR, FUNDER
from service.assembly import build
from service.settings import Settings
from service.visibility import Visibility
from tests.service.face import Face


def test_a_part_that_another_process_gave_or_took_away_is_seen_at_once(face: Face, settings: Settings) -> None:
    programmes = [_started(face) for _ in range(4)]
    with build(settings, clock=face.clock) as other:
        elsewhere = Visibility(other.front_door)

        def seen() -> set[str]:
            found = {str(each.resource.programme) for each in elsewhere.sights(programmes, FUNDER)}
            seeing = elsewhere.seeing_of(FUNDER)
            assert {each for each in programmes if seeing(each).groups} == found
            assert {each for each in programmes if elsewhere.may_read(each, FUNDER)} == found
            return found

        assert seen() == set()
        for each in programmes:
            _do(face, Appoint, each)
        assert seen() == set(programmes)
        _do(face, EndAppointment, programmes[2])
        assert seen() == {*programmes[:2], programmes[3]}
        _do(face, Appoint, programmes[2])
        _do(face, EndAppointment, programmes[0])
        assert seen() == set(programmes[1:])


def _started(face: Face) -> str:
    return f"programme:{face.start(organisation=f'Group {uuid4().hex[:6]}').rpartition('/')[2]}"


def _do(face: Face, kind: type[Appoint | EndAppointment], programme: str) -> None:
    answer = face.post(kind, COORDINATOR, f"/api/programmes/{programme.partition(':')[2]}")
    assert answer.status_code == 201, answer.text
