"""What must be there before anything runs: the tables of store, keys and views, and the keys of a new home.

Apart from `waymark up`, which loads all that people sign in with: a story that is played needs none of that.
"""

import psycopg

from service.audit.signer_role import let_only_the_signer_sign
from service.keyring import KeyFolder
from service.schema import create_keys_schema, create_schema
from service.settings import Settings
from service.views import create_views


def prepare(settings: Settings) -> None:
    """Make or migrate the tables, and make the keys of a new home. Keys that were lost are never made again."""
    keys = settings.folders.keys
    with psycopg.connect(settings.keys_owner_database_url) as connection:
        found = connection.execute("SELECT to_regclass('keys.subject_key')").fetchone()
    if found and found[0] is not None:
        KeyFolder(keys)
    else:
        KeyFolder.make(keys)
    create_schema(settings.owner_database_url)
    if settings.signer_database_url is not None:
        let_only_the_signer_sign(settings.owner_database_url, settings.signer_database_url)
    create_keys_schema(settings.keys_owner_database_url)
    create_views(settings.owner_database_url)
