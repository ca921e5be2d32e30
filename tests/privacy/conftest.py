"""An installation of its own for each test."""

from collections.abc import Iterator

import pytest

from service.assembly import Waymark, build
from service.settings import Settings


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings, pool_size=6) as made:
        yield made
