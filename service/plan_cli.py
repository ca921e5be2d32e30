"""`waymark plan`: check a plan, and show one, as text or as JSON."""

import json
from typing import Annotated, Any

import typer

from domain.plan import Milestone, Plan
from domain.plan_check import months
from domain.schedule import Schedule, lengths, schedule
from service.forecast_cli import compare_plans
from service.plan_file import FaultAt, PlanReport, PlanUnreadable, read_plan

plan_commands = typer.Typer(
    name="plan", help="Check a development plan, or show one.", no_args_is_help=True, rich_markup_mode=None
)
plan_commands.command("compare")(compare_plans)
HAS_FAULTS = 1
UNREADABLE = 2
Wanted = Annotated[str, typer.Argument(metavar="FILE|NAME", help="A YAML file, or the name of a template.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


@plan_commands.command()
def check(plan: Wanted, *, json_: AsJson = False) -> None:
    """Explain every fault of a plan at once, and how long the plan takes."""
    report = _read(plan)
    if json_:
        typer.echo(json.dumps(_checked(report), indent=2, ensure_ascii=False))
    else:
        typer.echo(_told(plan, report))
    if report.faults:
        raise typer.Exit(HAS_FAULTS)


@plan_commands.command()
def show(plan: Wanted, *, json_: AsJson = False) -> None:
    """Show the stages and milestones of a plan, with the months they are planned for."""
    report = _read(plan)
    if report.plan is None or report.faults:
        typer.echo(_told(plan, report), err=True)
        raise typer.Exit(HAS_FAULTS)
    laid_out = schedule(report.plan.milestones)
    if json_:
        typer.echo(json.dumps(_shown(report.plan, laid_out), indent=2, ensure_ascii=False))
    else:
        typer.echo(_page(report.plan, laid_out))


def _read(wanted: str) -> PlanReport:
    try:
        return read_plan(wanted)
    except PlanUnreadable as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(UNREADABLE) from refusal


def _measured(report: PlanReport) -> dict[str, Any]:
    unknown: dict[str, Any] = {"earliest_weeks": None, "typical_weeks": None, "latest_weeks": None, "critical_path": []}
    if report.plan is None or any(fault.code == "dependency-loop" for fault in report.faults):
        return unknown
    whole = lengths(report.plan.milestones)
    return {
        "earliest_weeks": whole.earliest_weeks,
        "typical_weeks": whole.typical_weeks,
        "latest_weeks": whole.latest_weeks,
        "critical_path": list(whole.critical_path),
    }


def _checked(report: PlanReport) -> dict[str, Any]:
    return {
        **_measured(report),
        "faults": [_finding(fault) for fault in report.faults],
        "warnings": [_finding(warning) for warning in report.warnings],
    }


def _finding(fault: FaultAt) -> dict[str, Any]:
    return {
        "code": fault.code,
        "line": fault.line,
        "milestone": fault.milestone,
        "subject": fault.subject,
        "sentence": fault.sentence,
    }


def _told(wanted: str, report: PlanReport) -> str:
    counted = f"{_count(len(report.faults), 'fault')} and {_count(len(report.warnings), 'warning')}"
    lines = [f"{counted[0].upper()}{counted[1:]} in {wanted}."]
    lines += [f"  line {_line(each)}  {each.sentence}" for each in report.faults]
    lines += [f"  line {_line(each)}  (warning) {each.sentence}" for each in report.warnings]
    measured = _measured(report)
    if measured["typical_weeks"] is not None:
        lines.append(
            f"Length: {measured['typical_weeks']} weeks ({months(measured['typical_weeks']):.1f} months) typically, "
            f"{measured['earliest_weeks']} at the earliest, {measured['latest_weeks']} at the latest."
        )
        lines.append(f"What decides the length: {', then '.join(measured['critical_path'])}.")
    return "\n".join(lines)


def _line(fault: FaultAt) -> str:
    return "?" if fault.line is None else str(fault.line)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _page(plan: Plan, laid_out: Schedule) -> str:
    lines = [
        f"{plan.title} ({plan.template}, version {plan.version})",
        plan.summary,
        f"{len(plan.milestones)} milestones in {len(plan.stages)} stages.",
        f"{months(laid_out.length):.1f} months when each takes its typical time.",
    ]
    for number, stage in enumerate(plan.stages, start=1):
        lines += ["", f"Stage {number}: {stage.title}"]
        for m in (m for m in plan.milestones if m.stage == stage.id):
            start, end = _months(m, laid_out)
            lines.append(f"  {m.id}  month {start:.1f} to {end:.1f}  {m.title}")
    return "\n".join(lines)


def _shown(plan: Plan, laid_out: Schedule) -> dict[str, Any]:
    on_path = set(laid_out.critical_path)
    return {
        "template": plan.template,
        "version": plan.version,
        "title": plan.title,
        "summary": plan.summary,
        "typical_weeks": laid_out.length,
        "floor_months": plan.floor.months,
        "stages": [
            {
                "id": stage.id,
                "title": stage.title,
                "milestones": [
                    {
                        **m.model_dump(mode="json", exclude={"stage"}),
                        "planned_months": _months(m, laid_out),
                        "slack_weeks": laid_out.spans[m.id].slack,
                        "on_critical_path": m.id in on_path,
                    }
                    for m in plan.milestones
                    if m.stage == stage.id
                ],
            }
            for stage in plan.stages
        ],
        "gates": [gate.model_dump(mode="json") for gate in plan.gates],
        "duties": [duty.model_dump(mode="json") for duty in plan.duties],
    }


def _months(m: Milestone, laid_out: Schedule) -> tuple[float, float]:
    span = laid_out.spans[m.id]
    return round(months(span.start), 1), round(months(span.finish), 1)
