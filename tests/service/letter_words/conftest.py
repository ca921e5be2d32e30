from collections.abc import Iterator
from pathlib import Path

import pytest

from service.views import create_views
from tests.service.group import Group, Hands, group, settings_of
from tests.service.letter_words.kinds import filled


@pytest.fixture
def ours(tmp_path: Path, app_url: str, owner_url: str) -> Iterator[Group]:
    create_views(owner_url)
    settings = settings_of(tmp_path / "home", app_url, owner_url).model_copy(update={"demonstration": True})
    with group(settings, Hands()) as ours:
        yield filled(ours)
