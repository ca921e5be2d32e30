"""A programme whose people send files, and a virus scanner that this test machine keeps itself."""

from collections.abc import Iterator

import pytest

from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FUNDER
from tests.service.evidence.fake_clamd import FakeClamd
from tests.service.face import Face


@pytest.fixture
def programme(face: Face) -> str:
    """The address of a programme with a coordinator, a founder, a worker and a funder."""
    address = face.start()
    appointed = face.post(Appoint, COORDINATOR, address, {"person": FUNDER, "role": "funder"})
    assert appointed.status_code == 201, appointed.text
    return address


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with FakeClamd() as scanner:
        yield scanner
