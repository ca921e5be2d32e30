"""Which parts of progress a reader is shown, by name: for differences, and for where figures come from."""

import re

from domain.field_groups import FieldGroup
from projections.seeing import Seeing

_TELLS_WHO = re.compile(r"board\.(voting|from_constituency|meets_threshold)")
"""Before and after one person joined, these say whether that person comes from the constituency."""

_TELLS_THAT = re.compile(r"version|last_.*|milestones\.[^.]+\.changed")
"""These move with everything that happens, also with what is hidden."""

_SHAPES: tuple[tuple[str, FieldGroup], ...] = (
    (r"counts\.blocked|milestones\.[^.]+\.blocked(\..*)?", "blocked"),
    (r"(milestones|criteria)\.[^.]+\.evidence", "evidence"),
    (r"milestones\.[^.]+\.gates", "gates"),
    (r"milestones\.[^.]+\.assignee|mentor\.coordinator", "roles"),
    (r"milestones\.[^.]+\.(depends_on|\w+_weeks)|burn_up\.baselines\..*|plan\..*|agreed_on|criteria\..*", "plan"),
    (r"(percent|counts|stages|milestones|burn_up)(\..*)?", "milestones"),
    (r"mentor\.(sessions|minutes)", "mentoring"),
    (r"reviews_held|next_review_on|review_due", "reviews"),
    (r"people\..*", "people-counts"),
    (r"celebrations", "celebrations"),
    (r"lessons", "lessons"),
    (r"board\..*", "board"),
    (r".*", "programme"),
)
_OF_CRITERIA: frozenset[FieldGroup] = frozenset({"plan", "milestones"})
"""The plan says which milestones serve a criterion, the milestones how far they are."""

_GROUPS = tuple((re.compile(shape, re.DOTALL), group) for shape, group in _SHAPES)


def part_group(name: str) -> FieldGroup:
    """The visibility group of a part of progress."""
    return next(group for shape, group in _GROUPS if shape.fullmatch(name))


def is_shown(name: str, seeing: Seeing) -> bool:
    """Whether a reader is shown this part of progress."""
    if _TELLS_WHO.fullmatch(name) and not seeing.exact_tally:
        return False
    if _TELLS_THAT.fullmatch(name) and not seeing.all_of_it:
        return False
    if name.startswith("criteria.") and not seeing.groups >= _OF_CRITERIA:
        return False
    return part_group(name) in seeing.groups
