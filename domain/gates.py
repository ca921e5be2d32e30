"""Gates: what must be true before a milestone is accepted. They block acceptance, never the work."""

from typing import assert_never

from domain.occasion import BoardReading
from domain.plan import Gate
from domain.programme import Milestone, Programme, Status


def closed_gates(programme: Programme, milestone: Milestone, board: BoardReading) -> tuple[str, ...]:
    """A sentence for each gate that is neither met nor waived: what is missing and what to do."""
    step = milestone.step
    sentences = []
    for name in step.gates:
        gate = programme.gates.get(name)
        if gate is None or (name, step.id) in programme.waived:
            continue
        missing = _missing(programme, gate, board)
        if missing is not None:
            sentences.append(f"{gate.title}: {missing}")
    return tuple(sentences)


def waived_gates(programme: Programme, milestone: Milestone) -> tuple[str, ...]:
    """The gates of this milestone that the group waived."""
    return tuple(name for name in milestone.step.gates if (name, milestone.step.id) in programme.waived)


def _missing(programme: Programme, gate: Gate, board: BoardReading) -> str | None:
    match gate.rule:
        case "constituency-share":
            if board.meets_threshold:
                return None
            return (
                f"{board.from_constituency} of {board.voting} voting members come from the constituency, "
                f"and {board.threshold}% must. Appoint more members."
            )
        case "plan-agreed":
            return None if programme.agreed_on else "the founding group has not agreed the plan yet."
        case None:
            open_ones = [each for each in gate.met_by if not _accepted(programme, each)]
            return f"{' and '.join(open_ones)} must be accepted first." if open_ones else None
        case _:
            assert_never(gate.rule)


def _accepted(programme: Programme, milestone: str) -> bool:
    found = programme.milestones.get(milestone)
    return found is not None and found.status is Status.ACCEPTED
