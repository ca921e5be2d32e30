"""The signer has a role, a key and a folder of its own, and needs nothing else of Waymark."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from threading import Event
from typing import LiteralString

import psycopg
import pytest
from structlog.testing import capture_logs

from service.audit.epoch import begin_epoch, newest_epoch
from service.audit.signer import NO_RIGHTS, run_rounds
from service.audit.signer_place import SignerPlace
from service.backup import back_up
from service.groundwork import prepare
from service.home import Home, write_private
from service.postgres_server import PostgresServer
from service.settings import Settings, read_settings
from tests.service.audit.conftest import Grow, signed_once
from tests.service.audit.test_signer import head_of, rows
from tests.service.story import MORNING


@pytest.fixture
def apart(here: Settings, postgres: PostgresServer) -> Settings:
    """The same installation, whose signer has a role of its own."""
    database = here.database_url.rpartition("/")[2]
    made = here.model_copy(update={"signer_database_url": postgres.url(database, "waymark_signer")})
    prepare(made)
    return made


def test_it_signs_with_a_role_that_reads_leaves_and_adds_checkpoints(apart: Settings, grow: Grow) -> None:
    grow(300)
    signed_once(apart)
    grow(5)
    signed_once(apart)
    assert head_of(apart).size == 305


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM store.events",
        "SELECT * FROM store.people",
        "SELECT * FROM store.command",
        "SELECT * FROM keys.subject_key",
        "INSERT INTO store.leaf VALUES ('service', 1, 1, '')",
        "UPDATE store.leaf SET hash = ''",
        "DELETE FROM store.checkpoint",
        "UPDATE store.head SET note = ''",
        "TRUNCATE store.subtree",
        "CREATE TABLE store.mine (a int)",
    ],
)
def test_the_signer_can_do_nothing_else(apart: Settings, statement: LiteralString) -> None:
    with psycopg.connect(apart.signing_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("table", ["subtree", "head", "checkpoint"])
def test_the_application_cannot_add_what_only_the_signer_adds(apart: Settings, table: LiteralString) -> None:
    with psycopg.connect(apart.database_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"INSERT INTO store.{table} DEFAULT VALUES")


def test_it_runs_in_a_folder_of_its_own_with_no_password_but_its_own(
    apart: Settings, grow: Grow, tmp_path: Path
) -> None:
    grow(2)
    environment = {name: text for name, text in os.environ.items() if not name.startswith("WAYMARK_")} | {
        "WAYMARK_HOME": str(tmp_path / "signing"),
        "WAYMARK_SIGNER_DATABASE_URL": apart.signing_url,
    }
    place = SignerPlace(Home(tmp_path / "signing"), apart.signing_url)
    with subprocess.Popen([sys.executable, "-m", "service.cli", "signer"], env=environment) as signer:
        with psycopg.connect(apart.database_url, autocommit=True) as connection:
            question = "SELECT count(*) = 1 FROM store.head WHERE size = 2"
            while connection.execute(question).fetchone() != (True,):
                assert signer.poll() is None
        signer.terminate()
        assert signer.wait(30) == 0
    epoch = newest_epoch(place.folders)
    assert epoch is not None
    assert not (apart.home / "signer").exists()
    key = subprocess.run(
        [sys.executable, "-m", "service.cli", "audit", "key"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert key.stdout.strip() == str(epoch.signer.verifier)


def test_a_signer_without_rights_says_who_gives_them_and_tries_again(
    here: Settings, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = here.database_url.rpartition("/")[2]
    alone = here.model_copy(update={"signer_database_url": postgres.url(database, "waymark_signer")})
    with psycopg.connect(postgres.url(database, "postgres"), autocommit=True) as root:
        root.execute(f"GRANT CONNECT ON DATABASE {database} TO waymark_signer")
    stopped = Event()
    with capture_logs() as said:
        monkeypatch.setattr(stopped, "wait", lambda _seconds: stopped.set())
        run_rounds(alone, stopped)
    assert [line["why"] for line in said] == [NO_RIGHTS]


def test_an_older_homes_key_is_moved_out_of_the_backup_and_signs_on(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    (here.folders.signer / "signer-1").replace(here.folders.keys / "signer-1")
    assert newest_epoch(here.folders) is not None
    grow(1)
    signed_once(here)
    assert (here.folders.signer / "signer-1").exists()
    assert not (here.folders.keys / "signer-1").exists()
    assert rows(here, "SELECT max(epoch), max(size) FROM store.head") == [(1, 2)]


def test_the_signers_key_is_in_no_backup(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with PostgresServer(folder, durable=False):
        settings = read_settings(folder)
        prepare(settings)
        begin_epoch(settings.folders, "Waymark was set up here.")
        shutil.copyfile(settings.folders.signer / "signer-1", settings.folders.keys / "signer-1")
    back_up(folder, tmp_path / "backup.tar", MORNING)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert not [name for name in tar.getnames() if "signer" in name]


def test_an_older_home_gets_the_signers_role_when_it_is_started_again(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with PostgresServer(folder, durable=False) as server:
        prepare(read_settings(folder))
        with psycopg.connect(server.url("waymark", "postgres"), autocommit=True) as root:
            root.execute("DROP OWNED BY waymark_signer")
            root.execute("DROP ROLE waymark_signer")
            root.execute("GRANT INSERT ON store.subtree, store.head, store.checkpoint TO waymark_app")
    kept = json.loads((folder / "postgres.json").read_text())
    del kept["waymark_signer"]
    write_private(folder / "postgres.json", kept)
    assert read_settings(folder).signer_database_url is None

    with PostgresServer(folder, durable=False):
        settings = read_settings(folder)
        assert settings.signer_database_url is not None
        prepare(settings)
        signed_once(settings)
        assert rows(settings, "SELECT count(*) FROM store.checkpoint") == [(1,)]
