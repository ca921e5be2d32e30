"""Starting a programme step by step. Nothing is lost between the steps; every answer can be changed until the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus

from fastapi import Response

from domain.calendar import day_in_london
from domain.refusals import Refusal
from service.api_plans import summary_of
from service.forms.fields import Field
from service.language.language import gettext as _
from service.language.retelling import retold
from service.mentoring import start_part_way, start_people
from service.mentoring.desk import MentorDesk
from service.mentoring.start_draft import StartDraft
from service.mentoring.start_future import future_of
from service.mentoring.start_sending import Sent, StartSender, step_of
from service.mentoring.start_steps import (
    BY_NAME,
    NATIONS,
    USUAL,
    Step,
    funders,
    next_step,
    not_on_these_days,
    steps_of,
    wrong,
)
from service.outlook.views import ForecastView
from service.plan_file import plan_names
from service.refusal_status import status_of
from service.sign_in.door import SignedIn


class StartPages:
    """Each page of the way, for one person at a time."""

    def __init__(self, desk: MentorDesk, sender: StartSender) -> None:
        self._desk = desk
        self._sender = sender

    def entry(self, acting: SignedIn, draft: StartDraft | None) -> Response:
        """What it takes, and where to go on."""
        return self._desk.page("start.html", acting, draft=draft, next=next_step(draft) if draft else "")

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
        if step.name == "people":
            values = {}
        steps = steps_of(draft)
        at = steps.index(step)
        return self._desk.page(
            f"start_{step.name}.html" if step.name in _OWN else "start_step.html",
            acting,
            status,
            step=step,
            number=at + 1,
            steps=steps,
            before=steps[at - 1].name if at else "",
            fields=self._asked(step, draft, acting),
            typed=values if typed is None else typed,
            errors=errors or {},
            draft=draft,
            **self._beside(step, draft, acting),
        )

    def _asked(self, step: Step, draft: StartDraft, acting: SignedIn) -> Sequence[Field]:
        match step.name:
            case "people":
                return start_people.fields(start_people.known_people(self._desk, acting))
            case "reached":
                return [field for stage in start_part_way.stages_asked(draft) for field in stage.fields]
            case "when":
                return start_part_way.days_asked(draft)
            case _:
                return step.fields()

    def answered(
        self, acting: SignedIn, draft: StartDraft, step: Step, typed: Mapping[str, str]
    ) -> tuple[StartDraft, Response | None]:
        """The draft after an answer; a page instead of the next step when something is wrong."""
        if step.name == "people":
            return self._people(acting, draft, step, typed)
        values, errors = self._values(draft, step, typed)
        if errors:
            return draft, self.step(acting, draft, step, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        return draft.with_answers(step.name, values, step.again), None

    def sent(self, acting: SignedIn, draft: StartDraft) -> Sent | Response:
        """Send it. A refusal is shown above the answers, with the step where it can be mended."""
        try:
            return self._sender.send(draft, acting)
        except Refusal as refusal:
            errors = {step_of(refusal, draft): retold(str(refusal))}
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

    def _values(self, draft: StartDraft, step: Step, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The answers of a step, and what is wrong with them."""
        today = day_in_london(self._desk.waymark.clock())
        if step.name == "reached":
            return start_part_way.reached_answered(draft, typed)
        if step.name == "when":
            return start_part_way.days_answered(draft, typed, today)
        values = {field.name: typed.get(field.name, "").strip() for field in step.fields()}
        errors = wrong(step, typed)
        if step.name == "dates" and not errors:
            errors = not_on_these_days(values, today)
        return values, errors

    def _own_organisation(self, acting: SignedIn) -> str:
        """What the mentor's organisation was called last time: nobody is asked twice."""
        lines = self._desk.reading(acting).portfolio(acting.person, None, 100).found.programmes
        return next((line.mentor_organisation for line in lines if "mentor" in line.my_roles), "")

    def _beside(self, step: Step, draft: StartDraft, acting: SignedIn) -> dict[str, object]:
        match step.name:
            case "template":
                return {"plans": [summary_of(name) for name in plan_names()]}
            case "reached":
                return {"stages": start_part_way.stages_asked(draft)}
            case "realism":
                return {"view": self._future(draft, acting), "plan": summary_of(draft.value("template"))}
            case "check":
                return {
                    "view": self._future(draft, acting),
                    "plan": summary_of(draft.value("template")),
                    "nation": _(NATIONS[draft.value("nation")]),
                    "givers": funders(draft.value("funders")),
                    "start_on": date.fromisoformat(draft.value("start_on")),
                    "funding_end": _day(draft.value("funding_end")),
                    "agreed_on": _day(draft.value(start_part_way.AGREED_ON)),
                    "reached": start_part_way.told(draft, start_part_way.REACHED) if draft.part_way else (),
                    "begun": start_part_way.told(draft, start_part_way.OPEN) if draft.part_way else (),
                }
            case _:
                return {}

    def _future(self, draft: StartDraft, acting: SignedIn) -> ForecastView | None:
        """What to expect; nothing when the answers cannot be so, which the last step says."""
        try:
            return future_of(draft, self._desk.waymark, self._desk.ahead, acting.person)
        except Refusal:
            return None


_OWN = frozenset({"template", "people", "reached", "when", "realism", "check"})


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
