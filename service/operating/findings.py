"""What an operator is told: each part of Waymark, whether it is well, and what to do when it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from domain.calendar import day_in_london
from service.audit.lag import LONGEST_SECONDS
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import day, number
from service.operating.condition import BACKUP_EVERY, LEAST_FREE, Condition
from service.post import READER as POST
from service.relay import READER as RELAY

State = Literal["well", "look", "could"]
"""Nothing to do, please look, and could be better some day."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: what it is, how it is, and what helps."""

    part: str
    does: str
    state: State
    says: str
    helps: str = ""


def findings(found: Condition) -> tuple[Finding, ...]:
    """Every part, in the order in which a fault of one is felt in the next."""
    return tuple(_every(found))


def _every(found: Condition) -> Iterator[Finding]:
    yield Finding(
        _("Database"), _("Keeps everything that happened."), "well", _("It answers: this page came out of it.")
    )
    yield _views(found)
    yield _relay(found)
    yield _engine(found)
    yield _worker(found)
    yield _post(found)
    yield _signer(found)
    yield _witness(found)
    yield _backup(found)
    yield _disk(found)
    yield _contact(found)


def _views(found: Condition) -> Finding:
    part, does = _("Projector"), _("Makes what people read out of what happened.")
    if any(each.parked for each in found.views):
        return Finding(
            part, does, "look", _("Some events could not be read, and were passed over."), _("Read logs/projector.log.")
        )
    if not all(each.runs for each in found.views):
        return Finding(
            part, does, "look", _("It does not run. Pages show what was known before."), _("Start Waymark again.")
        )
    behind = max(each.behind for each in found.views)
    if any(each.stands_still(found.now) for each in found.views):
        return Finding(part, does, "look", _behind(behind), _("Read logs/projector.log."))
    return Finding(part, does, "well", _behind(behind))


def _relay(found: Condition) -> Finding:
    part, does, relay = _("Relay"), _("Tells the waiting parts what happened."), found.reader(RELAY)
    if not relay.runs:
        return Finding(
            part,
            does,
            "look",
            _("It does not run. What people do is kept, but nothing opens and nobody is reminded."),
            _("Start Waymark again."),
        )
    if relay.parked or relay.stands_still(found.now):
        return Finding(part, does, "look", _behind(relay.behind), _("Read logs/relay.log."))
    return Finding(part, does, "well", _behind(relay.behind))


def _engine(found: Condition) -> Finding:
    part, does = _("Temporal"), _("Waits, for as long as things take.")
    if found.engine.answers:
        return Finding(part, does, "well", _("It answers."))
    return Finding(
        part,
        does,
        "look",
        _("It does not answer. Nothing is lost, but nobody is reminded until it does."),
        _("Start it again. If its data is gone: waymark reconcile."),
    )


def _worker(found: Condition) -> Finding:
    part, does = _("Worker"), _("Does what is due: opens, reminds, asks for help.")
    if found.engine.works(found.now):
        return Finding(part, does, "well", _("It asks for work."))
    return Finding(part, does, "look", _("Nobody asks Temporal for work."), _("Start Waymark again."))


def _post(found: Condition) -> Finding:
    part, does, letters, post = _("Letters"), _("Tells people what is due."), found.letters, found.reader(POST)
    waits = ngettext("%(num)s message waits to be sent.", "%(num)s messages wait to be sent.", letters.to_send)
    by_people = ngettext(
        "%(num)s is to be told by post or telephone.",
        "%(num)s are to be told by post or telephone.",
        letters.by_people,
    )
    says = f"{waits} {by_people}" if letters.by_people else waits
    if letters.refused:
        refused = ngettext(
            "%(num)s address refused a letter in the last four weeks.",
            "%(num)s addresses refused a letter in the last four weeks.",
            letters.refused,
        )
        return Finding(part, does, "look", f"{says} {refused}", _("See which: waymark letters."))
    if not post.runs:
        return Finding(part, does, "look", " ".join((says, _("Nobody sends them."))), _("Start Waymark again."))
    if letters.by_people:
        return Finding(part, does, "look", says, _("See whom: waymark letters."))
    if not found.sends_mail:
        stays = _("No e-mail leaves this machine: each letter is a file in the folder “mailbox”.")
        return Finding(part, does, "could", f"{says} {stays}", _("To send them, set WAYMARK_SMTP_URL."))
    return Finding(part, does, "well", says)


def _signer(found: Condition) -> Finding:
    part, does = _("Signer"), _("Seals the record, so that nobody can change it unseen.")
    says = (
        _("Everything that is recorded is signed.")
        if not found.signer.waiting
        else ngettext("%(num)s event is not signed yet.", "%(num)s events are not signed yet.", found.signer.waiting)
    )
    if found.signer.late:
        longest = ngettext(
            "It should be %(num)s second at most.", "It should be %(num)s seconds at most.", round(LONGEST_SECONDS)
        )
        return Finding(part, does, "look", f"{says} {longest}", _("Read logs/signer.log."))
    if not found.signer_runs:
        return Finding(part, does, "look", " ".join((says, _("It does not run."))), _("Start Waymark again."))
    return Finding(part, does, "well", says)


def _witness(found: Condition) -> Finding:
    part, does = _("Witnesses"), _("Somebody else who watches the record, so that you need not be trusted.")
    if not found.witnesses:
        return Finding(
            part,
            does,
            "could",
            _("Nobody watches it yet."),
            _("Ask another organisation to be your witness: it costs them nothing."),
        )
    newest = max(found.witnesses, key=lambda each: each.at)
    return Finding(
        part, does, "well", _("%(name)s signed last, on %(day)s.", name=newest.name, day=day(day_in_london(newest.at)))
    )


def _backup(found: Condition) -> Finding:
    part, does = _("Backup"), _("Brings everything back after a fire or a theft.")
    helps = _("Make one: waymark backup --to FILE. Do it each night.")
    if found.backup is None:
        return Finding(part, does, "look", _("Waymark knows of no backup."), helps)
    says = _("The last one was made on %(day)s.", day=day(day_in_london(found.backup.made_at)))
    late = found.now - found.backup.made_at > BACKUP_EVERY
    return Finding(part, does, "look" if late else "well", says, helps if late else "")


def _disk(found: Condition) -> Finding:
    says = _("%(size)s GB are free.", size=number(round(found.free / 1e9, 1)))
    if found.free < LEAST_FREE:
        return Finding(_("Disk"), _("Has room for what is to come."), "look", says, _("Make room soon."))
    return Finding(_("Disk"), _("Has room for what is to come."), "well", says)


def _contact(found: Condition) -> Finding:
    part, does = _("Who to ask"), _("Says to everybody, without signing in, how to reach you.")
    if found.contact:
        return Finding(part, does, "well", found.contact)
    helps = _("Set WAYMARK_CONTACT to your name and a telephone number or an e-mail address.")
    return Finding(part, does, "could", _("Nobody can read how to reach you."), helps)


def _behind(events: int) -> str:
    if not events:
        return _("It has read everything.")
    return ngettext("%(num)s event is still to be read.", "%(num)s events are still to be read.", events)
