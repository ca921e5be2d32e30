"""What a message says: plain words about what to do, and how to stop such messages. Nothing sealed, nothing medical."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from domain.access_needs import Involvement
from domain.asset_moments import asset_of
from domain.duty_events import PromptKind
from domain.occasion import AssetReading
from domain.programme import Programme
from domain.prompts import timetable
from service.duty_words import duty_called
from service.group import Group

WITHOUT_NAME = "a milestone that your group named itself"
"""Sealed words stay inside Waymark: a milestone added by the group is said by its id."""

_TO_DO = (
    "To do any of this, open Waymark or ask somebody in your group who uses it.",
    "",
    "If you have done it already, thank you. You need do nothing more.",
)
_TO_KNOW = ("You asked to hear of this. You need do nothing, unless you want to.",)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell one person: a prompt that was recorded at `version` of `programme`."""

    programme: str
    version: int
    about: str
    kind: PromptKind
    round: int
    due: date


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one person is told at once. `id` becomes the Message-ID."""

    id: UUID
    person: str
    channel: str
    items: tuple[Item, ...]


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
    number = len(_newest(items))
    return "A reminder from Waymark" if number == 1 else f"{number} reminders from Waymark"


def letter_text(
    name: str, items: Sequence[Item], groups: Mapping[str, Group], today: date, wanted: Involvement = "involve-me"
) -> str:
    """The whole letter. `groups` are the programmes as they are now, `wanted` is what the person chose."""
    newest = _newest(items)
    lines = [f"Hello {name},", ""]
    mentors: dict[str, None] = {}
    for programme_id in dict.fromkeys(item.programme for item in newest):
        programme = groups[programme_id].programme
        if programme is None:
            continue
        mentors[programme.mentor.organisation] = None
        lines += [f"This is about {programme.organisation}.", ""]
        for item in newest:
            if item.programme == programme_id:
                lines += [f"* {sentence(item, groups[programme_id], today)}", ""]
    who = " or ".join(mentors)
    lines += [
        *(_TO_DO if wanted == "involve-me" else _TO_KNOW),
        "",
        f"To stop these messages, or to get them by e-mail, post or phone instead, please tell {who}.",
    ]
    return "\n".join(lines) + "\n"


def sentence(item: Item, group: Group, today: date) -> str:
    """One thing to do: what it is, when it is due, and what exactly to do."""
    programme = group.programme
    if programme is None:
        return ""
    kind, _, name = item.about.partition("/")
    when = _when(item.due, today)
    match kind:
        case "milestone":
            milestone = programme.milestones.get(name)
            title = milestone.step.title if milestone is not None else None
            called = f"“{title}” ({name})" if isinstance(title, str) else f"{name}, {WITHOUT_NAME},"
            return _of_milestone(item.kind, called, when)
        case "review":
            return (
                f"The quarterly review {when}. Please agree a day and a place that everybody can reach, and hold it. "
                "Afterwards, write down in Waymark what you agreed."
            )
        case "duty":
            return _of_duty(item.kind, f"“{duty_called(programme, name)}”", when)
        case "need":
            return _of_need(item.kind, programme, int(name))
        case "resource":
            asset = asset_of(group.assets, item.about)
            return "" if asset is None else _of_asset(item.kind, asset, programme.mentor.organisation, today)
        case _ if item.kind == "still-running":
            return (
                "The programme ended a year ago. Is the organisation still running? Please answer yes or no in "
                "Waymark. Both are good to know for the next group."
            )
        case _:
            return (
                "The handover has begun. Please look at the programme in Waymark, and agree with the group who keeps "
                "what is not handed over yet."
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


def in_words(day: date) -> str:
    """A date as people write it: Friday 3 July 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _of_milestone(kind: str, title: str, when: str) -> str:
    match kind:
        case "decision":
            return (
                f"{title} is waiting for a decision. Please look at what was sent in. Then accept it, or return it "
                "and say what is still needed."
            )
        case "blocked-follow-up":
            return f"{title} is blocked. Please ask the group what would help. When work can go on, say so in Waymark."
        case "escalation":
            return (
                f"{title} {when}, and it is not finished. Please ask the group how you can help: more time, a smaller "
                "step, or another pair of hands."
            )
        case "overdue":
            return (
                f"{title} {when}. If it is finished, please submit it. If not, please choose a new date, or say what "
                "is in the way. Needing more time is normal."
            )
        case _:
            return (
                f"{title} {when}. When it is finished, please add what shows it, and submit it. If you need more "
                "time, choose a new date: that is normal."
            )


def _of_duty(kind: str, title: str, when: str) -> str:
    if kind == "escalation":
        return f"{title} {when}, and it is not done. Please ask the group how you can help, and agree a day for it."
    return f"{title} {when}. Please do it, and then say in Waymark that it is done."


def _of_need(kind: str, programme: Programme, number: int) -> str:
    """What to do about a question. Its words stay inside Waymark."""
    need = programme.needs[number]
    milestone = programme.milestones.get(need.milestone or "")
    title = milestone.step.title if milestone is not None else None
    about = f" about “{title}”" if isinstance(title, str) else ""
    if kind == "escalation":
        return (
            f"A question{about} has had no answer since {in_words(need.asked_on)}. Please read question {number} in "
            "Waymark together. Then answer it, bring in somebody who knows, or withdraw it if it no longer matters."
        )
    return (
        f"Somebody asked a question{about} that nobody in the group can answer. Please read question {number} in "
        "Waymark. Then answer it, show what other groups wrote about it, or bring in somebody who knows."
    )


def _of_asset(kind: str, asset: AssetReading, mentor: str, today: date) -> str:
    """What to do about a thing that is left behind. Its owner may have no part in the programme, and no account."""
    title = f"“{asset.title}”"
    if kind == "review-resource":
        return (
            f"{title} is offered to other groups. Please look whether it is still right. Then say so in Waymark and "
            f"choose the day for the next look, or tell {mentor}. If it is no longer right, publish new words or "
            "withdraw it."
        )
    if kind == "owner-wanted":
        gone = f"{title} was left behind for other groups. Nobody looks after it any more."
        return f"{gone} Who will? When somebody says yes, say so in Waymark. If nobody can, take it out of the library."
    look = " Please also look whether what it says is still right." if asset.review_on <= today else ""
    return (
        f"{title} was left behind for other groups. Is it still running? Please answer yes or no in Waymark, or tell "
        f"{mentor}. Both are good to know for those who look for it.{look}"
    )


def _when(due: date, today: date) -> str:
    days = (due - today).days
    if days == 0:
        return "is due today"
    if days < 0:
        return f"was due on {in_words(due)}"
    return f"is due on {in_words(due)} ({'tomorrow' if days == 1 else f'in {days} days'})"


def _newest(items: Sequence[Item]) -> list[Item]:
    """Of several messages about one wait, the last one said: the others are merged into it."""
    newest = {(item.programme, item.about): item for item in sorted(items, key=lambda item: item.version)}
    return sorted(newest.values(), key=lambda item: (item.programme, item.due, item.about))


def groups_of(items: Iterable[Item], look: Callable[[str], Group]) -> dict[str, Group]:
    """The programmes these items are about, each looked at once."""
    return {programme: look(programme) for programme in {item.programme for item in items}}
