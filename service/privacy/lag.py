"""How long erasing takes, in the worst case: a table of the runbook says the same."""

from datetime import timedelta

KEYS_BACKUPS_FOR = timedelta(days=14)
"""How long a backup of the keys is kept. Until then an erased person's words could be brought back: the erasure lag."""

UNTIL_NOBODY_WRITES = timedelta(seconds=120)
"""How long a process may go on to write with a key that it has in memory, and more."""
