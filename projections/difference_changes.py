"""What differs between two states of one programme, part by part, and which events made it so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import AwareDatetime, Field

from projections.difference_words import DETAILS, LEFT_OUT, Called, Leaf, called, changed_sentence, in_words
from projections.figure_families import Figure
from projections.figures import figures
from projections.history_reading import Source
from projections.lineage import last_writes
from projections.opening import View
from projections.progress_past import PLAN, Cell, Past
from projections.progress_views import ProgressView
from projections.speech import ENGLISH, Speech

MOST_CAUSES = 20
"""Events named beside one change, the newest of them. Lineage names all."""


class Cause(View):
    """An event that changed something."""

    position: int
    occurred_on: date
    recorded_at: AwareDatetime
    sentence: str
    source: Source


class Change(View):
    """One part of progress that differs. `detail`: it only follows from others, so pages may leave it out."""

    name: str = Field(description="Where it stands in the reading of progress, lists by id instead of number.")
    label: str
    before: Leaf
    after: Leaf
    sentence: str
    detail: bool
    causes: tuple[Cause, ...] = Field(description="None when only time went by.")


@dataclass(frozen=True, slots=True)
class State:
    """How a programme stood, None before it began, and the events that made it so."""

    past: Past
    view: ProgressView | None

    @property
    def flat(self) -> dict[str, Leaf]:
        """Everything it says, by name."""
        return flat(self.view) if self.view is not None else {}


def flat(view: ProgressView) -> dict[str, Leaf]:
    """Everything that progress says, by name: lists by their ids, without what a difference does not speak of."""
    said = view.model_dump(mode="json")
    stages = said.pop("stages")
    burn_up = said.pop("burn_up")
    # What is said by criterion is only said again: of the same milestones and their evidence.
    said.pop("criteria")
    said["stages"] = {each["id"]: {k: v for k, v in each.items() if k not in {"id", "milestones"}} for each in stages}
    said["milestones"] = {each["id"]: {**each, "in_plan": True} for stage in stages for each in stage["milestones"]}
    said["burn_up"] = {
        "reached": {str(point["week"]): point["total"] for point in burn_up["reached"]},
        "baselines": {
            str(number): {**each, "planned": {str(point["week"]): point["total"] for point in each["planned"]}}
            for number, each in enumerate(burn_up["baselines"], start=1)
        },
    }
    return {path: value for path, value in _leaves("", said) if value is not None and not LEFT_OUT.fullmatch(path)}


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Leaf]]:  # noqa: ANN401 - parsed JSON
    match value:
        case {"ref": str() as ref, "name": str()}:
            yield path, ref
        case dict():
            for name, part in value.items():
                yield from _leaves(f"{path}.{name}" if path else name, part)
        case list():
            yield path, ", ".join(str(part) for part in value)
        case _:
            yield path, value


@dataclass(frozen=True, slots=True)
class Both:
    """Two states, and the events that are in one of them only."""

    first: State
    second: State
    between: frozenset[int]
    speech: Speech = ENGLISH

    def changes(self) -> list[tuple[Change, list[int]]]:
        """Each change, without its causes, and where these are."""
        before, after = self.first.flat, self.second.flat
        titles = {
            each.id: each.title
            for view in (self.first.view, self.second.view)
            if view is not None
            for stage in view.stages
            for each in stage.milestones
        }
        names = self._names()
        earlier, later = (figures(each.view) if each.view else {} for each in (self.first, self.second))
        moved = []
        for path in dict.fromkeys((*after, *before)):
            old, new = before.get(path), after.get(path)
            if old == new and type(old) is type(new):
                continue
            part, cells = self._part(path, titles, earlier.get(path), later.get(path))
            was, now = (None if each is None else in_words(path, each, names, self.speech) for each in (old, new))
            there = ".".join(path.split(".")[:2]) + ".in_plan"
            whole = path.startswith("milestones.") and (there in before) != (there in after)
            change = Change(
                name=path,
                label=part.label,
                before=old,
                after=new,
                sentence=changed_sentence(part.label, was, now, self.speech),
                detail=part.detail or (whole and path != there),
                causes=(),
            )
            moved.append((change, self._positions(cells | {PLAN} if whole else cells)))
        return moved

    def _part(
        self, path: str, titles: Mapping[str, str], old: Figure | None, new: Figure | None
    ) -> tuple[Called, set[Cell]]:
        figure = new or old
        part = called(path, titles, self.speech)
        if figure is None:
            part = part or Called(path, (PLAN,), detail=True)
            return part, set(part.cells)
        cells = set[Cell](old.cells if old else ()) ^ set[Cell](new.cells if new else ())
        # A field that both count may have been written anew.
        return part or Called(
            figure.label.said(self.speech), (), detail=DETAILS.fullmatch(path) is not None
        ), cells | set(figure.cells)

    def _positions(self, cells: set[Cell]) -> list[int]:
        found = {
            position
            for cell in cells
            for state in (self.first, self.second)
            for position in last_writes(cell, state.past)
            if position in self.between
        }
        return sorted(found)[-MOST_CAUSES:]

    def _names(self) -> dict[str, str]:
        views = [each.view for each in (self.first, self.second) if each.view is not None]
        people = [view.mentor.coordinator for view in views]
        people += [
            each.assignee for view in views for stage in view.stages for each in stage.milestones if each.assignee
        ]
        return {each.ref: each.name for each in people}
