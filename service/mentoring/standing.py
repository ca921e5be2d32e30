"""Where a programme stands in its plan: the stages that are being worked on."""

from dataclasses import dataclass

from domain.programme import ACTIVE, SETTLED, Programme


@dataclass(frozen=True, slots=True)
class Standing:
    """The first stage that is being worked on, which of how many it is, and what else goes on beside it."""

    title: str
    number: int
    stages: int
    beside: tuple[str, ...]


def standing_of(programme: Programme) -> Standing | None:
    """Where it stands. None when every milestone is settled."""
    active, left = set[str](), set[str]()
    for milestone in programme.milestones.values():
        if milestone.status in ACTIVE:
            active.add(milestone.step.stage)
        if milestone.status not in SETTLED:
            left.add(milestone.step.stage)
    going = [(number, each) for number, each in enumerate(programme.stages, 1) if each.id in (active or left)]
    if not going:
        return None
    number, first = going[0]
    # Without work, only the first stage that is left is where it stands.
    beside = tuple(each.title for _, each in going[1:]) if active else ()
    return Standing(first.title, number, len(programme.stages), beside)
