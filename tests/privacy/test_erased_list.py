"""Keys and a store from before an erasure bring nobody back, when the list of who was erased is there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.milestone_commands import AddEvidence
from service.assembly import build
from service.backup import back_up
from service.groundwork import prepare
from service.home import Home
from service.machine_faults import MachineFault
from service.people import PersonCard
from service.postgres_server import PostgresServer
from service.privacy.erased_list import ErasedListUnusable, read_list, remember
from service.privacy.erasure import erase, person_log
from service.restoration import restore
from service.settings import read_settings
from service.sign_in.hosting import THE_MACHINE
from tests.service.group import FIRST, FOUNDER, WORKER, Group, Hands
from tests.service.records import WORDS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_who_is_on_the_list_is_erased_again_and_the_rest_is_back(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    Home(old).open()
    with PostgresServer(old, durable=False):
        settings = read_settings(old)
        prepare(settings)
        with build(settings, clock=Hands()) as waymark:
            group = Group(waymark, Hands()).start(worker=PersonCard(name="Will Wood"))
            group.ask(AddEvidence(milestone=FIRST, note=WORDS, about=WORKER), by=WORKER)
            group.ask(AddEvidence(milestone=FIRST, note="Ours."), by=WORKER)
    back_up(old, tmp_path / "before.tar", NOW)
    with PostgresServer(old, durable=False), build(read_settings(old)) as waymark:
        erase(waymark, WORKER, THE_MACHINE)
    assert read_list(Home(old).erased) == (WORKER,)

    said: list[str] = []
    restore(tmp_path / "before.tar", new, said.append, None, Home(old).erased)
    assert any("None of them is back" in each for each in said)
    assert read_list(Home(new).erased) == (WORKER,)
    with PostgresServer(new, durable=False), build(read_settings(new)) as waymark:
        told = repr([waymark.seals.unseal(event).fact for event in waymark.store.load(group.id)])
        assert WORDS not in told
        assert "Ours." in told
        assert waymark.people.get(WORKER) is None
        assert waymark.keyring.kids(WORKER) == []
        assert person_log(waymark).state(WORKER).erased
        assert not person_log(waymark).state(FOUNDER).erased


def test_the_list_is_in_no_backup_and_names_everybody_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for person in (WORKER, FOUNDER, WORKER):
        remember(home, person)
    assert read_list(home.erased) == (WORKER, FOUNDER)
    assert home.erased.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["Will Wood\n", "person:1\n", "\x00\n", "é\n"])
def test_what_is_no_such_list_restores_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "erased").write_text(content)
    with pytest.raises(ErasedListUnusable):
        read_list(tmp_path / "erased")
    with pytest.raises(MachineFault):
        restore(tmp_path / "no.tar", tmp_path / "new", print, None, tmp_path / "erased")
    assert not (tmp_path / "new").exists()


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ErasedListUnusable):
        read_list(tmp_path / "erased")
