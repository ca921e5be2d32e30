"""`waymark letters`: what to post and whom to call, for people without e-mail."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import typer

from service.assembly import Waymark, build
from service.language.kept_language import KeptLanguages
from service.language.language import speaking
from service.letter_words.item import Letter
from service.letter_words.writing import text_of
from service.machine_faults import MachineFault
from service.mail_queue import MailQueue
from service.options import AsJson, InHome
from service.post import begin_letter
from service.settings import read_settings

REFUSED_FOR = timedelta(days=90)
"""How long a refused address stays in the list, unless a message arrives before."""

PAGE = "\f"


class NoSuchLetter(MachineFault):
    """There is no letter with this id that is still to do."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A letter to post, or a call to make."""

    letter: UUID
    channel: str
    name: str
    where: str
    text: str


def letters(
    home: InHome = None,
    done: Annotated[
        list[UUID] | None, typer.Option("--done", metavar="ID", help="This letter is posted, or this call is made.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print the letters to post and the calls to make. They stay in the list until they are marked as done."""
    with build(read_settings(home)) as waymark, waymark.pool.connection() as connection:
        queue = MailQueue(connection)
        for each in done or ():
            mark_done(queue, each, waymark.clock())
        errands = errands_of(waymark, queue)
        refused = [waymark.people.names([person])[person] for person in queue.refused(waymark.clock() - REFUSED_FOR)]
    if as_json:
        typer.echo(json.dumps(_listed(errands, refused), indent=2, ensure_ascii=False))
    else:
        typer.echo(page(errands, refused))


def errands_of(waymark: Waymark, queue: MailQueue) -> list[Errand]:
    """Everything to post and to call. What waited until now is put into letters first, one for each person."""
    now = waymark.clock()
    for person in queue.people(now):
        card = waymark.people.get(person)
        if card is not None and card.channel in {"post", "phone"}:
            begin_letter(waymark, queue, person, card.channel, now)
    errands = (_errand(waymark, queue, letter, now) for letter in queue.letters("post", "phone"))
    return sorted(filter(None, errands), key=lambda errand: (errand.channel, errand.name, errand.letter))


def mark_done(queue: MailQueue, letter: UUID, now: datetime) -> None:
    """Say that a letter was posted, or a call made. Raises NoSuchLetter."""
    for each in queue.letters("post", "phone"):
        if each.id == letter:
            queue.settle(each, each.channel, "sent", now)
            return
    raise NoSuchLetter(f"There is no letter {letter} to do. Look at the list for what is left: waymark letters")


def page(errands: list[Errand], refused: list[str]) -> str:
    """The list as plain text: each letter on a page of its own, then one page of calls."""
    posted = [errand for errand in errands if errand.channel == "post"]
    called = [errand for errand in errands if errand.channel == "phone"]
    pages = [
        f"To post. When it is posted: waymark letters --done {errand.letter}\n\n"
        f"{errand.name}\n{errand.where}\n\n\n{errand.text}"
        for errand in posted
    ]
    if called:
        calls = [
            f"{errand.name}: {errand.where}\n"
            f"When you have spoken: waymark letters --done {errand.letter}\n\n{errand.text}"
            for errand in called
        ]
        pages.append("\n\n".join(["Calls to make", *calls]))
    if refused:
        lines = ["Please ask these people for their e-mail address again. The one we have was refused:", *refused]
        pages.append("\n".join(lines) + "\n")
    return PAGE.join(pages) if pages else "There is nothing to post, and nobody to call."


def _errand(waymark: Waymark, queue: MailQueue, letter: Letter, now: datetime) -> Errand | None:
    card = waymark.people.get(letter.person)
    if card is None:
        queue.settle(letter, "none", "nobody", now)
        return None
    with speaking(KeptLanguages(waymark.pool).of(letter.person)):
        text = text_of(waymark, letter, card.name, now)
    where = card.post if letter.channel == "post" else card.phone
    return Errand(letter.id, letter.channel, card.name, where or "We have no address or number: please ask.", text)


def _listed(errands: list[Errand], refused: list[str]) -> dict[str, Any]:
    return {
        "letters": [
            {"id": str(e.letter), "channel": e.channel, "name": e.name, "where": e.where, "text": e.text}
            for e in errands
        ],
        "refused_addresses": refused,
    }
