"""What is kept where: each table and folder, its class, how long, and what takes it away. The inventory prints it.

What may not be kept for ever is deleted on its day by a durable wait (service/privacy/standing_waits.py), by the sweep
or by the part that wrote it. The log itself is kept for good;
what is personal in it is sealed.
"""

from dataclasses import dataclass

from domain.field_classes import FieldClass
from service.drafts.tables import KEPT_FOR
from service.privacy.lag import KEYS_BACKUPS_FOR
from service.privacy.retention import INVITATIONS_FOR, LETTERS_FOR, LOGS_FOR

FOR_GOOD = "for good"
UNTIL_ERASED = "until the person is erased"
ERASING = "erasing the person"
SWEEP = "a durable wait on its day, else the projector's hourly sweep"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept in one table or folder. `views.*` stands for every table of that schema."""

    place: str
    field_class: FieldClass
    what: str
    how_long: str
    taken_away_by: str


TABLES: tuple[Kept, ...] = (
    Kept("store.events", "personal", "what happened; text sealed, people by id", FOR_GOOD, "destroyed keys"),
    Kept(
        "store.command",
        "internal",
        "that a command was done, as a keyed mark, and its answer: two numbers",
        "for good: a repeated command must find it",
        "nothing",
    ),
    Kept("store.ledger_head", "internal", "when something was recorded last", FOR_GOOD, "nothing"),
    Kept(
        "store.people",
        "personal",
        "names, ways to reach people, needs as codes, looks, language",
        UNTIL_ERASED,
        ERASING,
    ),
    Kept("store.account", "personal", "who may sign in, with an e-mail address", UNTIL_ERASED, ERASING),
    Kept("store.session", "personal", "who is signed in", "12 hours, and a day", SWEEP),
    Kept("store.sign_in_link", "personal", "links that were sent", "15 minutes, and a day", SWEEP),
    Kept("store.factor", "personal", "what people sign in with; secrets hashed or sealed", UNTIL_ERASED, ERASING),
    Kept("store.recovery_code", "personal", "hashes of recovery codes", UNTIL_ERASED, ERASING),
    Kept("store.identity", "personal", "accounts at organisations' providers", UNTIL_ERASED, ERASING),
    Kept(
        "store.invitation",
        "personal",
        "who was asked in, by name and address",
        f"72 hours, and {INVITATIONS_FOR.days} days",
        SWEEP,
    ),
    Kept("store.api_token", "personal", "hashes of tokens, and their labels", "a year at most, and 30 days", SWEEP),
    Kept("store.sign_in_step", "personal", "what a browser is in the middle of", "until it ends, and an hour", SWEEP),
    Kept(
        "store.draft",
        "personal",
        "what somebody typed and has not sent, sealed with their key",
        f"until it is sent, {KEPT_FOR.days} days at most",
        f"sending it, {SWEEP}, and erasing",
    ),
    Kept("store.attempt", "internal", "how often something was tried, as a keyed hash", "two hours", SWEEP),
    Kept("store.pending_message", "personal", "who is to be told what, by id", "until it is told", "the post"),
    Kept("store.delivery", "personal", "who was told what, by id", "for good: nobody is told twice", "nothing"),
    Kept(
        "store.evidence_file",
        "personal",
        "which files there are, by id",
        FOR_GOOD,
        "2 days unnamed, or 30 in a draft",
    ),
    Kept("store.bundle_given", "personal", "to whom a proof was given, by id", UNTIL_ERASED, ERASING),
    Kept("store.leaf", "internal", "hashes of the sealed events", FOR_GOOD, "nothing"),
    Kept("store.subtree", "internal", "hashes of hashes", FOR_GOOD, "nothing"),
    Kept("store.head", "internal", "hashes of ledgers", FOR_GOOD, "nothing"),
    Kept("store.checkpoint", "public", "signed checkpoints", FOR_GOOD, "nothing"),
    Kept("store.cosignature", "public", "what witnesses cosigned", FOR_GOOD, "nothing"),
    Kept("store.time_stamp", "public", "when an authority saw a checkpoint", FOR_GOOD, "nothing"),
    Kept("store.reader", "internal", "how far each reader of the log is", FOR_GOOD, "nothing"),
    Kept("store.parked_event", "internal", "places of events that were passed over", "until a rebuild", "a rebuild"),
    Kept("views.*", "personal", "what people read; text sealed, people by id", "until a rebuild", "a rebuild"),
    Kept("keys.subject_key", "personal", "keys, each wrapped in one of the keys folder", UNTIL_ERASED, ERASING),
    Kept("keys.erased_subject", "personal", "who was erased, by id, so that they stay erased", FOR_GOOD, "nothing"),
    Kept("keys.taken_out", "internal", "which passages were taken out, and why (sealed)", FOR_GOOD, "nothing"),
    Kept("public.schema_version", "internal", "which tables were made when", FOR_GOOD, "nothing"),
)

FOLDERS: tuple[Kept, ...] = (
    Kept("HOME/files/evidence", "personal", "files of evidence, sealed", FOR_GOOD, "erasing whom they are about"),
    Kept("HOME/files (published)", "public", "files of published resources", "until withdrawn", SWEEP),
    Kept("HOME/incoming", "personal", "a file while it is looked through", "minutes", "whoever looks through it"),
    Kept("HOME/mailbox", "personal", "letters, with names", f"{LETTERS_FOR.days} days", f"{SWEEP}, and erasing"),
    Kept("HOME/logs", "internal", "what processes did; no words of anybody", f"{LOGS_FOR.days} days", SWEEP),
    Kept("HOME/temporal", "internal", "what is waited for: ids and numbers, encrypted", "with the wait", "Temporal"),
    Kept("HOME/keys", "internal", "the service's own keys", FOR_GOOD, "nothing"),
    Kept("HOME/erased", "personal", "who was erased, by id, for a restore; in no backup", FOR_GOOD, "nothing"),
    Kept("HOME/signer", "internal", "the signer's key and journal", FOR_GOOD, "nothing"),
    Kept("a backup", "personal", "the store without names; text and files sealed", "as long as you like", "you"),
    Kept(
        "a backup of keys",
        "personal",
        "keys, names, addresses, letters",
        f"{KEYS_BACKUPS_FOR.days} days: until then an erased person could be brought back",
        "the next backup into the same folder; copies elsewhere: you",
    ),
    Kept("the write-ahead log", "personal", "what was written last", "two checkpoints, or ten minutes", "PostgreSQL"),
    Kept("memory of a process", "personal", "keys that were used just now", "30 seconds", "itself"),
)
