"""The dates of one programme, as one reader sees them: what falls due, and what does no longer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.programme import DutyState, Milestone, Phase, Programme, Status
from domain.programme_events import Vocabulary
from projections.history_question import Place
from projections.seeing import Seeing
from service.language.language import N_, translated
from service.language.language import gettext as _
from service.language.plan_words import in_own_words
from service.language.vocabulary import USUAL

Standing = Literal["confirmed", "tentative", "cancelled"]
_TO_ALL = frozenset({"programme.paused.v1", "programme.resumed.v1", "programme.plan-revised.v1", "programme.closed.v1"})


@dataclass(frozen=True, slots=True)
class FeedDate:
    """One entry: `key` is the same for ever, `sequence` only grows. `address` is where to read more, on this site."""

    key: str
    sequence: int
    day: date
    title: str
    organisation: str
    standing: Standing
    remind_days: int
    address: str


def dates_of(
    programme: Programme, seeing: Seeing, happened: Sequence[Place], own: Vocabulary = USUAL
) -> Iterable[FeedDate]:
    """Every date that was ever set and that this reader sees. `happened` is what they see of the history.

    `own` is what the group calls itself and its people.
    """
    page = f"/programmes/{programme.id.removeprefix('programme:')}"
    goes_on: Standing = "tentative" if programme.phase is Phase.PAUSED else "confirmed"
    if "milestones" in seeing.groups:
        for name, milestone in programme.milestones.items():
            if milestone.due is not None:
                yield FeedDate(
                    key=f"milestone/{name}",
                    sequence=sum(name in place.milestones or place.topic in _TO_ALL for place in happened),
                    day=milestone.due,
                    title=_title(own, name, milestone),
                    organisation=programme.organisation,
                    standing=_standing(programme, milestone, goes_on),
                    remind_days=7,
                    address=page,
                )
    if "reviews" in seeing.groups and programme.phase is not Phase.CLOSED:
        number = programme.review.number if programme.review else programme.reviews_held + 1
        day = programme.review.due if programme.review else programme.next_review_on
        if day is not None:
            yield FeedDate(
                key=f"review/{number}",
                sequence=_of_kind(happened, "programme.review"),
                day=day,
                title=_("Quarterly review"),
                organisation=programme.organisation,
                standing=goes_on,
                remind_days=14,
                address=page,
            )
    for duty in programme.duties.values():
        if seeing.sees_duty(duty.id):
            yield FeedDate(
                key=f"duty/{duty.id}",
                sequence=_of_kind(happened, "programme.duty"),
                day=duty.due,
                title=_duty(own, duty),
                organisation=programme.organisation,
                standing=_of_duty(programme, duty, goes_on),
                remind_days=7 * duty.remind_weeks or 7,
                address=page,
            )


def _of_kind(happened: Sequence[Place], topic: str) -> int:
    return sum(place.topic.startswith(topic) or place.topic in _TO_ALL for place in happened)


def _title(own: Vocabulary, name: str, milestone: Milestone) -> str:
    """Words that a group wrote itself stay inside Waymark: a calendar is kept by others."""
    title = milestone.step.title
    if not isinstance(title, str):
        return _("Due: %(name)s, a milestone that your group named itself", name=name)
    return _("Due: %(title)s (%(name)s)", title=in_own_words(title, own), name=name)


def _standing(programme: Programme, milestone: Milestone, goes_on: Standing) -> Standing:
    settled = milestone.status in {Status.ACCEPTED, Status.SET_ASIDE}
    return "cancelled" if settled or programme.phase is Phase.CLOSED else goes_on


_WATCHED: Mapping[str, str] = {
    "board-share": N_("Due: Enough of the board comes from the people it is for"),
    "forecast": N_("Due: Decide what to do: the forecast passes a date"),
}


def _duty(own: Vocabulary, duty: DutyState) -> str:
    if duty.series is not None:
        return _("Due: %(what)s", what=in_own_words(duty.series.title, own))
    watched = _WATCHED.get(duty.kind)
    return translated(watched) if watched else _("Due: %(what)s", what=duty.id.replace("-", " "))


def _of_duty(programme: Programme, duty: DutyState, goes_on: Standing) -> Standing:
    if duty.met_on is not None or programme.phase is Phase.CLOSED:
        return "cancelled"
    return "confirmed" if duty.legal else goes_on
