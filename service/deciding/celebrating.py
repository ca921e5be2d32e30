"""What a group can be glad about: everything it reached, in warm words, made of the events that exist."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from domain.journal_events import CelebrationRecorded
from domain.milestone_events import MilestoneAccepted
from domain.organisation_events import GoverningDocumentAdopted
from domain.plan_events import PlanAgreed
from domain.programme_events import HandoverBegun, ProgrammeClosed, ProgrammeStarted
from domain.resource_events import ResourcePublished
from projections.history_reading import HistoryEntry
from projections.history_words import Said
from projections.progress_shown import ShownMilestone, ShownProgress
from service.language.language import gettext as _

TOPICS = frozenset(
    fact.TOPIC
    for fact in (
        ProgrammeStarted,
        PlanAgreed,
        MilestoneAccepted,
        CelebrationRecorded,
        GoverningDocumentAdopted,
        ResourcePublished,
        HandoverBegun,
        ProgrammeClosed,
    )
)
_REACHED = "accepted"


@dataclass(frozen=True, slots=True)
class Joy:
    """One thing to be glad about. `more` are greater things that were reached with it; `celebrate` is a form's address.

    `great` ones are shown larger: there are few of them.
    """

    day: date
    words: str
    look: str | None = None
    more: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    great: bool = False
    celebrate: str | None = None


@dataclass(slots=True)
class Feed:
    """Turns entries of the history into joys. `offer` says where a celebration of a milestone is written down."""

    view: ShownProgress
    page: str
    offer: Callable[[str], str | None]
    celebrated: frozenset[str] = frozenset()
    _told: set[str] = field(default_factory=set)

    def joys(self, entries: Iterable[HistoryEntry]) -> Iterator[Joy]:
        """One for each entry that still holds, in the same order. A milestone counts once: as it was reached last."""
        reached = self._reached()
        marks = dict(self._marks(reached))
        for entry in entries:
            if entry.topic == MilestoneAccepted.TOPIC:
                milestone = reached.get(next(iter(entry.milestones), ""))
                if milestone is not None and milestone.id not in self._told:
                    self._told.add(milestone.id)
                    yield self._milestone(entry, milestone, marks.get(milestone.id, ()))
            else:
                yield self._other(entry)

    def _milestone(self, entry: HistoryEntry, milestone: ShownMilestone, more: tuple[str, ...]) -> Joy:
        return Joy(
            day=entry.true_from,
            words=_("“%(title)s” is reached.", title=milestone.title),
            look=f"{self.page}/milestones/{milestone.id}",
            more=more,
            said=entry.words,
            great=bool(more),
            celebrate=None if milestone.id in self.celebrated else self.offer(milestone.id),
        )

    def _other(self, entry: HistoryEntry) -> Joy:
        name = self.view.organisation
        match entry.topic:
            case ProgrammeStarted.TOPIC:
                words = _("The way of %(organisation)s began.", organisation=name)
                return Joy(self.view.start_on, words, great=True)
            case PlanAgreed.TOPIC:
                words = _("The plan is agreed. It is the group’s own.")
            case GoverningDocumentAdopted.TOPIC:
                words = _("%(organisation)s has its own rules now, and a board that decides.", organisation=name)
            case HandoverBegun.TOPIC:
                words = _("The handover began: %(organisation)s soon stands on its own.", organisation=name)
            case ProgrammeClosed.TOPIC:
                words = _("The way together is over. What was built goes on.")
            case CelebrationRecorded.TOPIC:
                return self._celebration(entry)
            case _:
                return Joy(entry.true_from, entry.sentence, said=())
        return Joy(entry.true_from, words, great=True)

    def _celebration(self, entry: HistoryEntry) -> Joy:
        key = next(iter(entry.milestones), "")
        titles = {each.id: each.title for stage in self.view.stages or () for each in stage.milestones}
        if key in titles:
            words = _("A celebration of “%(title)s”.", title=titles[key])
            return Joy(entry.true_from, words, f"{self.page}/milestones/{key}", said=entry.words)
        return Joy(entry.true_from, _("A celebration."), said=entry.words)

    def _reached(self) -> Mapping[str, ShownMilestone]:
        every = (each for stage in self.view.stages or () for each in stage.milestones)
        return {each.id: each for each in every if each.status == _REACHED and each.accepted_on is not None}

    def _marks(self, reached: Mapping[str, ShownMilestone]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What else was reached with a milestone: all of a stage, the first of all, half of the way, all of it."""
        found: dict[str, list[str]] = {}
        in_order = sorted(reached.values(), key=lambda each: (each.accepted_on or date.min, each.id))
        whole = sum(stage.total - stage.set_aside for stage in self.view.stages or ())
        if in_order:
            found.setdefault(in_order[0].id, []).append(_("It is the first milestone of all."))
        for stage in self.view.stages or ():
            of_it = [each for each in in_order if each.stage == stage.id]
            if len(of_it) > 1 and len(of_it) == stage.total - stage.set_aside:
                found.setdefault(of_it[-1].id, []).append(
                    _("With it, everything in “%(stage)s” is reached.", stage=stage.title)
                )
        half = ceil(whole / 2)
        if 1 < half <= len(in_order):
            found.setdefault(in_order[half - 1].id, []).append(_("Half of the way is done."))
        if whole > 1 and len(in_order) == whole:
            found.setdefault(in_order[-1].id, []).append(_("It is the last one: the whole way is done."))
        return ((key, tuple(words)) for key, words in found.items())
