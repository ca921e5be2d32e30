"""What is proven of one programme's record just now, in plain words."""

from datetime import datetime

from psycopg import Connection
from pydantic import BaseModel

from domain.refusals import UnknownProgramme
from service.audit.bundle import MaySee
from service.audit.checkpoint import Checkpoint
from service.audit.lag import LONGEST_SECONDS, signer_lag
from service.audit.leaf import Leaf
from service.audit.note import text_of
from service.audit.published import cosignatures
from service.language.language import N_, ngettext, translated
from service.language.language import gettext as _
from service.language.written import number

_HEAD = """
SELECT epoch, index, size, note FROM store.head WHERE ledger = %s ORDER BY epoch DESC, index DESC LIMIT 1
"""
_NEWEST = "SELECT size, note, signed_at FROM store.checkpoint WHERE epoch = %s ORDER BY size DESC LIMIT 1"
_COSIGNED = "SELECT DISTINCT ON (witness) size FROM store.cosignature WHERE epoch = %s ORDER BY witness, size DESC"
_STAMPED = "SELECT stamped_at FROM store.time_stamp WHERE epoch = %s AND size > %s ORDER BY size DESC LIMIT 1"
_RECORDED = "SELECT max(index) + 1 FROM store.leaf WHERE ledger = %s"
_TOPICS = """
SELECT topic, count(*) FROM store.leaf JOIN store.events ON notification_id = position
WHERE ledger = %s AND index < %s GROUP BY topic
"""


class Cosigner(BaseModel, frozen=True):
    """Somebody else who follows how this Waymark's log grows. `all_of_it`: everything signed so far."""

    name: str
    at: datetime
    all_of_it: bool


class ProgrammeProof(BaseModel, frozen=True):
    """How a programme's record is proven.

    `signed` of `recorded` entries are in the newest checkpoint; `withheld` of them this reader gets as a hash only.
    `merge_delay` is how many seconds it takes at most until something recorded is signed; `sentences` say it all.
    """

    ledger: str
    recorded: int
    signed: int
    withheld: int
    merge_delay: float
    late: bool
    checkpoint: str | None
    log: str | None
    log_checkpoint: str | None
    signed_at: datetime | None
    cosigned: tuple[Cosigner, ...]
    stamped_at: datetime | None
    sentences: tuple[str, ...]
    not_proven: tuple[str, ...]


NOT_PROVEN = (
    N_("That what was recorded is true. Only that nobody changed it afterwards."),
    N_("That everything was recorded. What nobody wrote down is not there."),
)


def proof_of(connection: Connection, ledger: str, now: datetime, may_see: MaySee) -> ProgrammeProof:
    """Look at the newest of everything. Raises UnknownProgramme."""
    recorded = connection.execute(_RECORDED, (ledger,)).fetchone()
    if recorded is None or recorded[0] is None:
        raise UnknownProgramme("There is no such programme here. Look at the list of programmes for its id.")
    lag = signer_lag(connection, now)
    head = connection.execute(_HEAD, (ledger,)).fetchone()
    epoch, index, size, note = head or (0, 0, 0, None)
    newest = connection.execute(_NEWEST, (epoch,)).fetchone()
    log_size, log_note, signed_at = newest or (0, None, None)
    stamped = connection.execute(_STAMPED, (epoch, index)).fetchone() if head else None
    cosigned = _cosigned(connection, epoch, index) if head else ()
    withheld = _withheld(connection, ledger, size, may_see)
    return ProgrammeProof(
        ledger=ledger,
        recorded=recorded[0],
        signed=size,
        withheld=withheld,
        merge_delay=LONGEST_SECONDS,
        late=lag.late,
        checkpoint=note,
        log=Checkpoint.parse(text_of(log_note)).origin if log_note else None,
        log_checkpoint=log_note,
        signed_at=signed_at,
        cosigned=cosigned,
        stamped_at=stamped[0] if stamped else None,
        sentences=tuple(_sentences(recorded[0], size, withheld, lag.sentence, log_size)),
        not_proven=tuple(translated(each) for each in NOT_PROVEN),
    )


def _sentences(recorded: int, signed: int, withheld: int, lag: str, log_size: int) -> list[str]:
    if not signed:
        return [
            _("Nothing of this programme is signed yet. That takes a minute at most after something is recorded."),
            lag,
        ]
    said = [
        ngettext(
            "%(signed)s of %(recorded)s entries are signed.",
            "%(signed)s of %(recorded)s entries are signed.",
            recorded,
            signed=number(signed),
            recorded=number(recorded),
        ),
        _("Nobody can change, remove or add a signed entry, or put them in another order, without it showing."),
    ]
    if withheld:
        said.append(
            ngettext(
                "%(num)s of them is not for you. You get a number in its place, which proves it too.",
                "%(num)s of them are not for you. You get a number in their place, which proves them too.",
                withheld,
            )
        )
    said.append(
        ngettext(
            "This record is one of those in a log of %(num)s checkpoint, which is the same for everybody.",
            "This record is one of those in a log of %(num)s checkpoints, which is the same for everybody.",
            log_size,
        )
    )
    said.append(lag)
    return said


def _cosigned(connection: Connection, epoch: int, index: int) -> tuple[Cosigner, ...]:
    """The newest cosignature of each witness; whether it is about a log with this ledger's newest head in it."""
    found: dict[str, Cosigner] = {}
    for (size,) in connection.execute(_COSIGNED, (epoch,)).fetchall():
        for each in cosignatures(connection, epoch, size):
            if each.witness not in found or found[each.witness].at < each.at:
                found[each.witness] = Cosigner(name=each.witness, at=each.at, all_of_it=size > index)
    return tuple(found[name] for name in sorted(found))


def _withheld(connection: Connection, ledger: str, size: int, may_see: MaySee) -> int:
    """How many signed entries the reader may not see: all of one kind, or none."""
    rows = connection.execute(_TOPICS, (ledger, size)).fetchall()
    return sum(count for topic, count in rows if not may_see(Leaf(0, ledger, ledger, 1, topic, b"{}")))
