"""Starting a programme step by step. Nothing is lost between the steps; every answer can be changed until the end."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from domain.calendar import day_in_london
from domain.refusals import Refusal
from service.actor import Acting, door_of
from service.api_plans import summary_of
from service.api_refusals import NothingHere
from service.language.language import gettext as _
from service.mentoring import start_people
from service.mentoring.desk import MentorDesk
from service.mentoring.start_draft import StartDraft, StartDrafts
from service.mentoring.start_sending import Sent, StartSender, step_of
from service.mentoring.start_steps import BY_NAME, NATIONS, STEPS, USUAL, Step, funders, next_step, reached, wrong
from service.outlook.questions import ForecastQuestion
from service.outlook.views import ForecastView
from service.plan_file import plan_names
from service.refusal_status import status_of
from service.sign_in.door import SignedIn

PATH = "/start"
RUNS = 2_000
"""A fifth of a forecast's runs: enough to say whether dates are realistic."""


class StartPages:
    """Each page of the way, for one person at a time."""

    def __init__(self, desk: MentorDesk, sender: StartSender) -> None:
        self._desk = desk
        self._sender = sender

    def entry(self, acting: SignedIn, draft: StartDraft | None) -> Response:
        """What it takes, and where to go on."""
        return self._desk.page("start.html", acting, steps=STEPS, draft=draft, next=next_step(draft) if draft else "")

    def step(
        self,
        acting: SignedIn,
        draft: StartDraft,
        step: Step,
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
        status: int = HTTPStatus.OK,
    ) -> Response:
        """One page of questions, as it is or with what was typed."""
        values = {**USUAL, "mentor": self._own_organisation(acting), **draft.values}
        asked = step.fields()
        if step.name == "people":
            values, asked = {}, start_people.fields(start_people.known_people(self._desk, acting))
        return self._desk.page(
            f"start_{step.name}.html" if step.name in _OWN else "start_step.html",
            acting,
            status,
            step=step,
            number=STEPS.index(step) + 1,
            steps=STEPS,
            before=STEPS[STEPS.index(step) - 1].name if step is not STEPS[0] else "",
            fields=asked,
            typed=values if typed is None else typed,
            errors=errors or {},
            draft=draft,
            **self._beside(step, draft),
        )

    def answered(
        self, acting: SignedIn, draft: StartDraft, step: Step, typed: Mapping[str, str]
    ) -> tuple[StartDraft, Response | None]:
        """The draft after an answer; a page instead of the next step when something is wrong."""
        if step.name == "people":
            return self._people(acting, draft, step, typed)
        errors = wrong(step, typed)
        if step.name == "dates" and not errors:
            errors = self._too_late(typed)
        if errors:
            return draft, self.step(acting, draft, step, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        values = {field.name: typed.get(field.name, "").strip() for field in step.fields()}
        return draft.with_answers(step.name, values, step.again), None

    def sent(self, acting: SignedIn, draft: StartDraft) -> Sent | Response:
        """Send it. A refusal is shown above the answers, with the step where it can be mended."""
        try:
            return self._sender.send(draft, acting)
        except Refusal as refusal:
            errors = {step_of(refusal): str(refusal)}
            return self.step(acting, draft, BY_NAME["check"], None, errors, status_of(type(refusal)))

    def _people(
        self, acting: SignedIn, draft: StartDraft, step: Step, typed: Mapping[str, str]
    ) -> tuple[StartDraft, Response | None]:
        if number := typed.get("remove"):
            changed = start_people.removed(draft, number)
            return changed, self.step(acting, changed, step)
        if "add" not in typed and not typed.get("name", "").strip() and not typed.get("person"):
            return draft.with_answers(step.name, {}), None
        # Whoever typed somebody and pressed the other button meant them to be there.
        known = start_people.known_people(self._desk, acting)
        changed, errors = start_people.added(draft, typed, known, acting.person)
        if errors:
            return draft, self.step(acting, draft, step, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        if "add" in typed:
            return changed, self.step(acting, changed, step)
        return changed.with_answers(step.name, {}), None

    def _too_late(self, typed: Mapping[str, str]) -> dict[str, str]:
        end = typed.get("funding_end", "").strip()
        today = day_in_london(self._desk.waymark.clock())
        if end and date.fromisoformat(end) <= today:
            return {"funding_end": _("This day has passed. Give a day that is still to come, or leave it empty.")}
        return {}

    def _own_organisation(self, acting: SignedIn) -> str:
        """What the mentor's organisation was called last time: nobody is asked twice."""
        lines = self._desk.reading(acting).portfolio(acting.person, None, 100).found.programmes
        return next((line.mentor_organisation for line in lines if "mentor" in line.my_roles), "")

    def _beside(self, step: Step, draft: StartDraft) -> dict[str, object]:
        match step.name:
            case "template":
                return {"plans": [summary_of(name) for name in plan_names()]}
            case "realism":
                return {"view": self._forecast(draft), "plan": summary_of(draft.value("template"))}
            case "check":
                return {
                    "view": self._forecast(draft),
                    "plan": summary_of(draft.value("template")),
                    "nation": _(NATIONS[draft.value("nation")]),
                    "givers": funders(draft.value("funders")),
                    "start_on": date.fromisoformat(draft.value("start_on")),
                    "funding_end": _day(draft.value("funding_end")),
                }
            case _:
                return {}

    def _forecast(self, draft: StartDraft) -> ForecastView:
        question = ForecastQuestion(runs=RUNS, by=_day(draft.value("funding_end")))
        return self._desk.ahead.plan(draft.value("template"), question, date.fromisoformat(draft.value("start_on")))


_OWN = frozenset({"template", "people", "realism", "check"})


def start_pages(pages: StartPages, drafts: StartDrafts) -> APIRouter:
    """`/start` and its steps."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def entry(request: Request, acting: Acting) -> Response:
        return pages.entry(acting, drafts.look(request, acting.person))

    @router.api_route(f"{PATH}/{{step}}", methods=["GET", "HEAD"])
    def ask(request: Request, step: str, acting: Acting) -> Response:
        found = _step(step)
        draft = drafts.look(request, acting.person) or StartDraft()
        if not reached(draft, found.name):
            return _to(next_step(draft))
        return pages.step(acting, draft, found)

    def take(request: Request, step: Step, acting: SignedIn, typed: Mapping[str, str]) -> Response:
        kept = drafts.look(request, acting.person)
        if kept is None and step.name == "check":
            # Sent before: the programme is there.
            return RedirectResponse("/mentoring", HTTPStatus.SEE_OTHER)
        draft = kept or StartDraft()
        if not reached(draft, step.name):
            return _to(next_step(draft))
        if step.name == "check":
            sent = pages.sent(acting, draft)
            if isinstance(sent, Response):
                return sent
            drafts.drop(request)
            return _begun(sent)
        changed, answer = pages.answered(acting, draft, step, typed)
        answer = answer or _to(next_step(changed))
        drafts.keep(request, answer, acting.person, changed)
        return answer

    @router.post(f"{PATH}/{{step}}")
    async def answer(request: Request, step: str, acting: Acting) -> Response:
        form = await request.form()
        typed = {name: text for name, text in form.items() if isinstance(text, str)}
        found = _step(step)
        door_of(request).check_form(request, typed.get("form_token", ""))
        return await run_in_threadpool(take, request, found, acting, typed)

    return router


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise NothingHere("There is nothing at this address. Check how it is written.")
    return BY_NAME[name]


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _to(step: str) -> Response:
    return RedirectResponse(f"{PATH}/{step}", HTTPStatus.SEE_OTHER)


def _begun(sent: Sent) -> Response:
    """To the new programme; or to its invitations, when some of them did not go out."""
    page = f"/programmes/{sent.programme.removeprefix('programme:')}"
    if sent.uninvited:
        return RedirectResponse(f"{page}/invitations", HTTPStatus.SEE_OTHER)
    query = urlencode({"done": "start-programme", "at": sent.position})
    return RedirectResponse(f"{page}?{query}", HTTPStatus.SEE_OTHER)
