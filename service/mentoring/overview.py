"""The mentor's overview: every programme at a glance, and first of all who waits for the mentor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse

from domain.roles import Role
from projections.agenda_reading import AgendaItem
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting
from service.api_positions import Readings
from service.charts.shares import portfolio_strip
from service.forms.recorded import caught_up
from service.mentoring.desk import MentorDesk
from service.mentoring.standing import Standing, standing_of
from service.sign_in.door import SignedIn
from service.tasks.places import place_of
from service.visibility import Sight

PATH = "/mentoring"
_MOST = 100
_FIRST = 8
"""So many things that wait are shown before the table; the rest are among the mentor's tasks."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One programme in a line: where it stands, and how much of it waits for the reader."""

    line: PortfolioLine
    standing: Standing | None
    waiting: int

    @property
    def others(self) -> tuple[str, ...]:
        """Who else can go on: the reader is named by themselves, and not once more by their part."""
        return tuple(each for each in self.line.waits_for if not self.waiting or each != Role.MENTOR.value)

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Where it comes: what is late or held up first, then what waits for the reader; what has ended last."""
        in_trouble = bool(self.line.late or self.line.stuck)
        return self.line.phase == "closed", not in_trouble, not self.waiting


def overview_pages(desk: MentorDesk, readings: Readings) -> APIRouter:
    """`/mentoring`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    after = Depends(caught_up(readings, "portfolio", "agenda"))

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[after])
    def overview(acting: Acting, after: Annotated[str | None, Query(max_length=100)] = None) -> Response:
        room = desk.reading(acting)
        page = room.portfolio(acting.person, after, _MOST).found
        lines = [line for line in page.programmes if Role.MENTOR.value in line.my_roles]
        sights = _sights(desk, lines, acting)
        agenda = room.own_agenda(acting.person).found
        mine = [item for item in (*agenda.late, *agenda.to_do) if item.programme in sights]
        return desk.page(
            "overview.html",
            acting,
            waiting=[(item, place_of(item, sights[item.programme])) for item in mine[:_FIRST]],
            more=len(mine) - len(mine[:_FIRST]),
            glances=_glances(lines, sights, mine),
            chart=portfolio_strip(lines) if len(lines) > 1 else None,
            next=page.next,
        )

    return router


def _sights(desk: MentorDesk, lines: Iterable[PortfolioLine], acting: SignedIn) -> dict[str, Sight]:
    visibility = desk.visibility.for_presence(acting.presence)
    found = visibility.sights([line.programme for line in lines], acting.person)
    return {str(sight.resource.programme): sight for sight in found}


def _glances(
    lines: Iterable[PortfolioLine], sights: Mapping[str, Sight], mine: Iterable[AgendaItem]
) -> tuple[Glance, ...]:
    """In order of rank, and then of names."""
    waiting = [item.programme for item in mine]
    found = [Glance(line, _standing(sights.get(line.programme)), waiting.count(line.programme)) for line in lines]
    return tuple(sorted(found, key=lambda each: each.rank))


def _standing(sight: Sight | None) -> Standing | None:
    if sight is None or sight.group.programme is None or "milestones" not in sight.groups:
        return None
    return standing_of(sight.group.programme)
