import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from domain.event import Fact, Recorded
from domain.milestone_commands import AddEvidence
from projections.catalogue import PROJECTIONS
from projections.fingerprint import fingerprint
from service.assembly import Waymark, build
from service.backup import CannotBackUp, back_up, keys_beside, run_program
from service.backup_cli import backup, restore
from service.groundwork import prepare
from service.home import Home, HomeLock
from service.machine_faults import MachineFault
from service.people import PersonCard
from service.postgres_server import PostgresServer, postgres_url
from service.projector import rebuild
from service.restoration import CannotRestore
from service.restoration import restore as bring_back
from service.settings import read_settings
from service.whole_file import CannotWrite
from tests.service.group import FIRST, START, WORKER, Group, Hands

WORDS = "Ann found us a room"
ROWS = {
    "commands": "SELECT * FROM store.command ORDER BY stream, command_id",
    "events": "SELECT * FROM store.events ORDER BY notification_id",
    "ledgers": "SELECT * FROM store.ledger_head ORDER BY ledger",
    "people": "SELECT * FROM store.people ORDER BY id",
    "readers": "SELECT name, position FROM store.reader ORDER BY name",
    "waiting": "SELECT * FROM store.pending_message",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation in which something happened, and which does not run."""
    folder = tmp_path_factory.mktemp("backup") / "home"
    with PostgresServer(folder, durable=False):
        settings = read_settings(folder)
        prepare(settings)
        with build(settings, clock=Hands()) as waymark:
            ours = Group(waymark, Hands()).start(worker=PersonCard(name="Will Wood"))
            ours.ask(AddEvidence(milestone=FIRST, note=WORDS, about=WORKER), by=WORKER)
            rebuild(settings.database_url, waymark.store)
        settings.mail_folder.mkdir(exist_ok=True)
        (settings.mail_folder / "1@here.eml").write_bytes(b"Hello\r\n")
        (settings.mail_folder / ".2@here.new").write_bytes(b"half")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def file(home: Path) -> Path:
    back_up(home, home.parent / "backup.tar", START)
    return home.parent / "backup.tar"


def contents(waymark: Waymark) -> dict[str, Any]:
    with psycopg.connect(waymark.settings.owner_database_url) as connection:
        rows: dict[str, Any] = {name: connection.execute(query).fetchall() for name, query in ROWS.items()}
        rows |= {each.name: fingerprint(connection, each.name) for each in PROJECTIONS}
    return rows


def words(waymark: Waymark) -> list[Recorded[Fact]]:
    return [waymark.seals.unseal(event) for event in waymark.store.read(0, 1000)]


def test_a_restored_home_has_everything_and_its_views_are_their_rebuild(home: Path, file: Path, tmp_path: Path) -> None:
    with PostgresServer(home, durable=False), build(read_settings(home)) as waymark:
        before, said = contents(waymark), words(waymark)
    assert any(WORDS in repr(event) for event in said)
    new = tmp_path / "new"

    bring_back(file, new)

    with PostgresServer(new, durable=False):
        settings = read_settings(new)
        prepare(settings)
        with build(settings) as waymark:
            assert contents(waymark) == before
            assert words(waymark) == said
            card = waymark.people.get(WORKER)
            assert card is not None
            assert card.name == "Will Wood"
            rebuild(settings.database_url, waymark.store)
            assert contents(waymark) == before
            version = waymark.store.stream_version(Group(waymark, Hands()).start().id)
            assert version > 0
    assert (new / "mailbox" / "1@here.eml").read_bytes() == b"Hello\r\n"
    assert not (new / "mailbox" / ".2@here.new").exists()
    assert (new / "keys" / "kek-1").read_bytes() == (home / "keys" / "kek-1").read_bytes()
    assert json.loads((new / "postgres.json").read_text()) != json.loads((home / "postgres.json").read_text())


def test_a_backup_is_a_file_that_only_its_owner_reads(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert names == ["manifest.json", "store.dump"]


def test_what_can_be_erased_is_in_a_file_of_its_own(home: Path, file: Path) -> None:
    keys = keys_beside(file)
    assert keys.stat().st_mode & 0o777 == 0o600
    with tarfile.open(keys) as tar:
        assert tar.getnames() == [
            "manifest.json",
            "people.dump",
            "keys.dump",
            "keys/kek-1",
            "keys/mark-1",
            "mailbox/1@here.eml",
        ]
    with PostgresServer(home, durable=False):
        url = postgres_url(home, "waymark", "waymark_owner")
        bare = home.parent / "bare.sql"
        with tarfile.open(file) as tar:
            (home.parent / "store.dump").write_bytes(tar.extractfile("store.dump").read())  # type: ignore[union-attr]
        run_program("pg_restore", url, f"--file={bare}", str(home.parent / "store.dump"))
    assert "Will Wood" not in bare.read_text(errors="replace")
    assert "COPY store.events" in bare.read_text(errors="replace")


def test_old_backups_of_keys_are_deleted_and_nothing_else(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "old.tar", START - timedelta(days=15))
    back_up(home, tmp_path / "young.tar", START - timedelta(days=13))
    (tmp_path / "my.keys").write_text("of the front door")
    back_up(home, tmp_path / "new.tar", START)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["my.keys", "new.keys.tar", "new.tar", "old.tar", "young.keys.tar", "young.tar"]


def test_an_old_store_is_restored_with_newer_keys_and_never_the_other_way_round(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "old.tar", START - timedelta(days=400), tmp_path / "old-keys.tar")
    back_up(home, tmp_path / "new.tar", START, tmp_path / "new-keys.tar")
    with pytest.raises(CannotRestore, match="are older than"):
        bring_back(tmp_path / "new.tar", tmp_path / "home", keys_file=tmp_path / "old-keys.tar")
    with pytest.raises(CannotRestore, match="another part of a backup"):
        bring_back(tmp_path / "new-keys.tar", tmp_path / "home", keys_file=tmp_path / "new.tar")
    bring_back(tmp_path / "old.tar", tmp_path / "home", keys_file=tmp_path / "new-keys.tar")


def test_a_running_installation_is_copied_without_stopping_it(home: Path, tmp_path: Path) -> None:
    with HomeLock(Home(home)), PostgresServer(home, durable=False) as server:
        back_up(home, tmp_path / "backup.tar", START)
        assert server.alive()
    bring_back(tmp_path / "backup.tar", tmp_path / "new")


def test_a_backup_never_writes_over_another(home: Path, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(CannotWrite, match="there already"):
        back_up(home, file, START)
    assert file.read_bytes() == before
    with pytest.raises(CannotWrite, match="no folder"):
        back_up(home, tmp_path / "not" / "there.tar", START)
    with pytest.raises(CannotBackUp, match="not a Waymark folder"):
        back_up(tmp_path, tmp_path / "b.tar", START)


def test_a_home_whose_database_does_not_answer_gives_no_backup(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with PostgresServer(folder, durable=False):
        prepare(read_settings(folder))
    with HomeLock(Home(folder)), pytest.raises(CannotBackUp, match="pg_dump could not do its work"):
        back_up(folder, tmp_path / "b.tar", START)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_only_an_empty_home_is_restored_into(file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(CannotRestore, match="not empty"):
        bring_back(file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def rewritten(file: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A backup in which parts are changed, or left out."""
    with tarfile.open(file) as old, tarfile.open(to, "w") as new:
        for entry in old:
            content = old.extractfile(entry)
            assert content is not None
            changed = change(entry.name, content.read())
            if changed is not None:
                entry.size = len(changed)
                new.addfile(entry, io.BytesIO(changed))
    return to


def both_rewritten(file: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    rewritten(keys_beside(file), keys_beside(to), change)
    return rewritten(file, to, change)


def manifest_with(**changes: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | changes).encode() if name == "manifest.json" else content

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (manifest_with(format="something-else"), "not a backup of Waymark"),
        (manifest_with(format_version=3, new_things=1), "newer Waymark"),
        (manifest_with(postgres=99), "newer Waymark"),
        (manifest_with(store_schema=99, waymark="7.0"), "made by version 7.0"),
        (lambda name, content: content[:-1] if name == "keys/kek-1" else content, "keys/kek-1.* is not as it was"),
        (lambda name, content: None if name.startswith("mailbox") else content, "its end is missing"),
        (lambda name, content: None if name == "manifest.json" else content, "not a backup of Waymark"),
        (lambda name, content: b"{" if name == "manifest.json" else content, "damaged"),
        (manifest_with(parts=[]), "holds something"),
    ],
)
def test_a_backup_that_is_not_as_it_was_made_restores_nothing(
    file: Path, tmp_path: Path, change: Callable[[str, bytes], bytes | None], sentence: str
) -> None:
    wrong = both_rewritten(file, tmp_path / "wrong.tar", change)
    with pytest.raises(CannotRestore, match=sentence):
        bring_back(wrong, tmp_path / "home")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wrong.keys.tar", "wrong.tar"]


def test_a_backup_that_was_cut_off_restores_nothing(file: Path, tmp_path: Path) -> None:
    whole, keys = file.read_bytes(), keys_beside(file).read_bytes()
    with tarfile.open(file) as tar, tarfile.open(keys_beside(file)) as keys_tar:
        dump = tar.getmember("store.dump")
        ends = [(dump.offset_data + dump.size // 2, len(keys)), (100, len(keys)), (0, len(keys))]
        ends += [(len(whole), keys_tar.getmember("keys/mark-1").offset)]
    for end, keys_end in ends:
        (tmp_path / "short.tar").write_bytes(whole[:end])
        (tmp_path / "short.keys.tar").write_bytes(keys[:keys_end])
        with pytest.raises(CannotRestore, match="Use another copy"):
            bring_back(tmp_path / "short.tar", tmp_path / "home")
        assert not (tmp_path / "home").exists()


def test_a_file_that_is_no_backup_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 5000)
    with pytest.raises(CannotRestore, match=r"photo\.jpg is damaged, or is not a backup"):
        bring_back(tmp_path / "photo.jpg", tmp_path / "home", keys_file=tmp_path / "photo.jpg")
    with pytest.raises(CannotRestore, match="There is no file"):
        bring_back(tmp_path / "nothing", tmp_path / "home")


def test_half_a_restored_home_never_starts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "restoring" / "postgres").mkdir(parents=True)
    with pytest.raises(MachineFault, match="not empty"):
        Home(home).open()


def test_the_commands_say_what_to_do_next(home: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(backup)
    app.command()(restore)
    run = CliRunner()
    made = run.invoke(app, ["backup", "--home", str(home), "--to", str(tmp_path / "b.tar")])
    assert "Whoever has both files can read everything" in made.stdout
    back = run.invoke(app, ["restore", str(tmp_path / "b.tar"), "--home", str(tmp_path / "new")])
    assert f"waymark reconcile --home {tmp_path / 'new'}" in back.stdout
