"""Who sees what: what a group shows to its funders and commissioners, and who is in the programme, in plain words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

from domain.event import Recorded
from domain.field_groups import ALWAYS_SHOWN, GROUPS, NEVER_SHOWN, NOBODY_READS, SHOWABLE, FieldGroup, is_shown
from domain.programme import Programme
from domain.programme_events import Appointed
from domain.roles import HELPERS, READERS, STEERING, Role
from domain.sharing_commands import DecideSharing
from domain.sharing_events import SharingDecided
from projections.facts import Happening
from service.forms.asking import FormWords, reason
from service.forms.trial import Trial
from service.visibility import Sight

ReaderName = Literal["funder", "commissioner"]
INSIDERS = STEERING | HELPERS
"""They see everything that the group could show to others."""
TOPICS = (SharingDecided.TOPIC, Appointed.TOPIC)
_ONE_PART = FormWords(DecideSharing, "", "", "", asked=(reason(""),), given=("role", "group", "shown"))
"""A decision about one part, to ask once whether this reader may decide at all."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a programme, and whether a reader sees it. `since` is None when it was so from the beginning.

    `change` is where this can be decided otherwise, None for who may not.
    """

    group: FieldGroup
    since: date | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What one kind of reader sees, and what not."""

    role: ReaderName
    shown: tuple[Part, ...]
    hidden: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a part in the programme. `since` is None when they were there from the beginning."""

    name: str
    role: Role
    since: date | None
    until: date | None


def may_look(sight: Sight, role: ReaderName) -> bool:
    """Whether this reader may know what such readers are shown: those inside, and the readers themselves."""
    held = sight.actor.roles(sight.resource.programme, sight.resource.today)
    return bool(held & INSIDERS) or Role(role) in held


def everything_shown(sight: Sight, trial: Trial, events: Iterable[Recorded[Happening]]) -> tuple[Shown, ...]:
    """What each kind of reader sees, as far as it is this reader's business."""
    decided = {
        (event.fact.role.value, event.fact.group): event.meta.occurred_on
        for event in events
        if isinstance(event.fact, SharingDecided)
    }
    way = _way(sight, trial)
    return tuple(_shown(sight, role, decided, way) for role in get_args(ReaderName) if may_look(sight, role))


def never_shown() -> tuple[FieldGroup, ...]:
    """What no decision shows to anybody outside."""
    return tuple(group for group in GROUPS if group in NEVER_SHOWN - NOBODY_READS)


def holders(
    programme: Programme,
    board: Iterable[str],
    names: Mapping[str, str],
    today: date,
    events: Iterable[Recorded[Happening]],
) -> tuple[Holder, ...]:
    """Everybody who is in today, by their part and their name."""
    since = {
        (event.fact.person, event.fact.role): event.fact.starts_on or event.meta.occurred_on
        for event in events
        if isinstance(event.fact, Appointed)
    }
    seats = frozenset(board)
    found = [
        Holder(names[person], role, since.get((person, role)), programme.term(person, role).ends_on)
        for person in programme.roles
        for role in programme.held_on(person, today)
        if person in names and not (role is Role.BOARD and person in seats)
    ]
    found += [Holder(names[person], Role.BOARD, None, None) for person in seats if person in names]
    order = list(Role)
    return tuple(sorted(found, key=lambda each: (order.index(each.role), each.name)))


def _shown(sight: Sight, role: ReaderName, decided: Mapping[tuple[str, FieldGroup], date], way: str | None) -> Shown:
    sharing = sight.resource.sharing or {}
    page = f"/programmes/{str(sight.resource.programme).removeprefix('programme:')}/do/{DecideSharing.NAME}"

    def parts(*, shown: bool) -> Iterator[Part]:
        for group in GROUPS:
            if group in SHOWABLE and is_shown(Role(role), group, sharing) == shown:
                asked = {"role": role, "group": group, "shown": "no" if shown else "yes"}
                may_change = way is not None and group not in ALWAYS_SHOWN
                yield Part(
                    group,
                    decided.get((role, group)),
                    f"{page}?{urlencode(asked)}{way}" if may_change else None,
                )

    return Shown(role, tuple(parts(shown=True)), tuple(parts(shown=False)))


def _way(sight: Sight, trial: Trial) -> str | None:
    """How this reader may decide: "" by themselves, or as somebody who writes down what a meeting decided."""
    group: FieldGroup = "words"
    shown = is_shown(Role.FUNDER, group, sight.resource.sharing or {})
    given = {"role": Role.FUNDER.value, "group": group, "shown": "no" if shown else "yes"}
    if trial.objection(_ONE_PART, given) is None:
        return ""
    return "&meeting=yes" if trial.objection(_ONE_PART, given, meeting=True) is None else None


assert set(get_args(ReaderName)) == {role.value for role in READERS}  # noqa: S101 - a third kind of reader needs words
