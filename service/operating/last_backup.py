"""When this installation was backed up last: a line in its home folder, which `waymark backup` writes."""

from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ValidationError

from service.home import Home, write_private

NAME = "last-backup.json"


class LastBackup(BaseModel, frozen=True, extra="forbid"):
    """When it was made, and what the file was called. Where it lies is nobody's business here."""

    made_at: AwareDatetime
    file: str


def note_backup(home: Home, file: Path, made_at: datetime) -> None:
    """Write down that a backup was made."""
    write_private(home.folder / NAME, LastBackup(made_at=made_at, file=file.name).model_dump(mode="json"))


def last_backup(home: Home) -> LastBackup | None:
    """When the last one was made, if this Waymark knows of any."""
    try:
        return LastBackup.model_validate_json((home.folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
