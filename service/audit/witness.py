"""A witness: somebody else who cosigns a log's checkpoints, and only those that continue what it cosigned before.

It needs a folder of its own and no database. What it refuses, it refuses for good: a person has to look.
"""

import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.audit.checkpoint import Checkpoint
from service.audit.cosignature import Cosignature, Cosigner
from service.audit.growth import Growth
from service.audit.note import NoteRefused, Verifier, taken_apart, text_of
from service.audit.tree import ProofRefused, check_consistency
from service.audit.witness_book import Cosigned, WitnessBook, WitnessRefuses, write_new

_KEY, _LOGS, _COSIGNED = "key", "logs", "cosigned.jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """A cosigned checkpoint. `before` is what was cosigned last; it is the same when nothing was new."""

    cosigned: Cosigned
    before: Cosigned | None

    @property
    def sentence(self) -> str:
        """What was done, for a person."""
        now = self.cosigned.tree
        if self.before == self.cosigned:
            return f"Nothing is new in {now.origin}: it still has {now.size:,} checkpoints, and they are cosigned."
        if self.before is None:
            return (
                f"Cosigned {now.origin} with {now.size:,} checkpoints. It is the first one seen here: "
                "from now on it is only cosigned when it continues this."
            )
        return (
            f"Cosigned {now.origin} with {now.size:,} checkpoints. The {self.before.tree.size:,} cosigned before are "
            "the same."
        )


class Witness:
    """A witness' folder: its key, the logs it follows, and everything it ever cosigned."""

    def __init__(self, folder: Path) -> None:
        """Open a folder that `make` made. Raises WitnessRefuses."""
        self._folder = folder
        try:
            key = folder / _KEY
            if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise WitnessRefuses(f"The key file {key} can be read by others. Close it with: chmod 600 {key}")
            self._cosigner = Cosigner.parse(key.read_text())
            self.logs = [Verifier.parse(line) for line in (folder / _LOGS).read_text().splitlines()]
        except FileNotFoundError as missing:
            raise WitnessRefuses(
                f"{folder} is not the folder of a witness. Make one: waymark witness init NAME --log KEY"
            ) from missing
        except NoteRefused as wrong:
            raise WitnessRefuses(f"A key in {folder} is damaged. {wrong}") from wrong
        self.key = self._cosigner.key
        self._book = WitnessBook(folder / _COSIGNED)

    @classmethod
    def make(cls, folder: Path, name: str, logs: list[Verifier]) -> "Witness":
        """Make the folder and the key of a new witness. Raises WitnessRefuses when there is one already."""
        if (folder / _KEY).exists():
            raise WitnessRefuses(f"There is a witness in {folder} already. Its key is never made again.")
        if not name or any(char.isspace() or char == "+" for char in name):
            raise WitnessRefuses("The name of a witness has no spaces and no +. A good one: funder.example.org/witness")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(folder / _LOGS, "".join(f"{log}\n" for log in logs))
        write_new(folder / _COSIGNED, "")
        # The key last: with it the folder counts as made.
        write_new(folder / _KEY, Cosigner.make(name).secret())
        return cls(folder)

    def trust(self, log: Verifier) -> None:
        """Follow one more log: another installation, or the next epoch of one."""
        if log in self.logs:
            return
        with (self._folder / _LOGS).open("a") as logs:
            logs.write(f"{log}\n")
        self.logs.append(log)

    def last(self, log: Verifier) -> Cosigned | None:
        """What was cosigned last of one log. Raises WitnessRefuses when the file is damaged."""
        with self._book.opened() as book:
            return book.last.get(log.name)

    def cosign(self, growth: Growth, now: datetime) -> Answer:
        """Cosign a checkpoint that continues what was cosigned before. Raises WitnessRefuses, and says why."""
        log, tree = self._opened(growth.checkpoint)
        with self._book.opened() as book:
            before = book.last.get(log.name)
            if before is not None:
                _continues(before.tree, tree, growth)
                if before.tree == tree:
                    return Answer(before, before)
            line = self._cosigner.cosign(tree.text, now)
            cosigned = Cosigned(checkpoint=with_lines(_only(growth.checkpoint, log), [line]))
            # Written down before anybody gets it: what was cosigned is never forgotten.
            book.add(cosigned)
        return Answer(cosigned, before)

    def _opened(self, note: str) -> tuple[Verifier, Checkpoint]:
        try:
            tree = Checkpoint.parse(text_of(note))
        except NoteRefused as wrong:
            raise WitnessRefuses(f"This is no checkpoint. {wrong}") from wrong
        log = next((each for each in self.logs if each.name == tree.origin), None)
        if log is None:
            followed = ", ".join(each.name for each in self.logs) or "none"
            raise WitnessRefuses(
                f"This is the checkpoint of {tree.origin}, which this witness does not follow. It follows: {followed}. "
                "If it is a new epoch of one of them, ask why it began, then: waymark witness trust KEY"
            )
        try:
            log.open(note)
        except NoteRefused as wrong:
            raise WitnessRefuses(
                f"This checkpoint says that it is of {tree.origin}, but its key did not sign it. {wrong} "
                "Tell the people of that installation, and everybody who relies on you."
            ) from wrong
        return log, tree


def with_lines(note: str, cosignatures: list[Cosignature]) -> str:
    """A note with more lines under it."""
    return note + "".join(f"{each.line}\n" for each in cosignatures)


def _continues(old: Checkpoint, new: Checkpoint, growth: Growth) -> None:
    if new.size < old.size:
        raise WitnessRefuses(
            f"The log {new.origin} was put back: {old.size:,} checkpoints were cosigned, and now it has {new.size:,}. "
            "Nothing is cosigned. Ask its people why, and keep both checkpoints."
        )
    if new.size == old.size and new.root != old.root:
        raise WitnessRefuses(
            f"There are two histories of {new.origin}: this checkpoint has as many entries as the one cosigned last, "
            f"{old.size:,}, and is another. Nothing is cosigned. Keep both: together they prove it."
        )
    if new == old:
        return
    if growth.old != old.size:
        raise WitnessRefuses(
            f"The proof begins at {growth.old:,} checkpoints, and {old.size:,} were cosigned last. Ask for the growth "
            f"since {old.size:,}."
        )
    try:
        check_consistency(old.size, new.size, growth.hashes, old.root, new.root)
    except ProofRefused as wrong:
        raise WitnessRefuses(
            f"It is not proven that {new.origin} continues what was cosigned: its first {old.size:,} checkpoints may "
            f"be others now. {wrong} Nothing is cosigned. Keep both checkpoints, and ask its people."
        ) from wrong


def _only(note: str, log: Verifier) -> str:
    """The note with the log's own signature, and none that somebody added on the way."""
    text, signatures = taken_apart(note)
    ours = (each.line for each in signatures if each.name == log.name and each.raw[:4] == log.key_id)
    return f"{text}\n{next(ours)}\n"
