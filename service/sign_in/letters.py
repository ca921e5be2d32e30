"""What Waymark writes to somebody who signs in: plain words, one link, and what to do when they did not ask."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlencode
from uuid import uuid4

import structlog

from service.clock import Clock
from service.language.language import N_, translated
from service.language.language import gettext as _
from service.letter_words.easy_text import easy_text
from service.letter_words.signing_in import changed, invitation, link_of_new_address, link_to_sign_in
from service.mail_carrier import AddressRefused, MailAway, MailCarrier, NotNowForThem, message_id

InvitedTo = tuple[str, str] | None
"""The group and the part in it that somebody is invited to, in words; None when it is Waymark alone."""

_NOT_ASKED = N_("If you did not ask for this, you need do nothing. Nobody can sign in without this message.")


class Letters:
    """Sends one message at once, in the language of whoever asks for it; in Easy Read to whoever reads that best.

    `site` is where Waymark is, such as `https://waymark.example.org`.
    """

    def __init__(self, carrier: MailCarrier, sender: str, site: str, clock: Clock) -> None:
        self._carrier = carrier
        self._sender = sender
        self._site = site
        self._clock = clock
        self._log = structlog.get_logger().bind(part="sign-in")

    def sign_in(self, email: str, secret: str, wanted: str = "/", *, easy: bool = False) -> bool:
        """Send a link to sign in with, which then opens the page they wanted. Says whether it left."""
        subject, address = _("Sign in to Waymark"), self.address("/sign-in/link", secret)
        if wanted != "/":
            address = f"{address}&{urlencode({'next': wanted})}"
        if easy:
            return self._send_text(email, subject, easy_text(link_to_sign_in(address)))
        return self._send(
            email,
            subject,
            _("Hello,"),
            _("to sign in to Waymark, open this address and press the button there:"),
            address,
            _("It can be used once, within 15 minutes. If that is too short, ask for another."),
            translated(_NOT_ASKED),
        )

    def new_email(self, email: str, secret: str, *, easy: bool = False) -> bool:
        """Send a link that shows that an address is theirs."""
        subject, address = _("Your new address in Waymark"), self.address("/account/email", secret)
        if easy:
            return self._send_text(email, subject, easy_text(link_of_new_address(address)))
        return self._send(
            email,
            subject,
            _("Hello,"),
            _("to sign in to Waymark with this address from now on, open this page and press the button:"),
            address,
            _("It can be used once, within 15 minutes, while you are signed in."),
            translated(_NOT_ASKED),
        )

    def invitation(
        self, email: str, name: str, inviter: str, to: InvitedTo, secret: str, *, easy: bool = False
    ) -> bool:
        """Send an invitation."""
        subject, address = _("An invitation to Waymark"), self.address("/invitation", secret)
        if easy:
            return self._send_text(email, subject, easy_text(invitation(name, inviter, to, address)))
        what = _("to use it") if to is None else _("to take part in %(group)s, as %(role)s", group=to[0], role=to[1])
        return self._send(
            email,
            subject,
            _("Hello %(name)s,", name=name),
            _("%(inviter)s invites you to Waymark, %(what)s.", inviter=inviter, what=what),
            _("Waymark helps a group of disabled people to build an organisation of their own."),
            _("To accept, open this address and press the button there:"),
            address,
            _("It can be used once, within 72 hours. If you do not want to join, you need do nothing."),
        )

    def changed(self, email: str, what: str, *, easy: bool = False) -> bool:
        """Tell somebody that the way they sign in was changed, so that they notice when it was not them.

        `what` is one of the CHANGES, as it is written there.
        """
        subject = _("Your way of signing in to Waymark changed")
        if easy:
            return self._send_text(email, subject, easy_text(changed(what)))
        return self._send(
            email,
            subject,
            _("Hello,"),
            translated(what),
            _("If this was you, you need do nothing. If not, please tell whoever looks after your Waymark at once."),
        )

    def address(self, path: str, secret: str) -> str:
        """The address of a page with a secret in it, for a message or the machine's own screen."""
        return f"{self._site}{path}?key={secret}"

    def _send(self, email: str, subject: str, *paragraphs: str) -> bool:
        return self._send_text(email, subject, "\n\n".join(paragraphs) + "\n")

    def _send_text(self, email: str, subject: str, text: str) -> bool:
        try:
            self._carrier.send(self._message(email, subject, text, self._clock()))
        except (MailAway, NotNowForThem, AddressRefused, ValueError) as fault:
            # The person asks again when nothing comes. The log says why, and not to whom.
            self._log.warning("a message to sign in with did not leave", fault=type(fault).__name__)
            return False
        return True

    def _message(self, email: str, subject: str, text: str, now: datetime) -> EmailMessage:
        try:
            recipient = Address(addr_spec=email)
        except (IndexError, MessageError) as wrong:
            msg = "This is no address."
            raise ValueError(msg) from wrong
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = message_id(uuid4(), self._sender)
        message["Date"] = format_datetime(now)
        message["From"] = self._sender
        message["To"] = recipient
        message["Subject"] = subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, charset="utf-8", cte="quoted-printable")
        return message
