"""On every closing, also an early one, what is left behind is packed up: by itself, and once."""

from datetime import timedelta

from domain.programme_events import LegacyPacked
from domain.waits import PACK
from service.engine_room import EngineRoom
from service.legacy_pack.archive import PROOF
from service.legacy_pack.opened_pack import open_pack
from service.legacy_pack.shelf import PATIENCE, PackShelf
from tests.service.audit.conftest import signed_once
from tests.service.group import Group
from workflows.look import Wait


def recorded(made: Group) -> bool:
    """Whether the wait for the pack recorded something."""
    room = EngineRoom(made.waymark.front_door, made.waymark.clock, PackShelf(made.waymark))
    wait = Wait(programme=made.id, about=PACK)
    look = room.look(wait)
    return look.step == "record" and room.record(wait, look.command_id)


def test_a_pack_is_made_when_a_programme_ends_and_its_record_is_signed(leaving: Group) -> None:
    shelf = PackShelf(leaving.waymark)
    assert not recorded(leaving), "its last events are not signed yet"
    assert not shelf.place(leaving.id).exists()
    signed_once(leaving.waymark.settings)
    assert recorded(leaving)
    pack = open_pack(shelf.place(leaving.id))
    (packed,) = [each.fact for each in leaving.waymark.store.load(leaving.id) if isinstance(each.fact, LegacyPacked)]
    assert (packed.pack, packed.resources) == (pack.digest, 2)
    assert PROOF in {member.path for member in pack.members}
    assert not recorded(leaving), "it is made once"


def test_without_a_signer_the_pack_is_made_all_the_same_and_says_so(leaving: Group) -> None:
    leaving.hands.now += PATIENCE + timedelta(days=1)
    assert recorded(leaving)
    assert open_pack(PackShelf(leaving.waymark).place(leaving.id)).proof() is None
