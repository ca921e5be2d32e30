"""Letters to people with a part in a programme: what waits to be said, to whom, and whether it is still so."""

from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from domain.asset_moments import asset_of
from domain.prompts import timetable
from service.group import Group
from service.language.language import gettext as _
from service.language.language import ngettext
from service.letter_words.item import Item, Letter
from service.letter_words.whole import newest


def still_needed(item: Item, person: str, group: Group) -> bool:
    """Whether a message says something that is still so.

    Not when the wait is over, its date or round is another, something else is asked of it now, or the person has left.
    Who looks after something that is left behind need have no other part in the programme.
    """
    programme = group.programme
    if programme is None:
        return False
    asset = asset_of(group.assets, item.about) if item.about.startswith("resource/") else None
    owner = None if asset is None else asset.owner_person
    if person not in programme.roles and person not in group.board.members and person != owner:
        return False
    table = timetable(programme, item.about, group.assets)
    return table is not None and table.still_says(item.kind, item.round, item.due)


def subject(items: Sequence[Item]) -> str:
    """The subject line. It names no group: others may see it on a screen."""
    number = len(newest(items))
    return (
        _("A reminder from Waymark")
        if number == 1
        else ngettext("%(num)s reminder from Waymark", "%(num)s reminders from Waymark", number)
    )


def email(letter: Letter, to: tuple[str, str], text: str, identity: str, sender: str, sent: str) -> EmailMessage:
    """The letter as an e-mail. `to` is name and address. Raises ValueError when the address is none."""
    name, address = to
    try:
        recipient = Address(display_name=" ".join(name.split()), addr_spec=address)
    except (ValueError, IndexError, MessageError) as wrong:
        # The library's parser has more than one way to say so.
        msg = "This is no address."
        raise ValueError(msg) from wrong
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = identity
    message["Date"] = sent
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject(letter.items)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    return message
