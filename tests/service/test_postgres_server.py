import os
import signal
import stat
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest

from service.account import server_account
from service.home import Home
from service.machine_faults import CannotStart, UnsuitableHome
from service.pid_file import PidFile
from service.postgres_data import connection_secrets
from service.postgres_server import PostgresServer


def count(server: PostgresServer) -> int:
    with psycopg.connect(server.url("waymark", "waymark_owner")) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def keep(server: PostgresServer, rows: int) -> None:
    with psycopg.connect(server.url("waymark", "waymark_owner")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [rows])


def test_what_was_committed_is_there_after_a_kill_of_the_server(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / "home") as server:
        keep(server, 100)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        server.start()
        assert count(server) == 100


def test_it_leaves_the_ports_of_the_servers_beside_it_to_them(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.open()
    port = int(connection_secrets(home)["port"])
    with PostgresServer(home.folder, durable=False, besides=(port,)) as server:
        keep(server, 1)
        assert f":{port}/" not in server.url()


def test_a_server_left_behind_is_ended_by_the_next_start(tmp_path: Path) -> None:
    left = PostgresServer(tmp_path / "home")
    left.start()
    keep(left, 10)
    assert left.pid is not None
    with PostgresServer(tmp_path / "home") as server:
        assert server.pid != left.pid
        assert count(server) == 10
    assert not left.alive()
    left.stop()


def test_a_server_left_behind_is_found_even_without_our_own_pid_file(tmp_path: Path) -> None:
    left = PostgresServer(tmp_path / "home")
    left.start()
    keep(left, 10)
    (tmp_path / "home" / "run" / "postgres.json").unlink()
    with PostgresServer(tmp_path / "home") as server:
        assert count(server) == 10
    left.stop()


def test_a_used_again_number_in_the_servers_pid_file_neither_stops_the_start_nor_the_other_process(
    tmp_path: Path,
) -> None:
    with PostgresServer(tmp_path / "home") as server:
        keep(server, 1)
    with subprocess.Popen(["sleep", "600"]) as stranger:
        try:
            began = int(psutil.Process(stranger.pid).create_time()) - 10_000
            pid_file = tmp_path / "home" / "postgres" / "postmaster.pid"
            pid_file.write_text(f"{stranger.pid}\n{tmp_path}\n{began}\n5432\n\n127.0.0.1\n\nready\n")
            with PostgresServer(tmp_path / "home") as server:
                assert count(server) == 1
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_it_starts_in_a_deep_folder_with_spaces(tmp_path: Path) -> None:
    deep = tmp_path / "a folder with a long name" / ("x" * 100) / ("y" * 100) / "home"
    with PostgresServer(deep, durable=False) as server:
        keep(server, 1)
        assert count(server) == 1


def test_no_parent_folder_is_opened_to_others(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with PostgresServer(closed / "home", durable=False) as server:
        keep(server, 1)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert stat.S_IMODE((closed / "home").stat().st_mode) == 0o700


def test_passwords_are_for_their_owner_alone_and_somebody_without_one_is_refused(postgres: PostgresServer) -> None:
    kept = postgres.home_folder / "postgres.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    address = postgres.url("waymark", "waymark_app").rsplit("@", 1)[1]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://waymark_app:guess@{address}")


def test_the_applications_role_cannot_make_tables(postgres: PostgresServer, database_name: str) -> None:
    with (
        psycopg.connect(postgres.url(database_name, "waymark_app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (n int)")


def test_what_a_person_wrote_never_reaches_the_servers_log(postgres: PostgresServer, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE note (text text PRIMARY KEY CHECK (length(text) < 40))")
        connection.execute("INSERT INTO note VALUES (%s)", ["canary-of-mine"])
        for words in ("canary-of-mine", "canary-of-mine" * 10):
            with pytest.raises(psycopg.IntegrityError):
                connection.execute("INSERT INTO note VALUES (%s)", [words])
    log = (postgres.home_folder / "logs" / "postgres.log").read_text()
    assert "violates" in log
    assert "canary" not in log


def test_data_of_another_major_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / "home", durable=False):
        pass
    (tmp_path / "home" / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotStart, match="Make a backup with the Waymark that made it"):
        PostgresServer(tmp_path / "home").start()


def test_a_half_made_data_folder_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "home"
    with PostgresServer(half, durable=False) as server:
        server.stop()
    (half / "postgres").rename(half / "postgres.new")
    with PostgresServer(half, durable=False) as server:
        keep(server, 1)
    assert not (half / "postgres.new").exists()


def test_a_file_is_not_a_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(UnsuitableHome, match="is a file"):
        PostgresServer(tmp_path / "home").start()


def test_the_server_never_runs_as_root(postgres: PostgresServer) -> None:
    assert postgres.pid is not None
    assert psutil.Process(postgres.pid).uids().effective != 0
    expected = server_account(postgres.home_folder / "postgres")
    if expected is not None:
        assert psutil.Process(postgres.pid).uids().real == expected.user


def test_a_remembered_process_is_told_from_another_with_its_number(tmp_path: Path) -> None:
    file = PidFile(tmp_path / "me.json")
    file.write(os.getpid())
    mine = file.process()
    assert mine is not None
    assert mine.pid == os.getpid()
    file.path.write_text(f'{{"pid": {os.getpid()}, "began": {mine.create_time() - 100}}}')
    assert file.process() is None
