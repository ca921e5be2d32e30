"""Looking ahead over HTTP: forecasts, how they moved, what-ifs, plans before they are decided, and reviews."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query

from domain.calendar import Day
from domain.forecast import RUNS
from domain.plan import Slug
from domain.spread import Distribution
from service.actor import Acting
from service.api_addresses import ProgrammeId, programme_of
from service.api_problems import described
from service.outlook.answers import ComparisonView, DriftView, HelpView, PlanCheckView, ReviewAgendaView, WhatIfView
from service.outlook.questions import ForecastQuestion, PlanCheck, WhatIfAsked
from service.outlook.room import OutlookRoom
from service.outlook.views import ForecastView

_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_ASKED = _PROBLEMS | described(
    HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE
)
_OF_PLAN = described(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)

_WHAT_IF = {
    "without-the-worker": {
        "summary": "Three months without the worker",
        "value": {
            "what_if": "without-the-worker",
            "changes": [{"change": "away", "who": "worker", "begins": 60, "weeks": 13}],
        },
    },
    "less-at-once": {
        "summary": "A grant a quarter late, and one milestone less",
        "value": {
            "what_if": "less-at-once",
            "changes": [
                {"change": "late", "milestone": "PPL-01", "weeks": 13},
                {"change": "drop", "milestone": "VOI-03"},
            ],
        },
    },
}
_CHECK = {
    "example": {
        "value": {
            "changes": [
                {
                    "change": "retime",
                    "milestone": "GOV-05",
                    "weeks": {"earliest": 4, "typical": 20, "latest": 40},
                }
            ],
            "by": "2029-03-01",
        }
    }
}


def forecast_question(
    runs: Annotated[int, Query(ge=100, le=RUNS, description="How often the plan is laid out with chance.")] = RUNS,
    seed: Annotated[int, Query(ge=0, lt=2**63, description="The same seed gives the same answer.")] = 1,
    distribution: Annotated[Distribution, Query(description="The shape between three figures.")] = "triangular",
    independent: Annotated[bool, Query(description="Let no milestone share its luck with others.")] = False,  # noqa: FBT002 - a query
    quiet: Annotated[bool, Query(description="Count slow months, such as August and December.")] = False,  # noqa: FBT002 - the same
    by: Annotated[Day | None, Query(description="How likely is it to end by this day, and each milestone too?")] = None,
) -> ForecastQuestion:
    """What is asked of a forecast, as a query says it."""
    return ForecastQuestion(
        runs=runs, seed=seed, distribution=distribution, independent=independent, quiet=quiet, by=by
    )


Asked = Annotated[ForecastQuestion, Depends(forecast_question)]


def outlook_routes(room: OutlookRoom) -> APIRouter:
    """Each is worked out in a thread, and kept while nothing changes. None of them records anything."""
    router = APIRouter(prefix="/api", tags=["forecasts"])

    def seen_by(acting: Acting) -> OutlookRoom:
        return room.for_presence(acting.presence)

    @router.get(
        "/programmes/{programme}/forecast",
        operation_id="read-forecast",
        summary="When a programme may end",
        responses=_PROBLEMS,
    )
    def of_programme(
        programme: ProgrammeId,
        acting: Acting,
        asked: Asked,
        on: Annotated[Day | None, Query(description="As it stood on this past day.")] = None,
    ) -> ForecastView:
        """How likely each end is, never one date; what decides it, what would help, and what others took.

        Half of the runs end by P50 and four in five by P80. The same question of the same state gives the same answer.
        """
        question = asked.model_copy(update={"on": on})
        return seen_by(acting).forecast(programme_of(programme), acting.person, question)

    @router.get(
        "/programmes/{programme}/forecast/drift",
        operation_id="read-forecast-drift",
        summary="How a forecast moved",
        responses=_PROBLEMS,
    )
    def of_drift(programme: ProgrammeId, acting: Acting) -> DriftView:
        """The forecast as it stood at the end of each month and at each review, from what was recorded by then."""
        return seen_by(acting).drift(programme_of(programme), acting.person)

    @router.get(
        "/programmes/{programme}/forecast/comparisons",
        operation_id="read-what-would-help",
        summary="What would help most, and harm most",
        responses=_PROBLEMS,
    )
    def of_helps(programme: ProgrammeId, acting: Acting) -> tuple[HelpView, ...]:
        """The usual what-ifs, each beside things as they are: what makes the end come soonest first."""
        return seen_by(acting).helps(programme_of(programme), acting.person)

    @router.post(
        "/programmes/{programme}/what-ifs",
        operation_id="look-at-what-if",
        summary="Two futures side by side",
        responses=_ASKED,
    )
    def of_what_if(
        programme: ProgrammeId,
        acting: Acting,
        asked: Annotated[WhatIfAsked, Body(openapi_examples=_WHAT_IF)],
    ) -> WhatIfView:
        """What would be if things were different. Nothing is written.

        To make it the plan, those who decide send `revision` to `plan-revisions`, with a reason.
        """
        return seen_by(acting).what_if(programme_of(programme), acting.person, asked)

    @router.post(
        "/programmes/{programme}/plan-checks",
        operation_id="check-plan",
        summary="A plan before it is decided",
        responses=_ASKED,
    )
    def of_check(
        programme: ProgrammeId, acting: Acting, asked: Annotated[PlanCheck, Body(openapi_examples=_CHECK)]
    ) -> PlanCheckView:
        """What the group would be told if it decided this. Nothing is written, and nothing here refuses a plan."""
        return seen_by(acting).check(programme_of(programme), acting.person, asked)

    @router.get(
        "/programmes/{programme}/review-agenda",
        operation_id="read-review-agenda",
        summary="What a review should look at",
        responses=_PROBLEMS,
    )
    def of_review(programme: ProgrammeId, acting: Acting) -> ReviewAgendaView:
        """What moved since the last review, what now drives the end, and which dates the forecast passes."""
        return seen_by(acting).review(programme_of(programme), acting.person)

    @router.get(
        "/plans/{name}/forecast", operation_id="read-plan-forecast", summary="When a plan may end", responses=_OF_PLAN
    )
    def of_plan(
        name: Slug,
        asked: Asked,
        start_on: Annotated[Day | None, Query(description="The first day, to turn weeks into dates.")] = None,
    ) -> ForecastView:
        """When a plan nobody has begun may end, with what others took: what to look at before a programme starts."""
        return room.plan(name, asked, start_on)

    @router.get(
        "/plans/{name}/comparison",
        operation_id="compare-plans",
        summary="Two plans side by side",
        responses=_OF_PLAN,
    )
    def of_plans(
        name: Slug, asked: Asked, other: Annotated[Slug, Query(description="The name of the other plan.")]
    ) -> ComparisonView:
        """How long two plans take, what decides that, and what moves between them."""
        return room.compare(name, other, asked)

    return router
