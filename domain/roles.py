"""Who may do what in a programme, and when the founding group hands over to the board."""

from enum import StrEnum


class Role(StrEnum):
    """A part someone plays in one programme. One person may play several."""

    MENTOR = "mentor"
    WORKER = "worker"
    FOUNDER = "founder"
    BOARD = "board"
    COMMISSIONER = "commissioner"
    FUNDER = "funder"
    ENGINE = "engine"
    OPERATOR = "operator"
    OWNER = "owner"


READERS = frozenset({Role.COMMISSIONER, Role.FUNDER})
"""They read; they never steer. They may add evidence where a milestone names them."""

STEERING = frozenset({Role.FOUNDER, Role.BOARD})
"""They decide: the founding group first, then the board."""

APPOINTED = frozenset({Role.MENTOR, Role.WORKER, Role.FOUNDER, Role.BOARD, Role.COMMISSIONER, Role.FUNDER})
"""The roles that people hold. The engine is not a person, operators run Waymark, not a programme.

Owners look after one thing that was left behind, and are named there: it gives them a say in that, and nothing to read.
"""

HELPERS = frozenset({Role.MENTOR, Role.WORKER})
"""They reach people by e-mail, post and phone, and keep the addresses of those without an account."""
