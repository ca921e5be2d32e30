"""The signer signs what continues what it signed before, and nothing else."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import orjson
import psycopg
import pytest

from service.audit.checkpoint import Checkpoint, ledger_of, origin_of
from service.audit.epoch import SignerRefuses, begin_epoch, newest_epoch
from service.audit.journal import Journal, JournalUnusable, Signed
from service.audit.note import text_of
from service.audit.signer import SignerRuns, opened_signer
from service.audit.tree import root
from service.settings import Settings
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN


def rows(settings: Settings, query: LiteralString) -> list[tuple[Any, ...]]:
    with psycopg.connect(settings.database_url) as connection:
        return connection.execute(query).fetchall()


def tamper(settings: Settings, statements: LiteralString) -> None:
    with psycopg.connect(settings.owner_database_url) as connection:
        connection.execute(statements)


def head_of(settings: Settings, ledger: str = GARDEN) -> Checkpoint:
    """The newest signed checkpoint of a ledger, read with the public key."""
    epoch = newest_epoch(settings.folders)
    assert epoch is not None
    with psycopg.connect(settings.database_url) as connection:
        row = connection.execute(
            "SELECT note FROM store.head WHERE ledger = %s ORDER BY epoch DESC, index DESC LIMIT 1", (ledger,)
        ).fetchone()
    assert row is not None
    return Checkpoint.parse(epoch.signer.verifier.open(row[0]))


def leaves_of(settings: Settings, ledger: str = GARDEN) -> list[bytes]:
    with psycopg.connect(settings.database_url) as connection:
        return [
            row[0]
            for row in connection.execute(
                "SELECT hash FROM store.leaf WHERE ledger = %s ORDER BY index", (ledger,)
            ).fetchall()
        ]


@contextmanager
def refusing(settings: Settings, why: str) -> Iterator[None]:
    before = rows(settings, "SELECT * FROM store.checkpoint ORDER BY epoch, size")
    with pytest.raises((SignerRefuses, JournalUnusable), match=why):
        signed_once(settings)
    assert rows(settings, "SELECT * FROM store.checkpoint ORDER BY epoch, size") == before
    yield


def test_each_ledger_gets_a_checkpoint_and_each_checkpoint_is_a_leaf_of_the_global_log(
    here: Settings, grow: Grow
) -> None:
    grow(3)
    grow(2, "service", "person:a")
    signed_once(here)
    grow(700)
    signed_once(here)

    epoch = newest_epoch(here.folders)
    assert epoch is not None
    assert head_of(here) == Checkpoint(origin_of(epoch.log, GARDEN), 703, root(leaves_of(here)))
    assert head_of(here, "service").size == 2
    assert ledger_of(epoch.log, head_of(here).origin) == GARDEN
    heads = rows(here, "SELECT ledger, size, hash, note FROM store.head ORDER BY index")
    assert [head[:2] for head in heads] == [(None, None), (GARDEN, 3), ("service", 2), (GARDEN, 703)]
    checkpoints = rows(here, "SELECT note FROM store.checkpoint ORDER BY size")
    newest = Checkpoint.parse(epoch.signer.verifier.open(str(checkpoints[-1][0])))
    assert newest == Checkpoint(epoch.log, 4, root(head[2] for head in heads))
    assert orjson.loads(text_of(str(heads[0][3])))["because"] == "Waymark was set up here."


def test_the_key_is_the_signers_alone(here: Settings) -> None:
    signed_once(here)
    key = here.folders.signer / "signer-1"
    assert key.stat().st_mode & 0o777 == 0o600

    key.chmod(0o640)
    with refusing(here, "can be read by others"):
        pass


def test_nothing_new_is_nothing_to_sign(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    with opened_signer(here) as signer:
        assert signer.sign() is None
    assert rows(here, "SELECT count(*) FROM store.checkpoint") == [(2,)]


def test_there_is_one_signer(here: Settings) -> None:
    with opened_signer(here), pytest.raises(SignerRuns):
        signed_once(here)


@pytest.mark.parametrize(
    "statements",
    [
        "UPDATE store.leaf SET hash = sha256('x') WHERE ledger LIKE 'programme:%' AND index = 1",
        "DELETE FROM store.leaf WHERE ledger LIKE 'programme:%' AND index = 1",
        "DELETE FROM store.leaf WHERE ledger LIKE 'programme:%' AND index = 2",
        (
            "UPDATE store.leaf SET index = 10 - index WHERE ledger LIKE 'programme:%' AND index < 3;"
            "UPDATE store.leaf SET index = index - 8 WHERE ledger LIKE 'programme:%' AND index > 7"
        ),
    ],
)
def test_a_history_that_was_rewritten_is_not_signed(here: Settings, grow: Grow, statements: LiteralString) -> None:
    grow(3)
    signed_once(here)
    tamper(here, "ALTER TABLE store.leaf DISABLE TRIGGER USER; " + statements)
    grow(1)

    with refusing(here, "changed|lost"):
        pass


def test_a_log_of_checkpoints_that_was_rewritten_is_not_continued(here: Settings, grow: Grow) -> None:
    grow(3)
    signed_once(here)
    tamper(
        here, "ALTER TABLE store.head DISABLE TRIGGER USER; UPDATE store.head SET hash = sha256('x') WHERE index = 1"
    )

    with refusing(here, "not the one that was signed"):
        pass


def test_a_row_somebody_else_wrote_about_the_tree_is_not_believed(here: Settings, grow: Grow) -> None:
    grow(10)
    signed_once(here)
    with psycopg.connect(here.database_url) as connection:
        connection.execute("INSERT INTO store.subtree VALUES (%s, 1, 0, sha256('x'))", (GARDEN,))
    grow(300)

    with refusing(here, "does not follow"):
        pass


def test_a_database_put_back_to_an_earlier_day_is_not_signed(here: Settings, grow: Grow) -> None:
    for _ in range(3):
        grow(1)
        signed_once(here)
    tamper(
        here,
        "ALTER TABLE store.head DISABLE TRIGGER USER; ALTER TABLE store.checkpoint DISABLE TRIGGER USER;"
        "DELETE FROM store.head WHERE index > 1; DELETE FROM store.checkpoint WHERE size > 2",
    )

    with refusing(here, "does not hold what this signer signed last"):
        pass


def test_a_home_put_back_from_a_backup_is_not_signed_until_a_new_epoch_begins(here: Settings, grow: Grow) -> None:
    grow(2)
    signed_once(here)
    before = head_of(here)
    last = str(rows(here, "SELECT note FROM store.checkpoint ORDER BY size DESC LIMIT 1")[0][0])
    key = (here.folders.signer / "signer-1").read_text()
    shutil.rmtree(here.folders.signer)
    with refusing(here, "key is gone: no backup has it"):
        pass
    # A backup of an older Waymark has the key. What it signed since is not known all the same.
    (here.folders.keys / "signer-1").touch(mode=0o600)
    (here.folders.keys / "signer-1").write_text(key)
    with refusing(here, "put back from a backup"):
        pass
    assert not (here.folders.keys / "signer-1").exists()

    begin_epoch(here.folders, "The disk broke; we lost a day.")
    grow(1)
    signed_once(here)

    after = head_of(here)
    assert (after.origin, after.size) == (before.origin.replace("/1/", "/2/"), 3)
    first = orjson.loads(text_of(str(rows(here, "SELECT note FROM store.head WHERE epoch = 2 ORDER BY index")[0][0])))
    assert first["because"] == "The disk broke; we lost a day."
    assert first["before"]["checkpoint"] == last
    assert rows(here, "SELECT count(*) FROM store.head WHERE epoch = 1") == [(2,)]


def test_a_key_that_is_changed_in_good_time_is_named_by_the_one_before(here: Settings, grow: Grow) -> None:
    grow(2)
    signed_once(here)
    following = begin_epoch(here.folders, "A new key each year.")
    signed_once(here)
    signed_once(here)

    notes = rows(here, "SELECT epoch, note FROM store.head WHERE ledger IS NULL ORDER BY epoch, index")
    said = [(epoch, orjson.loads(text_of(str(note)))) for epoch, note in notes]
    assert [(epoch, each["kind"]) for epoch, each in said] == [
        (1, "epoch-begins"),
        (1, "epoch-ends"),
        (2, "epoch-begins"),
    ]
    assert said[1][1]["next"] == str(following.signer.verifier)
    assert head_of(here).size == 2


def test_a_lost_key_is_never_replaced_in_silence(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    (here.folders.signer / "signer-1").unlink()

    with refusing(here, "key is gone"):
        pass


class Unplugged(Exception):  # noqa: N818 - it is what happens to the machine
    """The machine went away."""


@pytest.mark.parametrize("written", [False, True])
def test_what_an_interrupted_signer_wrote_down_is_published_by_the_next(
    here: Settings, grow: Grow, monkeypatch: pytest.MonkeyPatch, *, written: bool
) -> None:
    add = Journal.add

    def torn(journal: Journal, signed: Signed) -> None:
        if written:
            add(journal, signed)
        raise Unplugged

    grow(5)
    signed_once(here)
    grow(300)
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "add", torn)
        with pytest.raises(Unplugged):
            signed_once(here)
    assert head_of(here).size == 5
    grow(1)
    signed_once(here)

    sizes = [row[0] for row in rows(here, "SELECT size FROM store.head WHERE ledger IS NOT NULL ORDER BY index")]
    assert sizes == ([5, 305, 306] if written else [5, 306])
    assert head_of(here).root == root(leaves_of(here))


def test_a_line_that_was_cut_off_was_never_published(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    journal = here.home / "signer" / "epoch-1.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"begin":2,"hea')
    grow(1)
    signed_once(here)

    assert head_of(here).size == 2
    assert b'"hea{' not in journal.read_bytes()


def test_a_damaged_journal_is_not_guessed(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    journal = here.home / "signer" / "epoch-1.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"begin":0', b'"begin":"?"'))

    with refusing(here, "damaged"):
        pass


def test_a_ledger_of_many_leaves_has_the_same_root_as_its_leaves(here: Settings, grow: Grow) -> None:
    for size in (255, 1, 1, 600, 2000):
        grow(size)
        signed_once(here)
        assert head_of(here).root == root(leaves_of(here)), size


def test_a_key_travels_as_text_that_shows_when_it_is_damaged(here: Settings) -> None:
    signed_once(here)
    epoch = newest_epoch(here.folders)
    assert epoch is not None
    name, key_id, key = str(epoch.signer.verifier).split("+", 2)
    assert name == epoch.log
    assert len(key_id) == 8
    assert base64.b64decode(key)[:1] == b"\x01"
