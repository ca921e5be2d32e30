"""Finishes what a group decided about one passage: its key goes, and every other passage stays readable.

The event is the truth. Whoever is stopped in the middle is followed by the next sweep, which begins again here.
"""

from datetime import timedelta
from typing import Literal

from domain.event import Fact, Recorded
from domain.passage import Sealed
from domain.redaction_events import KeyDestroyed
from service.assembly import Waymark
from service.evidence.file_seal import FileDamaged, own_key, sealing_of
from service.evidence.file_store import FileNotKept
from service.keyring import DERIVING
from service.privacy.lag import UNTIL_NOBODY_WRITES
from service.privacy.places import passages_of
from service.seals import derived
from service.sign_in.factors import Factors

Outcome = Literal["done", "waits", "not here"]

_SEALED_WITH = """
SELECT originator_id, originator_version FROM store.events
WHERE convert_from(state, 'UTF8') LIKE '%%"kid":"' || %s || '"%%' ORDER BY 1, 2
"""


def take_out(waymark: Waymark, event: Recorded[KeyDestroyed], grace: timedelta = UNTIL_NOBODY_WRITES) -> Outcome:
    """Destroy the key of the passage that this event names. `waits`: not everybody has heard of it yet; come again."""
    fact, keys = event.fact, waymark.passage_keys
    named = next(iter(waymark.store.load(fact.stream, fact.version - 1)), None)
    passage = passages_of(named).get(fact.field) if named is not None else None
    if passage is None or not can_go_alone(passage):
        return "not here"
    if keys.is_done(passage):
        return "done"
    keys.note(passage, event.meta.occurred_on, fact.reason if isinstance(fact.reason, Sealed) else None)
    root = keys.root(passage.s, passage.kid)
    if root is not None:
        if not keys.retire(passage.s, passage.kid, grace):
            return "waits"
        _keep_codes(waymark, passage.s, passage.kid)
        out = keys.places(passage.s, passage.kid)
        others = {at: derived(root, at) for at in _places(waymark, passage) if at not in out}
        keys.split(passage.s, passage.kid, others | _files(waymark, passage, root))
    keys.strike(passage.s, passage.kid, [passage.at])
    return "done"


def can_go_alone(passage: Sealed) -> bool:
    """Whether a passage has a key of its own. Those of an older Waymark share their subject's."""
    return passage.kid.startswith(DERIVING)


def _places(waymark: Waymark, passage: Sealed) -> set[str]:
    """Where words stand that are sealed with the same key."""
    with waymark.pool.connection() as connection:
        rows = connection.execute(_SEALED_WITH, (passage.kid,)).fetchall()
    events = [event for stream, version in rows for event in waymark.store.load(stream, version - 1)[:1]]
    return {each.at for event in events for each in _of(event) if (each.s, each.kid) == (passage.s, passage.kid)}


def _of(event: Recorded[Fact]) -> list[Sealed]:
    return list(passages_of(event).values())


def _files(waymark: Waymark, passage: Sealed, root: bytes) -> dict[str, bytes]:
    """The keys of files that are sealed with the same key."""
    found = {}
    for line in waymark.files.register.of_subject(passage.s):
        try:
            with waymark.files.store.open(line.sha256) as file:
                sealing = sealing_of(file)
        except (FileNotKept, FileDamaged):
            continue
        if sealing.kid == passage.kid:
            found[f"file/{sealing.salt}"] = own_key(root, sealing.salt)
    return found


def _keep_codes(waymark: Waymark, subject: str, kid: str) -> None:
    """Seal the secrets of somebody's one-time codes anew: they lie under the same key, and are no passage."""
    if not subject.startswith("person:"):
        return
    factors = Factors(waymark.pool, waymark.clock, waymark.keyring)
    for factor in factors.of(subject):
        if factor.kind == "one-time-code" and f'"{kid}"'.encode() in factor.secret:
            secret = factors.opened(factor)
            if secret is not None:
                factors.change_secret(factor, factors.sealed(subject, secret))
