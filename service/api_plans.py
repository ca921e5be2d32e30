"""The plan templates that come with Waymark, for anybody to read."""

from functools import cache
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel

from domain.plan import Plan
from domain.schedule import lengths
from service.api_problems import described
from service.plan_file import load_plan, plan_names


class PlanSummary(BaseModel, frozen=True):
    """A template in short. Lengths are in weeks, if every milestone takes its earliest, typical or latest time."""

    name: str
    version: int
    title: str
    summary: str
    milestones: int
    stages: int
    floor_months: int
    earliest_weeks: int
    typical_weeks: int
    latest_weeks: int


class PlanList(BaseModel, frozen=True):
    """Every template."""

    plans: tuple[PlanSummary, ...]


def plan_routes() -> APIRouter:
    """`/api/plans`: the templates a programme may start from."""
    router = APIRouter(prefix="/api/plans", tags=["plans"])

    @router.get("", operation_id="list-plans", summary="Every plan template")
    def plans() -> PlanList:
        """The plan templates that a programme may start from, in short."""
        return PlanList(plans=tuple(summary_of(name) for name in plan_names()))

    @router.get(
        "/{name}",
        operation_id="read-plan",
        summary="One plan template",
        responses=described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    def plan(name: str) -> Plan:
        """A plan template, whole: stages, milestones, gates and duties."""
        return load_plan(name)

    return router


@cache
def summary_of(name: str) -> PlanSummary:
    """A template in short."""
    plan = load_plan(name)
    length = lengths(plan.milestones)
    return PlanSummary(
        name=name,
        version=plan.version,
        title=plan.title,
        summary=plan.summary,
        milestones=len(plan.milestones),
        stages=len(plan.stages),
        floor_months=plan.floor.months,
        earliest_weeks=length.earliest_weeks,
        typical_weeks=length.typical_weeks,
        latest_weeks=length.latest_weeks,
    )
