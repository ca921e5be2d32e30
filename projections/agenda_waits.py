"""Everything a programme waits for, worked out from its rows: what, for whom, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.moments import ONE_YEAR
from domain.plan import Party
from domain.prompts import ANSWERED_BY
from domain.roles import Role
from projections.agenda import DUTY, MILESTONE, QUESTION, AgendaItemRow, AgendaProgrammeRow
from projections.milestone_work import OPEN, SUBMITTED
from projections.speech import N_
from projections.standing import decider, roles_of

Kind = Literal["milestone", "decision", "plan", "review", "duty", "handover", "still-running", "question"]

_DECIDERS = "deciders"
_ROLES: dict[Party, tuple[str, ...]] = {
    "founders": (_DECIDERS,),
    "board": (_DECIDERS,),
    "members": (_DECIDERS,),
    "treasurer": (_DECIDERS,),
    "mentor": (Role.MENTOR.value,),
    "worker": (Role.WORKER.value,),
    "adviser": (Role.WORKER.value,),
    "commissioner": (Role.COMMISSIONER.value,),
    "funder": (Role.FUNDER.value,),
    "everyone": (_DECIDERS, Role.WORKER.value, Role.MENTOR.value),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that somebody is waited for.

    `roles` may act, or `assignee` alone when there is one. `since` is when it began to wait for a decision.
    """

    programme: str
    organisation: str
    kind: Kind
    key: str
    title: object
    roles: tuple[str, ...]
    due: date | None = None
    shown_from: date | None = None
    assignee: str | None = None
    submitted_by: str | None = None
    since: date | None = None
    blocked_kind: str | None = None
    blocked_since: date | None = None
    paused: bool = False

    @property
    def stands_still(self) -> bool:
        """Whether the one who should do it cannot."""
        return self.paused or self.blocked_kind is not None

    @property
    def is_free(self) -> bool:
        """Whether it is a milestone that nobody looks after, and that somebody could go on with."""
        return self.kind == "milestone" and self.assignee is None and not self.stands_still

    def late_days(self, today: date) -> int:
        """How many days it is late. What is paused, or waits for a decision, is not."""
        if self.due is None or self.paused or self.kind == "decision":
            return 0
        return max(0, (today - self.due).days)


def waits(row: AgendaProgrammeRow, items: Iterable[AgendaItemRow], today: date) -> list[Wait]:
    """What one programme waits for, the most urgent first."""
    found = list(_ended(row, today)) if row.phase == "closed" else [*_whole(row), *_each(row, items, today)]
    return sorted(found, key=lambda wait: (wait.due or date.max, wait.kind, wait.key))


def _ended(row: AgendaProgrammeRow, today: date) -> Iterable[Wait]:
    if row.closed_on is None or row.still_running is not None or row.ending == "stopped-early":
        return
    asked = row.closed_on + ONE_YEAR
    if asked <= today:
        title, roles = N_("Is the organisation still running?"), (decider(row), Role.MENTOR.value)
        yield Wait(row.programme, row.organisation, "still-running", "", title, roles)


def _whole(row: AgendaProgrammeRow) -> Iterable[Wait]:
    paused, where = row.phase == "paused", (row.programme, row.organisation)
    if not row.agreed:
        yield Wait(*where, "plan", "", N_("Agree the plan"), (decider(row),), paused=paused)
    if row.review is not None:
        roles = (Role.MENTOR.value, Role.WORKER.value, decider(row))
        yield Wait(*where, "review", str(row.review), N_("Quarterly review"), roles, due=row.review_due, paused=paused)
    if row.handover_begun_on is not None:
        title = N_("Hand over what should live on")
        yield Wait(*where, "handover", "", title, (Role.MENTOR.value,), since=row.handover_begun_on, paused=paused)


def _each(row: AgendaProgrammeRow, items: Iterable[AgendaItemRow], today: date) -> Iterable[Wait]:
    paused, where = row.phase == "paused", (row.programme, row.organisation)
    for item in items:
        if item.kind == MILESTONE and item.status == OPEN:
            yield Wait(
                *where,
                "milestone",
                item.key,
                item.title,
                _roles(row, item),
                due=item.due,
                assignee=_still_here(row, item.assignee, today),
                blocked_kind=item.blocked_kind,
                blocked_since=item.blocked_since,
                paused=paused,
            )
        elif item.kind == MILESTONE and item.status == SUBMITTED:
            yield Wait(
                *where,
                "decision",
                item.key,
                item.title,
                (decider(row),),
                due=item.due,
                submitted_by=item.submitted_by,
                since=item.asked_on,
                paused=paused,
            )
        elif item.kind == QUESTION and item.asked_on is not None:
            # The mentor is asked first; those who decide as well, once it has waited for too long.
            roles = (Role.MENTOR.value, *((decider(row),) if item.asked_on + ANSWERED_BY <= today else ()))
            yield Wait(*where, "question", item.key, item.title, roles, since=item.asked_on, paused=paused)
        elif item.kind == DUTY and item.due is not None:
            yield Wait(
                *where,
                "duty",
                item.key,
                item.title,
                _roles(row, item),
                due=item.due,
                shown_from=item.due - timedelta(weeks=item.remind_weeks),
                paused=paused and not item.legal,
            )


def _roles(row: AgendaProgrammeRow, item: AgendaItemRow) -> tuple[str, ...]:
    roles = [role for party in item.who for role in _ROLES[party]]  # type: ignore[index] # what was put in is a Party
    return tuple(dict.fromkeys(decider(row) if role == _DECIDERS else role for role in roles))


def _still_here(row: AgendaProgrammeRow, person: str | None, today: date) -> str | None:
    return person if person is not None and roles_of(row, person, today) else None
