"""Gates: what must be true before a milestone is accepted. They block acceptance, never the work."""

from typing import assert_never

from domain.occasion import BoardReading, LegacyReading
from domain.plan import LIVING_OWNERS, Gate
from domain.programme import Milestone, Programme, Status


def closed_gates(
    programme: Programme, milestone: Milestone, board: BoardReading, legacy: LegacyReading
) -> tuple[str, ...]:
    """A sentence for each gate that is neither met nor waived: what is missing and what to do."""
    step = milestone.step
    sentences = []
    for name in step.gates:
        gate = programme.gates.get(name)
        if gate is None or (name, step.id) in programme.waived:
            continue
        missing = _missing(programme, gate, board, legacy)
        if missing is not None:
            sentences.append(f"{gate.title}: {missing}")
    return tuple(sentences)


def waived_gates(programme: Programme, milestone: Milestone) -> tuple[str, ...]:
    """The gates of this milestone that the group waived."""
    return tuple(name for name in milestone.step.gates if (name, milestone.step.id) in programme.waived)


def may_be_waived(programme: Programme, milestone: Milestone, gate: str) -> bool:
    """Whether a milestone has this gate. Living owners are asked for at every end, also where the plan is older."""
    if gate in milestone.step.gates:
        return True
    ends_with = programme.handover if programme.handover in programme.milestones else None
    return gate == LIVING_OWNERS and ends_with in {None, milestone.step.id}


def without_owners(programme: Programme, legacy: LegacyReading) -> str | None:
    """What keeps a programme from being finished: assets that nobody looks after. None once that was waived."""
    rules = {LIVING_OWNERS: LIVING_OWNERS, **{name: gate.rule for name, gate in programme.gates.items()}}
    if any(rules.get(name) == LIVING_OWNERS for name, _ in programme.waived):
        return None
    return _ownerless(legacy)


def _missing(programme: Programme, gate: Gate, board: BoardReading, legacy: LegacyReading) -> str | None:
    match gate.rule:
        case "constituency-share":
            return _share(board)
        case "plan-agreed":
            return None if programme.agreed_on else "the founding group has not agreed the plan yet."
        case "living-owners":
            return _ownerless(legacy)
        case None:
            open_ones = [each for each in gate.met_by if not _accepted(programme, each)]
            return f"{' and '.join(open_ones)} must be accepted first." if open_ones else None
        case _:
            assert_never(gate.rule)


def _share(board: BoardReading) -> str | None:
    if board.meets_threshold:
        return None
    share = (
        f"{board.from_constituency} of {board.voting:,} voting members come from the constituency, "
        f"and {board.threshold}% must."
    )
    then = "Appoint more members."
    return f"{share} {then}"


def _ownerless(legacy: LegacyReading) -> str | None:
    titles = [f"“{legacy.assets[number].title}” (number {number})" for number in legacy.ownerless]
    if not titles:
        return None
    listed = titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
    then = "Name its owner, or withdraw it." if len(titles) == 1 else "Name an owner for each, or withdraw it."
    missing = f"nobody looks after {listed}."
    return f"{missing} {then}"


def _accepted(programme: Programme, milestone: str) -> bool:
    found = programme.milestones.get(milestone)
    return found is not None and found.status is Status.ACCEPTED
