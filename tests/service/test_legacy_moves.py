"""What a group leaves behind moves to another installation with the rest of its record."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from domain.event import Recorded
from domain.resource_commands import PublishResource
from domain.resource_events import PackImported, ResourcePublished
from service.assembly import Waymark, build
from service.event_store import CommandAnswer
from service.group import resources_of
from service.postgres_server import PostgresServer
from service.record_export import export_record
from service.record_import import import_record
from service.record_lines import RecordRefused
from tests.service.group import START, Group, Hands
from tests.service.records import LEFT, a_group_with_a_past, installation


@pytest.fixture
def ours(postgres: PostgresServer, tmp_path: Path) -> Iterator[Group]:
    with installation(postgres, tmp_path / "here") as here, a_group_with_a_past(here) as ours:
        yield ours


@pytest.fixture
def theirs(postgres: PostgresServer, tmp_path: Path) -> Iterator[Waymark]:
    """An empty installation."""
    with (
        installation(postgres, tmp_path / "there") as there,
        build(there, clock=Hands(START + timedelta(weeks=9))) as waymark,
    ):
        yield waymark


@pytest.fixture
def file(ours: Group, tmp_path: Path) -> Path:
    export_record(ours.waymark, ours.id, tmp_path / "record.jsonl", with_people=True)
    return tmp_path / "record.jsonl"


def test_what_it_leaves_behind_moves_with_it_and_its_drafts_are_still_readable(
    ours: Group, file: Path, theirs: Waymark
) -> None:
    import_record(theirs, file)
    moved = Group(theirs, Hands(ours.hands.now), ours.id)
    before, after = (each.front_door.group(ours.id).assets for each in (ours.waymark, theirs))
    assert after == before
    assert after.ownerless == (1,)
    moved.ask(PublishResource(resource=1))
    published = theirs.store.load(resources_of(ours.id))[-1].fact
    assert isinstance(published, ResourcePublished)
    assert (published.edition, published.text) == (2, LEFT)


def test_a_record_is_not_taken_in_beside_a_pack_of_the_same_group(ours: Group, file: Path, theirs: Waymark) -> None:
    first = ours.waymark.store.load(resources_of(ours.id))[0]
    came = PackImported(
        pack="0" * 64,
        organisation="Our Own Voice",
        template="existing-group",
        template_version=2,
        ended_on=None,
        checkpoint=None,
        course=(),
    )
    meta = first.meta.model_copy(update={"id": uuid4(), "ledger": "service", "command_id": "pack"})
    event = Recorded(stream=first.stream, version=1, meta=meta, fact=came)
    theirs.store.append([event], CommandAnswer(first.stream, "pack", b"m" * 32, {"version": 1}))
    with pytest.raises(RecordRefused, match="as a legacy pack"):
        import_record(theirs, file)
