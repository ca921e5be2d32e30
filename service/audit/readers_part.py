"""Which entries of a record a reader gets in full. Of the others they get the hash, which is counted and said."""

from domain.field_groups import group_of
from service.audit.bundle import MaySee
from service.audit.leaf import Leaf
from service.visibility import Sight

TALLIES = frozenset(
    {
        "organisation.board-member-appointed.v1",
        "organisation.board-member-stood-down.v1",
        "organisation.governing-document-adopted.v1",
    }
)
"""They say how many of the board come from the constituency. Two in a row tell it of one person."""


def part_for(sight: Sight) -> MaySee:
    """What somebody who may read a programme sees of its record. What nobody put into a group, nobody sees."""

    def may_see(leaf: Leaf) -> bool:
        if leaf.topic in TALLIES and not sight.exact_tally:
            return False
        try:
            return group_of(leaf.topic) in sight.groups
        except KeyError:
            return False

    return may_see
