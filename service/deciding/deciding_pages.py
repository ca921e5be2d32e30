"""The pages of those who decide: what waits for their decision, who sees and controls what, and what to celebrate."""

from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse

from domain.authority import decides_after
from domain.journal_commands import RecordCelebration
from domain.journal_events import CelebrationRecorded
from domain.milestone_commands import AgreePlan
from domain.programme import Phase, Programme
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from domain.roles import Role
from domain.sharing_commands import CloseBreakGlass
from projections.history_question import HistoryQuestion
from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.assembly import Waymark
from service.deciding.awaiting import Desk
from service.deciding.celebrating import TOPICS as JOYFUL
from service.deciding.celebrating import Feed
from service.deciding.controls import controls
from service.deciding.decided import DECISIONS
from service.deciding.deciding_room import DecidingRoom
from service.deciding.easy_plan import easy_plan
from service.deciding.sharing_page import TOPICS as SHARED
from service.deciding.sharing_page import everything_shown, holders, never_shown
from service.forms.catalogue import FORMS
from service.forms.recorded import Done, caught_up, said
from service.forms.trial import Trial
from service.mentoring.revision_rights import may_revise
from service.operating.looks import TOPICS as LOOKS
from service.operating.looks import Look, looks_in
from service.pages import FormDay, Press, Reader
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

_ON_A_PAGE = 50
After = Annotated[int | None, Query(ge=0, le=2**62)]


class DecidingPages:
    """Puts the pages together, for one reader at a time. Each raises UnknownProgramme."""

    def __init__(
        self, press: Press, waymark: Waymark, room: ReadingRoom, deciding: DecidingRoom, visibility: Visibility
    ) -> None:
        self._press = press
        self._waymark = waymark
        self._room = room
        self._deciding = deciding
        self._visibility = visibility

    def decisions(
        self, ref: str, acting: SignedIn, since: date | None, until: date | None, after: int | None, notice: str
    ) -> Response:
        """What waits for a decision, and what was decided and when."""
        sight, programme = self._seen(ref, acting)
        room = self._room.for_presence(acting.presence)
        question = HistoryQuestion(since=since, until=until, newest_first=True, limit=_ON_A_PAGE, after=after)
        decided = self._deciding.for_presence(acting.presence).told(ref, DECISIONS, question, acting.person)
        asked = {"since": since, "until": until, "after": decided.next}
        older = urlencode({name: each for name, each in asked.items() if each is not None})
        awaited = Desk(self._waymark, sight, self._trial(sight, acting)).awaited(room.agenda(ref, acting.person).found)
        return self._page(
            "deciding/decisions.html",
            ref,
            acting,
            sight,
            programme,
            awaited=awaited,
            decided=decided.entries,
            since=since,
            until=until,
            older=older if decided.next is not None else None,
            notice=notice,
        )

    def sharing(self, ref: str, acting: SignedIn, notice: str) -> Response:
        """Who sees what, who controls what, and who is in."""
        sight, programme = self._seen(ref, acting)
        events = self._deciding.for_presence(acting.presence).happened(ref, (*SHARED, *LOOKS), acting.person)
        names = self._waymark.people.names(self._visibility.people(sight.group)) if "roles" in sight.groups else {}
        trial = self._trial(sight, acting)
        shown = everything_shown(sight, trial, events)
        looks, now = looks_in(events), self._waymark.clock()
        operators = frozenset().union(*(look.people for look in looks)) if looks else frozenset()
        return self._page(
            "deciding/sharing.html",
            ref,
            acting,
            sight,
            programme,
            shown=shown,
            never=never_shown(),
            holders=holders(programme, sight.group.board.members, names, sight.resource.today, events),
            controls=controls(decides_after(sight.resource.adopted_on)),
            looks=[(look, look.stands(now), self._end_of(ref, trial, look)) for look in looks],
            reasons={look.number: self._waymark.seals.open(look.reason) for look in looks}
            if "words" in sight.groups
            else {},
            operators=self._waymark.people.names(operators),
            notice=notice,
        )

    def celebrations(self, ref: str, acting: SignedIn, after: int | None, notice: str) -> Response:
        """What the group reached, newest first."""
        sight, programme = self._seen(ref, acting)
        room = self._deciding.for_presence(acting.presence)
        question = HistoryQuestion(newest_first=True, limit=_ON_A_PAGE, after=after)
        found = room.told(ref, JOYFUL, question, acting.person)
        celebrated = room.happened(ref, [CelebrationRecorded.TOPIC], acting.person)
        page = _page_of(ref)
        trial = self._trial(sight, acting)

        def offer(milestone: str) -> str | None:
            given = {"milestone": milestone}
            words = FORMS[RecordCelebration.NAME]
            return None if trial.objection(words, given) else f"{page}/do/{RecordCelebration.NAME}?{urlencode(given)}"

        feed = Feed(
            view=self._room.for_presence(acting.presence).progress(ref, acting.person).found,
            page=page,
            offer=offer,
            celebrated=frozenset(
                event.fact.milestone
                for event in celebrated
                if isinstance(event.fact, CelebrationRecorded) and event.fact.milestone
            ),
        )
        return self._page(
            "deciding/celebrations.html",
            ref,
            acting,
            sight,
            programme,
            joys=sorted(feed.joys(found.entries), key=lambda joy: joy.day, reverse=True),
            older=found.next,
            notice=notice,
        )

    def easy_plan(self, ref: str, acting: SignedIn) -> Response:
        """The plan in Easy Read, and where it is agreed or changed."""
        sight, programme = self._seen(ref, acting)
        view = self._room.for_presence(acting.presence).progress(ref, acting.person).found
        page, trial = _page_of(ref), self._trial(sight, acting)
        agree = None if trial.objection(FORMS[AgreePlan.NAME], {}) else f"{page}/do/{AgreePlan.NAME}"
        values = {"plan": easy_plan(view, page), "agree": agree, "change": may_revise(sight)}
        return self._page("deciding/easy_plan.html", ref, acting, sight, programme, **values)

    def _seen(self, ref: str, acting: SignedIn) -> tuple[Sight, Programme]:
        sight = self._visibility.for_presence(acting.presence).sight(ref, acting.person)
        if sight.group.programme is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        return sight, sight.group.programme

    def _end_of(self, ref: str, trial: Trial, look: Look) -> str | None:
        """Where this reader ends the look of an operator, if they may."""
        given = {"request": str(look.number)}
        refused = trial.objection(FORMS[CloseBreakGlass.NAME], given)
        return None if refused else f"{_page_of(ref)}/do/{CloseBreakGlass.NAME}?{urlencode(given)}"

    def _trial(self, sight: Sight, acting: SignedIn) -> Trial:
        return Trial(self._waymark, sight, acting, {})

    def _page(
        self, template: str, ref: str, acting: SignedIn, sight: Sight, programme: Programme, **values: object
    ) -> Response:
        decider = decides_after(sight.resource.adopted_on)
        held = sight.actor.roles(ref, sight.resource.today)
        return self._press.page(
            template,
            Reader(self._waymark.people.names([acting.person])[acting.person], acting.until),
            HTTPStatus.OK,
            programme=ref,
            page=_page_of(ref),
            organisation=programme.organisation,
            board_decides=decider is Role.BOARD,
            decides=decider in held,
            inside=bool(held - {Role.FUNDER, Role.COMMISSIONER}),
            ended=programme.phase is Phase.CLOSED,
            **values,
        )


def deciding_routes(
    press: Press, waymark: Waymark, room: ReadingRoom, readings: Readings, visibility: Visibility
) -> APIRouter:
    """`/programmes/{programme}/decisions`, `/sharing`, `/celebrations` and `/plan/easy`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    pages = DecidingPages(press, waymark, room, DecidingRoom(waymark, readings, visibility), visibility)
    after_form = Depends(caught_up(readings, "progress", "agenda", "history"))

    @router.api_route("/programmes/{programme}/decisions", methods=["GET", "HEAD"], dependencies=[after_form])
    def decisions(
        programme: str,
        acting: Acting,
        since: FormDay = None,
        until: FormDay = None,
        after: After = None,
        done: Done = "",
    ) -> Response:
        return pages.decisions(programme_of(programme), acting, since, until, after, said(done))

    @router.api_route("/programmes/{programme}/sharing", methods=["GET", "HEAD"], dependencies=[after_form])
    def sharing(programme: str, acting: Acting, done: Done = "") -> Response:
        return pages.sharing(programme_of(programme), acting, said(done))

    @router.api_route("/programmes/{programme}/celebrations", methods=["GET", "HEAD"], dependencies=[after_form])
    def celebrations(programme: str, acting: Acting, after: After = None, done: Done = "") -> Response:
        return pages.celebrations(programme_of(programme), acting, after, said(done))

    @router.api_route("/programmes/{programme}/plan/easy", methods=["GET", "HEAD"], dependencies=[after_form])
    def plan_in_easy_read(programme: str, acting: Acting) -> Response:
        return pages.easy_plan(programme_of(programme), acting)

    return router


def _page_of(ref: str) -> str:
    return f"/programmes/{ref.removeprefix('programme:')}"
