"""A story that was played elsewhere comes into a store once and whole, and the demonstration with it."""

from domain.roles import Role
from service.assembly import build
from service.demonstration import load, programme_of_today
from service.invariants_commands import check_commands
from service.legacy_pack.opened_pack import open_pack
from service.legacy_pack.shelf import PackShelf
from service.settings import Settings
from service.story_import import import_story, is_imported
from tests.journeys.played import SEED, Played, without_place


def test_a_story_is_imported_whole_once_and_left_alone_by_the_relay(map_: Played, settings: Settings) -> None:
    with build(settings) as target:
        first = import_story(map_.story, SEED, map_.waymark, target)
        second = import_story(map_.story, SEED, map_.waymark, target)
        copied = [target.seals.unseal(each) for each in target.store.read(0, 10_000)]

        assert (first.programmes, first.events, second.programmes, second.skipped) == (1, map_.told.events, 0, 1)
        assert [without_place(each) for each in copied] == [without_place(each) for each in map_.events]
        assert {each.meta.story for each in copied} == {"map"}
        assert target.front_door.programme(map_.told.each[0].programme).story == "map"
        with target.pool.connection() as connection:
            assert check_commands(connection, []).findings == ()


def test_the_demonstration_begins_a_programme_today_and_does_nothing_the_second_time(
    map_: Played, settings: Settings
) -> None:
    said: list[str] = []
    with build(settings) as target:
        import_story(map_.story, SEED, map_.waymark, target)
        load(settings, said.append)
        state = target.front_door.programme(programme_of_today())
        end = target.store.end()
        load(settings, said.append)

        assert state.story is None, "its waits run on the live engine"
        assert {Role.MENTOR, Role.WORKER, Role.FOUNDER, Role.COMMISSIONER, Role.FUNDER} == {
            role for held in state.roles.values() for role in held
        }
        assert is_imported(target, map_.story, SEED)
        kept = PackShelf(target).place(map_.told.each[0].programme)
        assert open_pack(kept).contents.ending == "finished", "what the story left behind can be taken away"
        assert target.store.end() == end
    assert said[-1] == "The demonstration is loaded."
