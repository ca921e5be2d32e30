"""Where a signer works: in a home and a database like the rest, or in both its own, knowing no other password."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from service.home import Home
from service.settings import PREFIX, Settings, home_of, read_settings


@dataclass(frozen=True, slots=True)
class SignerPlace:
    """A signer that another user of the machine runs, or that runs on another machine."""

    folders: Home
    signing_url: str = field(repr=False)
    time_stamp_url: str | None = None


def read_signer_place(home: Path | None = None) -> SignerPlace | Settings:
    """Only a home of its own and `WAYMARK_SIGNER_DATABASE_URL`, when that is all it was told; else all settings.

    Raises CannotStart if that home has no database yet.
    """
    folder, url = home_of(home), os.environ.get(PREFIX + "SIGNER_DATABASE_URL")
    if url is None or PREFIX + "DATABASE_URL" in os.environ or (folder / "postgres.json").exists():
        return read_settings(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SignerPlace(Home(folder), url, os.environ.get(PREFIX + "TIME_STAMP_URL"))
