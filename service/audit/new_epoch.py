"""Begins a new epoch when an operator says so."""

import psycopg

from service.audit.checkpoint import Checkpoint
from service.audit.epoch import Epoch, begin_epoch
from service.audit.note import text_of
from service.audit.signer import Signing


def open_epoch(settings: Signing, because: str) -> Epoch:
    """Make the next key. A signer that runs takes it up within seconds; the name of the installation stays."""
    with psycopg.connect(settings.signing_url, application_name="waymark audit") as connection:
        row = connection.execute(
            "SELECT epoch, note FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1"
        ).fetchone()
    if row is None:
        return begin_epoch(settings.folders, because)
    installation = Checkpoint.parse(text_of(row[1])).origin.rpartition("/")[0]
    return begin_epoch(settings.folders, because, installation, after=row[0])
