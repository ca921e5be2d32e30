"""A backup has the files, a restored installation hands them out, and says which it misses."""

import io
import json
import tarfile
from pathlib import Path
from tempfile import TemporaryFile

import psycopg
import pytest

from domain.milestone_commands import AddEvidence
from service.assembly import build
from service.backup import back_up, keys_beside
from service.evidence.file_check import missing_files
from service.groundwork import prepare
from service.home import Home
from service.postgres_server import PostgresServer
from service.restoration import restore
from service.settings import read_settings
from tests.service.evidence.sending import TEXT
from tests.service.group import FIRST, START, WORKER, Group, Hands


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A backup of an installation in which a file was shown, with the programme and the name of the file."""
    folder = tmp_path_factory.mktemp("files") / "home"
    with PostgresServer(folder, durable=False):
        settings = read_settings(folder)
        prepare(settings)
        with build(settings, clock=Hands()) as waymark, TemporaryFile() as sent:
            ours = Group(waymark, Hands()).start()
            sent.write(TEXT)
            kept = waymark.files.take(sent, "minutes.txt", programme=ours.id, uploader=WORKER)
            ours.ask(AddEvidence(milestone=FIRST, file=kept.shown), by=WORKER)
        (settings.folders.files / "evidence" / ".half").write_bytes(b"half")
        back_up(folder, folder.parent / "backup.tar", START)
    return folder.parent / "backup.tar", ours.id, kept.shown.sha256


def test_a_restored_file_is_handed_out_as_it_was(file: tuple[Path, str, str], tmp_path: Path) -> None:
    backup, programme, sha256 = file
    with tarfile.open(backup) as tar:
        assert [name for name in tar.getnames() if name.startswith("files/")] == [
            f"files/evidence/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        ]
    said: list[str] = []
    restore(backup, tmp_path / "new", said.append)
    assert said == []
    with PostgresServer(tmp_path / "new", durable=False):
        settings = read_settings(tmp_path / "new")
        prepare(settings)
        with build(settings) as waymark:
            assert b"".join(waymark.files.open(programme, sha256).pieces) == TEXT
        with psycopg.connect(settings.database_url) as connection:
            assert missing_files(connection, Home(settings.home)) == (1, [])


def test_a_backup_without_a_file_is_restored_and_the_file_is_named(file: tuple[Path, str, str], tmp_path: Path) -> None:
    backup, _, sha256 = file
    without = tmp_path / "without.tar"
    with tarfile.open(backup) as old, tarfile.open(without, "w") as new:
        for entry in old:
            content = old.extractfile(entry)
            assert content is not None
            read = content.read()
            if entry.name == "manifest.json":
                read = _without(read, sha256)
            if sha256 not in entry.name:
                entry.size = len(read)
                new.addfile(entry, io.BytesIO(read))
    said: list[str] = []
    restore(without, tmp_path / "new", said.append, keys_beside(backup))
    assert len(said) == 1
    assert f"file {sha256[:12]}… of evidence 1 of {FIRST} is missing." in said[0]


def _without(manifest: bytes, sha256: str) -> bytes:
    said = json.loads(manifest)
    return json.dumps({**said, "parts": [part for part in said["parts"] if sha256 not in part["name"]]}).encode()
