"""Which entries of a record a reader gets in full. Of the others they get the hash, which is counted and said."""

import orjson

from service.audit.bundle import MaySee
from service.audit.leaf import Leaf
from service.visibility import Sight


def part_for(sight: Sight) -> MaySee:
    """What somebody who may read a programme sees of its record. What nobody put into a group, nobody sees."""

    def may_see(leaf: Leaf) -> bool:
        try:
            return sight.seeing.holds(leaf.topic, orjson.loads(leaf.state).get("data", {}))
        except KeyError:
            return False

    return may_see
