"""Messages through a mail server (SMTP), encrypted on the way whenever the server can."""

import asyncio
import re
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP

from service.machine_faults import MachineFault
from service.mail_carrier import AddressRefused, MailAway, NotNowForThem

NO_SUCH_ADDRESS = frozenset({501, 550, 551, 553})
"""What a server answers when an address is wrong. A full mailbox (552) may have room again."""

_POLICY = re.compile(r"\b5\.7\.\d")
_PERMANENT = 500
_PATIENCE = 30.0


class MailServer:
    """The server at `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…` (TLS from the start).

    Raises MachineFault when that address cannot be read.
    """

    def __init__(self, url: str, patience: float = _PATIENCE) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise MachineFault("WAYMARK_SMTP_URL should look like smtp://user:password@mail.example.org:587")
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = port or (465 if self._tls else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._patience = patience

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; a thread of its own may wait for the server. Raises as MailCarrier says."""
        asyncio.run(self._send(message))

    async def _send(self, message: EmailMessage) -> None:
        server = SMTP(hostname=self._host, port=self._port, use_tls=self._tls, start_tls=None, timeout=self._patience)
        try:
            await server.connect()
            if self._user is not None:
                await server.login(self._user, self._password or "")
        except (aiosmtplib.SMTPException, OSError) as away:
            server.close()
            raise MailAway(certain=True) from away
        try:
            await server.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            raise _verdict(first.code, first.message, first.code in NO_SUCH_ADDRESS) from refused
        except aiosmtplib.SMTPDataError as refused:
            raise _verdict(refused.code, refused.message, refused.code >= _PERMANENT) from refused
        except aiosmtplib.SMTPNotSupported as refused:
            # The address has letters that this server cannot write.
            raise AddressRefused from refused
        except aiosmtplib.SMTPSenderRefused as refused:
            raise MailAway(certain=True) from refused
        except (aiosmtplib.SMTPException, OSError) as lost:
            raise MailAway(certain=False) from lost
        finally:
            # The message is taken by now, or it is not: how the server says goodbye changes nothing.
            with suppress(aiosmtplib.SMTPException, OSError):
                await server.quit()
            server.close()


def _verdict(code: int, said: str, for_good: bool) -> Exception:  # noqa: FBT001 - reads as a sentence where it is called
    # "Relaying denied" (5.7.x) means that our own sign-in is wrong, and no address is to blame.
    policy = _POLICY.search(f"{code} {said}")
    return AddressRefused() if for_good and not policy else NotNowForThem()
