"""A restored installation has no signer's key: a new epoch begins, and what was signed before still counts."""

from pathlib import Path

import pytest

from service.assembly import build
from service.audit.bundle import write_bundle
from service.audit.epoch import SignerRefuses
from service.audit.new_epoch import open_epoch
from service.audit.verification import verify_bundle
from service.backup import back_up
from service.groundwork import prepare
from service.postgres_server import PostgresServer
from service.restoration import restore
from service.settings import read_settings
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import signed_once
from tests.service.group import Group, Hands
from tests.service.story import MORNING

WHY = "The disk of the old machine broke."


def test_after_a_restore_a_new_epoch_continues_what_readers_kept(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    with PostgresServer(old, durable=False):
        settings = read_settings(old)
        prepare(settings)
        with build(settings, clock=Hands()) as waymark:
            programme = Group(waymark, Hands()).start().id
        signed_once(settings)
        write_bundle(settings, programme, tmp_path / "kept.zip")
        first_key = key_of(settings)
    back_up(old, tmp_path / "backup.tar", MORNING)

    restore(tmp_path / "backup.tar", new)

    with PostgresServer(new, durable=False):
        settings = read_settings(new)
        prepare(settings)
        with pytest.raises(SignerRefuses, match="key is gone: no backup has it"):
            signed_once(settings)
        begun = open_epoch(settings, WHY)
        assert (begun.number, begun.log) == (2, first_key.name.replace("/1", "/2"))
        signed_once(settings)
        write_bundle(settings, programme, tmp_path / "new.zip")
        keys = [key_of(settings), first_key]
    verdict = verify_bundle(tmp_path / "new.zip", keys, tmp_path / "kept.zip", programme)
    assert verdict.holds, verdict.text
    assert WHY in verdict.text
    assert "entries are the same" in verdict.text
    assert not verify_bundle(tmp_path / "new.zip", [first_key]).holds
