"""Which words on a page of the history can be taken out alone, and which of them were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.passage import ERASED
from domain.redaction_commands import TakeOutPassage
from projections.history_reading import HistoryEntry
from service.assembly import Waymark
from service.forms.catalogue import FORMS
from service.forms.trial import Trial
from service.history import LoggedFacts
from service.privacy.places import passages_of
from service.privacy.redaction import can_go_alone
from service.sign_in.door import SignedIn
from service.visibility import Sight

_Place = tuple[int, str]
"""Words of a page: the position of their event, and where they stand in it."""


@dataclass(frozen=True, slots=True)
class TakingOut:
    """`links` lead to the form that takes words out, filled in; `gone` were taken out, perhaps only just now."""

    links: Mapping[_Place, str]
    gone: frozenset[_Place]


def taking_out(
    waymark: Waymark, facts: LoggedFacts, sight: Sight, acting: SignedIn, entries: Iterable[HistoryEntry]
) -> TakingOut:
    """What one reader may take out of these entries."""
    programme = sight.group.programme
    if programme is None:
        return TakingOut({}, frozenset())
    said = [(each, words.field, words.text) for each in entries for words in each.words]
    out = {
        (each.position, field)
        for each, field, _ in said
        if (each.source.stream, each.source.version, field) in programme.taken_out
    }
    left = {(each.position, field): each for each, field, text in said if text != ERASED} if said else {}
    open_ = {place: each for place, each in left.items() if place not in out}
    meeting = _may(Trial(waymark, sight, acting, {}), next(iter(open_.items()), None))
    if meeting is None:
        return TakingOut({}, frozenset(out))
    alone = _alone(facts, {position for position, _ in open_})
    page = f"/programmes/{programme.id.removeprefix('programme:')}/do/{TakeOutPassage.NAME}"
    links = {
        place: f"{page}?{urlencode({**_given(each, place[1]), **meeting})}"
        for place, each in open_.items()
        if place in alone
    }
    return TakingOut(links, frozenset(out))


def _given(entry: HistoryEntry, field: str) -> dict[str, str]:
    return {"stream": entry.source.stream, "version": str(entry.source.version), "field": field}


def _may(trial: Trial, first: tuple[_Place, HistoryEntry] | None) -> Mapping[str, str] | None:
    """What else the form is told: nothing, or that a meeting decided. None when they may not."""
    if first is None:
        return None
    (_, field), entry = first
    words, given = FORMS[TakeOutPassage.NAME], _given(entry, field)
    if trial.objection(words, given) is None:
        return {}
    return {"meeting": "yes"} if trial.objection(words, given, meeting=True) is None else None


def _alone(facts: LoggedFacts, positions: set[int]) -> set[_Place]:
    """Where words stand that have a key of their own. Those of an older Waymark share one."""
    return {
        (event.position, field)
        for event in facts(sorted(positions))
        for field, passage in passages_of(event).items()
        if can_go_alone(passage)
    }
