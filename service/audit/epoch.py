"""Epochs: each has a key, a global log and a journal of its own, and begins by saying why."""

import os
import re
import secrets
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import rfc8785

from service.audit.journal import Journal, Opening
from service.audit.note import NoteRefused, Signer
from service.home import Home
from service.machine_faults import MachineFault

_KEY_FILE = re.compile(r"signer-([1-9]\d*)")
FIRST = "Waymark was set up here."


class SignerRefuses(MachineFault):
    """Nothing is signed until a person has looked."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """A key, and where what it signed is written down."""

    number: int
    signer: Signer
    journal: Path

    @property
    def log(self) -> str:
        """The origin of its global log: `<installation>/<number>`."""
        return self.signer.verifier.name


def newest_epoch(home: Home) -> Epoch | None:
    """The epoch in force, if one was begun. Raises SignerRefuses when its key cannot be used."""
    numbers = [number for folder in (home.signer, home.keys) for number in _keys_in(folder)]
    if not numbers:
        return None
    number = max(numbers)
    return Epoch(number, _read_key(_key_file(home, number)), _journal(home, number))


def epoch_key(home: Home, number: int) -> Signer | None:
    """The key of one epoch, if it is still here."""
    file = _key_file(home, number)
    return _read_key(file) if file.exists() else None


def take_keys_out_of_the_backup(home: Home) -> None:
    """Move what an older Waymark kept among the keys of sealed text, which are in every backup."""
    for number in _keys_in(home.keys):
        home.signer.mkdir(mode=0o700, exist_ok=True)
        (home.keys / f"signer-{number}").replace(home.signer / f"signer-{number}")


def begin_epoch(home: Home, because: str, installation: str | None = None, *, after: int = 0) -> Epoch:
    """Make the key and the journal of the next epoch. The signer finds them, and says why in its first leaf.

    `after` is the newest epoch the database knows, whose key may be lost.
    """
    last = newest_epoch(home)
    number = max(last.number if last else 0, after) + 1
    name = installation or (last.log.rpartition("/")[0] if last else f"waymark-{secrets.token_hex(4)}")
    signer = Signer.make(f"{name}/{number}")
    journal = _journal(home, number)
    # First the journal: a key without one was used somewhere else, and signs nothing here.
    half = journal.with_name(journal.name + ".new")
    half.unlink(missing_ok=True)
    Journal.make(half, Opening(epoch=number, log=signer.verifier.name, because=because))
    half.replace(journal)
    _write_key(home.signer / f"signer-{number}", signer)
    return Epoch(number, signer, journal)


def statement(opening: Opening, last_checkpoint: str | None, key: str | None) -> str:
    """The first leaf of an epoch: why it began, and the last global checkpoint before it that is known here.

    Of the key before only its hash is in it, because it travels in bundles, and keys must not.
    """
    marked = None if key is None else sha256(key.encode()).hexdigest()
    before = None if last_checkpoint is None else {"checkpoint": last_checkpoint, "key_sha256": marked}
    said = {"v": 1, "kind": "epoch-begins", "before": before, **opening.model_dump()}
    return rfc8785.dumps(said).decode() + "\n"


def farewell(next_key: str, because: str) -> str:
    """The last leaf of an epoch that ends while its key is good: which key goes on."""
    return rfc8785.dumps({"v": 1, "kind": "epoch-ends", "next": next_key, "because": because}).decode() + "\n"


def _journal(home: Home, number: int) -> Path:
    # In no backup: this must not be put back to an earlier day.
    return home.signer / f"epoch-{number}.jsonl"


def _keys_in(folder: Path) -> list[int]:
    return [int(m.group(1)) for path in folder.glob("signer-*") if (m := _KEY_FILE.fullmatch(path.name))]


def _key_file(home: Home, number: int) -> Path:
    ours, older = home.signer / f"signer-{number}", home.keys / f"signer-{number}"
    return older if older.exists() and not ours.exists() else ours


def _read_key(file: Path) -> Signer:
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SignerRefuses(f"The key file {file} can be read by others. Close it with: chmod 600 {file}")
    try:
        return Signer.parse(file.read_text())
    except (NoteRefused, UnicodeDecodeError) as wrong:
        raise SignerRefuses(f"The key file {file} is damaged. Restore it, or begin a new epoch.") from wrong


def _write_key(file: Path, signer: Signer) -> None:
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(signer.secret())
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)
