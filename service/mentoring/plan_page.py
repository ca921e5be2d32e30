"""The plan as a list by stage: what was planned, what is foreseen, and how it went. A timeline stands beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse

from domain.programme import Programme
from projections.progress_shown import ShownMilestone, ShownProgress, ShownStage
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.calendars import calendar_of
from service.charts.timeline import planned_stretches, timeline
from service.forms.recorded import Done, caught_up, said
from service.language.language import N_, translated
from service.mentoring.desk import MentorDesk
from service.mentoring.revision_rights import may_revise
from service.outlook.views import MilestoneView
from service.page_words import PARTIES
from service.sign_in.door import SignedIn

PATH = "/programmes/{programme}/plan"
STATUSES: Mapping[str, str] = {
    "open": N_("open"),
    "late": N_("late"),
    "held-up": N_("held up"),
    "submitted": N_("waiting for a decision"),
    "waiting": N_("waiting for other milestones"),
    "accepted": N_("reached"),
    "set-aside": N_("set aside"),
}
Asked = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which milestones somebody wants to see. What is empty leaves nothing out."""

    stage: str
    status: str
    who: str

    def takes(self, milestone: ShownMilestone) -> bool:
        """Whether this one is among them."""
        return (
            self.stage in {"", milestone.stage}
            and (not self.status or self.status in _states(milestone))
            and (not self.who or self.who in milestone.who)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One milestone: until when the plan has it, a working day as its due day is, and where the forecast has it."""

    milestone: ShownMilestone
    planned_until: date | None
    foreseen: MilestoneView | None


@dataclass(frozen=True, slots=True)
class Part:
    """One stage with those of its milestones that are asked for."""

    stage: ShownStage
    rows: tuple[Row, ...]


def plan_pages(desk: MentorDesk, readings: Readings) -> APIRouter:
    """`/programmes/{programme}/plan`, for whoever is shown the plan or its milestones."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after = Depends(caught_up(readings, "progress"))

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[after])
    def plan(
        programme: str, acting: Acting, stage: Asked = "", status: Asked = "", who: Asked = "", done: Done = ""
    ) -> Response:
        ref, asked = programme_of(programme), Filter(stage, status, who)
        room = desk.reading(acting)
        view = room.progress(ref, acting.person).found
        foreseen = _foreseen(desk, ref, acting)
        sight = desk.sight(ref, acting)
        parts = tuple(_parts(view, asked, foreseen, sight.group.programme))
        spans = {
            key: (each.start_p50_on, each.finish_p50_on)
            for key, each in foreseen.items()
            if each.start_p50_on and each.finish_p50_on and each.standing != "done"
        }
        return desk.page(
            "plan.html",
            acting,
            view=view,
            parts=parts,
            shown=sum(len(part.rows) for part in parts),
            asked=asked,
            stages=[(each.id, each.title) for each in view.stages or ()],
            statuses=STATUSES,
            parties={party: translated(words) for party, words in PARTIES.items()},
            foreseen=bool(foreseen),
            chart=timeline(view, room.today, spans),
            may_revise=may_revise(sight),
            notice=said(done),
        )

    return router


def _foreseen(desk: MentorDesk, programme: str, acting: SignedIn) -> Mapping[str, MilestoneView]:
    if not desk.sight(programme, acting).may("read-forecast"):
        return {}
    found = desk.looking_ahead(acting).forecast(programme, acting.person)
    return {each.id: each for each in found.milestones}


def _parts(
    view: ShownProgress, asked: Filter, foreseen: Mapping[str, MilestoneView], programme: Programme | None
) -> Iterator[Part]:
    works = calendar_of(programme.nation).working_day if programme else lambda day: day
    until = {key: works(stretch[1]) for key, stretch in planned_stretches(view).items()}
    for stage in view.stages or ():
        rows = tuple(
            Row(each, until.get(each.id), foreseen.get(each.id)) for each in stage.milestones if asked.takes(each)
        )
        if rows:
            yield Part(stage, rows)


def _states(milestone: ShownMilestone) -> frozenset[str]:
    """Every word by which this one is found."""
    late = {"late"} if milestone.overdue else set[str]()
    held = {"held-up"} if milestone.blocked is not None else set[str]()
    return frozenset({milestone.status, *late, *held})
