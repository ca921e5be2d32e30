"""Signs what the ledgers have become, and nothing that does not continue what it signed before."""

from collections.abc import Iterable

from psycopg import Connection

from service.audit.checkpoint import Checkpoint, origin_of
from service.audit.epoch import Epoch, SignerRefuses, epoch_key, farewell, statement
from service.audit.journal import Head, Journal, Signed
from service.audit.note import text_of
from service.audit.stored_tree import TreeDamaged, global_tree, ledger_tree
from service.audit.tree import leaf_hash
from service.home import Home

_BEGIN_ANEW = "If it was put back to an earlier day, begin a new epoch: waymark audit epoch --because …"
_GROWN = """
SELECT ledger, max(index) + 1 FROM store.leaf WHERE position > %s AND position <= %s GROUP BY ledger ORDER BY ledger
"""


class LogSigner:
    """The signer of one epoch, on a connection of its own, which holds the signers' lock. Made anew after a failure."""

    def __init__(self, connection: Connection, home: Home, epoch: Epoch, journal: Journal) -> None:
        """Compare what is published with what was signed, and publish what is not yet. Raises SignerRefuses."""
        self._connection = connection
        self._home = home
        self._epoch = epoch
        self._journal = journal
        self._tree = global_tree(connection, epoch.number)
        self._heads = {
            head.ledger: Checkpoint.parse(text_of(head.note))
            for signed in journal.signed
            for head in signed.heads
            if head.ledger is not None
        }
        if journal.opening.epoch != epoch.number or journal.opening.log != epoch.log:
            raise SignerRefuses("The journal of the signer belongs to another key. Put the right files back.")
        self._agree()

    @property
    def _last(self) -> Signed | None:
        return self._journal.signed[-1] if self._journal.signed else None

    def sign(self) -> Signed | None:
        """Sign everything recorded so far; nothing, when there is nothing new. Raises SignerRefuses."""
        row = self._connection.execute("SELECT coalesce(max(position), 0) FROM store.leaf").fetchone()
        end = row[0] if row else 0
        if self._last is None:
            return self._publish([self._beginning()], 0)
        if end <= self._last.position:
            return None
        return self._publish(self._grown(self._last.position, end), end)

    def end_epoch(self, following: Epoch, because: str) -> None:
        """Sign, as the last leaf, which key goes on; once. Raises SignerRefuses."""
        said = farewell(str(following.signer.verifier), because)
        if self._last and self._last.heads and text_of(self._last.heads[-1].note) == said:
            return
        self.sign()
        position = self._last.position if self._last else 0
        self._publish([Head(note=self._epoch.signer.sign(said))], position)

    def _beginning(self) -> Head:
        row = self._connection.execute(
            "SELECT epoch, note FROM store.checkpoint WHERE epoch < %s ORDER BY epoch DESC, size DESC LIMIT 1",
            (self._epoch.number,),
        ).fetchone()
        key = epoch_key(self._home, row[0]) if row else None
        said = statement(self._journal.opening, row[1] if row else None, str(key.verifier) if key else None)
        return Head(note=self._epoch.signer.sign(said))

    def _grown(self, begin: int, end: int) -> Iterable[Head]:
        for ledger, size in self._connection.execute(_GROWN, (begin, end)).fetchall():
            before = self._heads.get(ledger)
            tree = ledger_tree(self._connection, ledger)
            try:
                if before and (size < before.size or tree.root(before.size) != before.root):
                    raise SignerRefuses(
                        f"The history of {ledger} is not the one that was signed: its first {before.size} entries "
                        f"changed. {_BEGIN_ANEW}"
                    )
                tree.grow(before.size if before else 0, size)
                now = Checkpoint(origin_of(self._epoch.log, ledger), size, tree.root(size))
            except TreeDamaged as damaged:
                raise SignerRefuses(f"{damaged} {_BEGIN_ANEW}") from damaged
            yield Head(ledger=ledger, size=size, note=self._epoch.signer.sign(now.text))

    def _publish(self, heads: Iterable[Head], position: int) -> Signed:
        begin = self._last.size if self._last else 0
        with self._connection.transaction():
            made = tuple(heads)
            self._insert(begin, made)
            size = begin + len(made)
            try:
                self._tree.grow(begin, size)
                checkpoint = Checkpoint(self._epoch.log, size, self._tree.root(size))
            except TreeDamaged as damaged:
                raise SignerRefuses(f"{damaged} {_BEGIN_ANEW}") from damaged
            note = self._epoch.signer.sign(checkpoint.text)
            signed = Signed(begin=begin, heads=made, position=position, checkpoint=note)
            self._insert_checkpoint(signed)
            # Written down before anybody can see it: what was shown to somebody is never forgotten.
            self._journal.add(signed)
        for head in made:
            if head.ledger is not None:
                self._heads[head.ledger] = Checkpoint.parse(text_of(head.note))
        return signed

    def _insert(self, begin: int, heads: tuple[Head, ...]) -> None:
        self._connection.cursor().executemany(
            "INSERT INTO store.head (epoch, index, ledger, size, note, hash) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (self._epoch.number, index, head.ledger, head.size, head.note, leaf_hash(text_of(head.note).encode()))
                for index, head in enumerate(heads, start=begin)
            ],
        )

    def _insert_checkpoint(self, signed: Signed) -> None:
        self._connection.execute(
            "INSERT INTO store.checkpoint (epoch, size, position, note) VALUES (%s, %s, %s, %s)",
            (self._epoch.number, signed.size, signed.position, signed.checkpoint),
        )

    def _agree(self) -> None:
        row = self._connection.execute(
            "SELECT epoch, size, note FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1"
        ).fetchone()
        published = (row[1], row[2]) if row and row[0] == self._epoch.number else (0, "")
        if row and row[0] > self._epoch.number:
            raise SignerRefuses("The database knows a newer key than this signer has. Put the keys folder back.")
        steps = [(0, ""), *((each.size, each.checkpoint) for each in self._journal.signed)]
        if published == steps[-1]:
            self._check_root()
        elif len(steps) > 1 and published == steps[-2]:
            # The one before this signer was interrupted between its journal and the database.
            self._publish_again(self._journal.signed[-1])
        else:
            raise SignerRefuses(f"The database does not hold what this signer signed last. {_BEGIN_ANEW}")

    def _check_root(self) -> None:
        if self._last is None:
            return
        signed = Checkpoint.parse(text_of(self._last.checkpoint))
        try:
            same = self._tree.root(signed.size) == signed.root
        except TreeDamaged as damaged:
            raise SignerRefuses(f"{damaged} {_BEGIN_ANEW}") from damaged
        if not same:
            raise SignerRefuses(f"The log of checkpoints is not the one that was signed. {_BEGIN_ANEW}")

    def _publish_again(self, signed: Signed) -> None:
        with self._connection.transaction():
            for head in signed.heads:
                if head.ledger is not None and head.size is not None:
                    self._agree_again(head.ledger, Checkpoint.parse(text_of(head.note)))
            self._insert(signed.begin, signed.heads)
            try:
                self._tree.grow(signed.begin, signed.size)
            except TreeDamaged as damaged:
                raise SignerRefuses(f"{damaged} {_BEGIN_ANEW}") from damaged
            self._insert_checkpoint(signed)
            self._check_root()

    def _agree_again(self, ledger: str, head: Checkpoint) -> None:
        tree = ledger_tree(self._connection, ledger)
        try:
            tree.grow(0, head.size)
            same = tree.root(head.size) == head.root
        except TreeDamaged as damaged:
            raise SignerRefuses(f"{damaged} {_BEGIN_ANEW}") from damaged
        if not same:
            raise SignerRefuses(f"The history of {ledger} is not the one that was signed. {_BEGIN_ANEW}")
