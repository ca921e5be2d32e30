"""Messages as files in a folder, for an installation without a mail server."""

import os
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from service.mail_carrier import MailAway


class MailFolder:
    """One `.eml` file for each message, named by its Message-ID: sent twice, it is still one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the file, whole or not at all. Raises MailAway when the folder cannot be written."""
        name = str(message["Message-ID"]).strip("<>")
        fresh, file = self._folder / f".{name}.new", self._folder / f"{name}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                fresh.unlink()
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
                written.write(message.as_bytes(policy=SMTP))
                written.flush()
                os.fsync(written.fileno())
            fresh.replace(file)
        except OSError as fault:
            raise MailAway(certain=True) from fault
