from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.keyring import KeyFolder, Keyring, KeysUnusable, SubjectErased
from tests.service.story import GARDEN, PERSON

Pool = ConnectionPool[Connection]


def test_a_subject_keeps_its_key_over_a_restart(app_pool: Pool, tmp_path: Path) -> None:
    kid, key = Keyring(app_pool, KeyFolder.make(tmp_path / "keys")).key_for_writing(PERSON)
    again = Keyring(app_pool, KeyFolder.make(tmp_path / "keys"))

    assert again.key_for_reading(PERSON, kid) == key
    assert again.key_for_writing(PERSON) == (kid, key)
    assert again.key_for_writing(GARDEN) != (kid, key)


def test_many_who_write_first_at_once_get_one_key(app_pool: Pool, tmp_path: Path) -> None:
    folder = KeyFolder.make(tmp_path / "keys")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: Keyring(app_pool, folder).key_for_writing(PERSON), range(8)))

    assert len(keys) == 1


def test_a_key_is_stored_wrapped_only(keyring: Keyring, app_url: str) -> None:
    _, key = keyring.key_for_writing(PERSON)
    with psycopg.connect(app_url) as connection:
        rows = connection.execute("SELECT wrapped_key FROM keys.subject_key").fetchall()

    assert len(rows) == 1
    assert key not in bytes(rows[0][0])


def test_an_erased_subject_stays_erased(app_pool: Pool, tmp_path: Path) -> None:
    folder = KeyFolder.make(tmp_path / "keys")
    keyring, other = Keyring(app_pool, folder), Keyring(app_pool, folder, fresh_for=0)
    kid, _ = keyring.key_for_writing(PERSON)
    other.key_for_reading(PERSON, kid)

    assert keyring.erase(PERSON) == [kid]
    assert keyring.erase(PERSON) == []
    for each in (keyring, other, Keyring(app_pool, folder)):
        assert each.key_for_reading(PERSON, kid) is None
        with pytest.raises(SubjectErased):
            each.key_for_writing(PERSON)


def test_a_key_moved_to_another_subject_is_no_use(
    keyring: Keyring, app_url: str, app_pool: Pool, tmp_path: Path
) -> None:
    kid, _ = keyring.key_for_writing(PERSON)
    with psycopg.connect(app_url) as connection:
        connection.execute(
            "INSERT INTO keys.subject_key (subject, kid, wrapped_key, kek_epoch)"
            " SELECT %s, kid, wrapped_key, kek_epoch FROM keys.subject_key",
            (GARDEN,),
        )
    with pytest.raises(KeysUnusable, match="does not fit"):
        Keyring(app_pool, KeyFolder(tmp_path / "keys")).key_for_reading(GARDEN, kid)


@pytest.mark.parametrize(
    ("harm", "advice"),
    [
        (lambda folder: (folder / "kek-1").unlink(), "There is no key in"),
        (lambda folder: (folder / "mark-1").unlink(), "is missing. Restore"),
        (lambda folder: (folder / "kek-1").chmod(0o640), "chmod 600"),
        (lambda folder: (folder / "kek-1").write_bytes(b"short"), "is damaged"),
    ],
)
def test_a_lost_or_open_key_file_stops_the_start_with_advice(
    tmp_path: Path, harm: Callable[[Path], object], advice: str
) -> None:
    folder = tmp_path / "keys"
    KeyFolder.make(folder)
    harm(folder)

    with pytest.raises(KeysUnusable, match=advice):
        KeyFolder.make(folder)


def test_key_files_are_for_their_owner_only_and_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first, second = KeyFolder.make(folder), KeyFolder.make(folder)

    assert first.marking_key == second.marking_key
    assert first.wrapping_keys == second.wrapping_keys
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
