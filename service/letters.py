"""Letters to people with a part in a programme: what waits to be said, to whom, and whether it is still so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from domain.access_needs import Involvement
from domain.asset_moments import asset_of
from domain.prompts import timetable
from service.group import Group
from service.language.language import gettext as _
from service.language.language import ngettext
from service.letter_words.item import Item, Letter
from service.letter_words.plain import WITHOUT_NAME, sentence
from service.letter_words.whole import Reader, newest, whole_letter

__all__ = [
    "WITHOUT_NAME",
    "Item",
    "Letter",
    "email",
    "groups_of",
    "in_words",
    "letter_text",
    "sentence",
    "still_needed",
    "subject",
]


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


def letter_text(
    name: str, items: Sequence[Item], groups: Mapping[str, Group], today: date, wanted: Involvement = "involve-me"
) -> str:
    """The letter on paper, in plain words. `groups` are the programmes as they are now, `wanted` what they chose."""
    return whole_letter(Reader(name, wanted), items, groups, today)


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


def in_words(day: date) -> str:
    """A date as people write it: Friday 3 July 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def groups_of(items: Iterable[Item], look: Callable[[str], Group]) -> dict[str, Group]:
    """The programmes these items are about, each looked at once."""
    return {programme: look(programme) for programme in {item.programme for item in items}}
