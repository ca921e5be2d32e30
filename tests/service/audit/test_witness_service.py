"""A witness and an installation: it asks over HTTP, cosigns, and its line is kept and handed on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import LiteralString

import httpx2
import psycopg
import pytest
import uvicorn
from typer.testing import CliRunner

from service.api import build_app
from service.assembly import build
from service.audit.bundle import write_bundle
from service.audit.continuity import read_seen
from service.audit.published import WitnessKeyUnusable, witnesses_named
from service.audit.witness import Witness
from service.cli import app
from service.port import free_port
from service.settings import Settings
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import Grow, signed_once
from tests.service.audit.test_audit_cli import waymark
from tests.service.audit.test_signer import rows, tamper
from tests.service.story import GARDEN

__all__ = ["waymark"]
NAME = "funder.example.org/witness"
PUT_BACK: LiteralString = (
    "ALTER TABLE store.head DISABLE TRIGGER USER; ALTER TABLE store.checkpoint DISABLE TRIGGER USER;"
    "DELETE FROM store.head WHERE index > 1; DELETE FROM store.checkpoint WHERE size > 2"
)


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The installation's address."""
    port = free_port()
    with build(settings, pool_size=4) as parts:
        server = uvicorn.Server(uvicorn.Config(build_app(parts), port=port, log_config=None))
        thread = Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def funder(here: Settings, grow: Grow, tmp_path: Path) -> Witness:
    """A witness that follows an installation where something is signed."""
    grow(3)
    signed_once(here)
    return Witness.make(tmp_path / "funder", NAME, [key_of(here)])


@pytest.fixture
def known(here: Settings, funder: Witness) -> Settings:
    """The installation, told whose cosignatures to keep."""
    return here.model_copy(update={"witness_keys": f" {funder.key}\n"})


def follow(folder: Path, where: str, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["witness", "follow", where, "--folder", str(folder), *more])
    return done.exit_code, f"{done.output}{done.exception or ''}"


def test_a_witness_follows_an_address_and_its_cosignature_is_kept_and_published(
    known: Settings, grow: Grow, funder: Witness, tmp_path: Path
) -> None:
    with serving(known) as address:
        assert follow(tmp_path / "funder", address)[0] == 0
        grow(700)
        signed_once(known)
        code, said = follow(tmp_path / "funder", address)
        assert code == 0, said
        assert "cosigned before are the same" in said
        follow(tmp_path / "funder", address)

        with psycopg.connect(known.database_url) as connection:
            note = connection.execute("SELECT note FROM store.checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        assert note is not None
        published = httpx2.get(f"{address}/api/audit/checkpoint").text
        assert published.startswith(note[0])
        assert funder.key.cosignature(published) is not None
    assert rows(known, "SELECT witness, count(*) FROM store.cosignature GROUP BY 1") == [(NAME, 2)]


def test_a_history_that_was_rewritten_gets_no_cosignature(known: Settings, grow: Grow, tmp_path: Path) -> None:
    with serving(known) as address:
        grow(1)
        signed_once(known)
        assert follow(tmp_path / "funder", address)[0] == 0
        tamper(known, PUT_BACK)
        code, said = follow(tmp_path / "funder", address)
    assert code == 1
    assert "The log has 2 checkpoints now, and 3 were asked about" in said


def test_an_installation_takes_only_what_a_witness_it_knows_said_of_its_own(
    here: Settings, known: Settings, grow: Grow, tmp_path: Path
) -> None:
    with serving(here) as address:
        code, said = follow(tmp_path / "funder", address)
        assert (code, "This Waymark has no witness" in said) == (1, True), said
        assert follow(tmp_path / "funder", address, "--no-send")[0] == 0
    other = Witness.make(tmp_path / "other", "other.example/witness", [key_of(here)])
    with serving(known) as address:
        code, said = follow(tmp_path / "other", address)
        assert f"It knows: {NAME}" in said
        grow(1)
        signed_once(known)
        follow(tmp_path / "funder", address, "--to", str(tmp_path / "note"))
        changed = (tmp_path / "note").read_text().replace("\n3\n", "\n2\n")
        refused = httpx2.post(f"{address}/api/audit/cosignatures", json={"checkpoint": changed})
        assert refused.status_code == 422
        assert "not a checkpoint that was published here" in refused.json()["detail"]
    assert other.key.name not in str(rows(known, "SELECT witness FROM store.cosignature"))


def test_a_cosigned_file_is_kept_by_the_command_too(
    waymark: CliRunner, known: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYMARK_WITNESS_KEYS", known.witness_keys)
    grown, note, bundle = tmp_path / "grown", tmp_path / "note", tmp_path / "bundle.zip"
    assert waymark.invoke(app, ["audit", "growth", "--to", str(grown)]).exit_code == 0
    assert follow(tmp_path / "funder", str(grown), "--to", str(note))[0] == 0
    said = waymark.invoke(app, ["audit", "cosign-add", str(note)])
    assert f"{NAME} cosigned this checkpoint" in said.stdout
    assert rows(known, "SELECT count(*) FROM store.cosignature") == [(1,)]

    assert waymark.invoke(app, ["audit", "bundle", "service", "--to", str(bundle)]).exit_code == 1
    nothing = waymark.invoke(app, ["audit", "cosign-add", str(tmp_path / "none")])
    assert "not a cosigned checkpoint" in str(nothing.exception)


def test_a_witness_follows_by_bundles_alone(known: Settings, grow: Grow, funder: Witness, tmp_path: Path) -> None:
    write_bundle(known, GARDEN, tmp_path / "1.zip")
    grow(600)
    signed_once(known)
    write_bundle(known, GARDEN, tmp_path / "2.zip", read_seen(tmp_path / "1.zip"))
    assert follow(tmp_path / "funder", str(tmp_path / "1.zip"))[0] == 0
    code, said = follow(tmp_path / "funder", str(tmp_path / "2.zip"))
    assert code == 0, said
    last = funder.last(funder.logs[0])
    assert last is not None
    assert last.tree.size == 3


def test_show_says_who_the_witness_is_and_what_it_cosigned(known: Settings, funder: Witness, tmp_path: Path) -> None:
    run = CliRunner()
    shown = run.invoke(app, ["witness", "show", "--folder", str(tmp_path / "funder")]).stdout
    assert shown == f"{funder.key}\n{key_of(known).name}: nothing cosigned yet\n"
    init = run.invoke(app, ["witness", "init", "a", "--log", str(key_of(known)), "--folder", str(tmp_path / "new")])
    assert init.stdout.splitlines()[-1] == str(Witness(tmp_path / "new").key)
    wrong = run.invoke(app, ["witness", "init", "a b", "--log", "x", "--folder", str(tmp_path / "newer")])
    assert "This is not a key" in str(wrong.exception)


def test_a_key_in_the_settings_that_is_none_is_told_at_the_start() -> None:
    with pytest.raises(WitnessKeyUnusable, match="WAYMARK_WITNESS_KEYS"):
        witnesses_named("funder.example.org")
