"""What stands before an acceptance: gates, and the board register some of them ask."""

from collections.abc import Iterable, Mapping

from domain.occasion import BoardReading
from projections.milestone_work import ACCEPTED
from projections.progress_rows import MilestoneRow, PlanRow, ProgrammeRow, StepRow
from projections.progress_views import BoardView, GateView


def _register(row: ProgrammeRow) -> BoardReading:
    return BoardReading(voting=row.voting, from_constituency=row.from_constituency, threshold=row.threshold)


def board(row: ProgrammeRow) -> BoardView:
    """The register in figures, as it is now."""
    return BoardView(
        voting=row.voting,
        from_constituency=row.from_constituency,
        threshold=row.threshold,
        meets_threshold=_register(row).meets_threshold,
        adopted_on=row.adopted_on,
    )


def gates(
    row: ProgrammeRow,
    plan: PlanRow,
    step: StepRow,
    rows: Mapping[str, MilestoneRow],
    register: BoardReading | None = None,
) -> Iterable[GateView]:
    """The gates of one milestone, and whether they are met now; by another register when the reader may not know it."""
    for gate in plan.gates:
        if gate["id"] not in step.gates:
            continue
        met_by = gate["met_by"] if isinstance(gate["met_by"], list) else []
        match gate["rule"]:
            case "constituency-share":
                met = (register or _register(row)).meets_threshold
            case "plan-agreed":
                met = row.agreed_on is not None
            case "living-owners":
                met = all(each["owned"] for each in row.assets.values() if each["offered"])
            case _:
                met = all(each in rows and rows[each].status == ACCEPTED for each in met_by)
        yield GateView(
            id=str(gate["id"]),
            title=str(gate["title"]),
            why=str(gate["why"]),
            met=met,
            waived={"gate": gate["id"], "milestone": step.milestone} in row.waived,
        )
