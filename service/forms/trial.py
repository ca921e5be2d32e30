"""Whether somebody may do something now, found by asking the domain itself: no page repeats a rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import assert_never

from pydantic import ValidationError

from domain.access import authorize
from domain.calendar import day_in_london
from domain.programme_commands import Command
from domain.refusals import (
    EvidenceMissing,
    GateClosed,
    NotAllowed,
    NotNow,
    OwnWork,
    Refusal,
    UnknownMilestone,
    UnknownProgramme,
)
from service.assembly import Waymark
from service.forms.asking import FormWords
from service.forms.fields import Field, body_of, fields_of
from service.sign_in.door import SignedIn
from service.visibility import Sight
from service.visit import Visit

FINAL = (NotAllowed, OwnWork, NotNow, GateClosed, EvidenceMissing, UnknownMilestone, UnknownProgramme)
"""Refusals that no other words in the form would change."""
_MOST = 60
"""How many ways to fill in a form are tried: of many people and parts, the first ones say enough."""

_LATER = timedelta(weeks=4)
_LONG_AGO = "2000-01-03"


@dataclass(frozen=True, slots=True)
class Trial:
    """Asks what the answer would be. Nothing is recorded."""

    waymark: Waymark
    sight: Sight
    acting: SignedIn
    people: Mapping[str, str]

    def objection(self, words: FormWords, given: Mapping[str, str], *, meeting: bool = False) -> Refusal | None:
        """Why this would be refused whatever is typed; None when it would not be."""
        first: Refusal | None = None
        for command in self._samples(words, given, meeting=meeting):
            refusal = self._refusal(command)
            if not isinstance(refusal, FINAL):
                return None
            first = first or refusal
        return first or self._nothing_to_choose(words)

    def _nothing_to_choose(self, words: FormWords) -> Refusal:
        decision = authorize(self.sight.actor, words.command, self.sight.resource)
        if not decision.allowed:
            return decision.refusal(decision.reason)
        return NotNow("This page does not say what it is about. Go back, and choose it there.")

    def _refusal(self, command: Command) -> Refusal | None:
        group = self.sight.group
        if group.programme is None:
            return UnknownProgramme()
        visit = Visit(group.programme.id, command, self.acting.person, "", presence=self.acting.presence)
        try:
            visit.decide(group, visit.occasion(self.waymark.front_door.at, group, self.waymark.seals.open))
        except Refusal as refusal:
            return refusal
        return None

    def _samples(self, words: FormWords, given: Mapping[str, str], *, meeting: bool) -> Iterator[Command]:
        fields = fields_of(words, self.people, meeting=meeting)
        today = day_in_london(self.waymark.front_door.at)
        tried = [[(field.name, each) for each in _tried(field, today, self._due(given))] for field in fields]
        for typed in islice(product(*tried), _MOST):
            try:
                yield words.command.model_validate(body_of(fields, given, dict(typed), words))
            except ValidationError:
                continue

    def _due(self, given: Mapping[str, str]) -> date | None:
        programme = self.sight.group.programme
        found = programme.milestones.get(given.get("milestone", "")) if programme else None
        return found.due if found else None


def _tried(field: Field, today: date, due: date | None) -> tuple[str, ...]:
    values = tuple(value for value, _ in field.choices)
    match field.kind:
        case "choice" | "person" | "milestone":
            return values if field.required else ("",)
        case "several":
            return values[:1] if field.required else ("",)
        case "number":
            return ("0",) if field.name.endswith("votes_against") else ("1",)
        case "day" if not field.required:
            return ("",)
        case "day" if field.name.endswith("held_on"):
            return (today.isoformat(),)
        case "day":
            return (_LONG_AGO if field.name == "correct" else (max(today, due or today) + _LATER).isoformat(),)
        case "link" | "lines":
            return ("",)
        case "words" | "line":
            return (field.sample or "…",)
        case _:
            assert_never(field.kind)
