"""Row 9: fifty people, or one with a nervous finger, accept the same milestone at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from domain.milestone_commands import Accept, Submit
from service.api_examples import FOUNDER, SECOND_FOUNDER, WORKER
from tests.attacks.conftest import Tried
from tests.attacks.town import Town, ref_of


def test_row_9_fifty_at_once_accept_and_one_is_first(town: Town, tried: Tried) -> None:
    face = town.face
    assert face.post(Submit, WORKER, town.ours).status_code == 201
    before = face.waymark.store.end()

    def accept(number: int) -> int:
        by = (FOUNDER, SECOND_FOUNDER)[number % 2]
        return face.post(Accept, by, town.ours, {"milestone": "ENG-01"}, key=f"nervous-{number}").status_code

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(accept, range(50)))
    tried["at the same moment"] += 50
    assert sorted(answers) == [201] + [409] * 49
    recorded = [
        event for event in face.waymark.store.read(before, 100) if event.fact.TOPIC == "programme.milestone-accepted.v1"
    ]
    assert [event.meta.ledger for event in recorded] == [ref_of(town.ours)]
