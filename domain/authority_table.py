"""The table of who may do what, as the documents print it: from the same table the decisions use."""

from domain.access_table import readings_as_markdown
from domain.authority import DECIDERS, NAMED_READERS, TABLE, Who
from domain.programme_commands import Command
from domain.roles import READERS, Role

COLUMNS = (
    Role.FOUNDER,
    Role.BOARD,
    Role.MENTOR,
    Role.WORKER,
    Role.COMMISSIONER,
    Role.FUNDER,
    Role.OPERATOR,
    Role.OWNER,
    Role.ENGINE,
)
HEADINGS = (
    "command",
    "founding group",
    "board",
    "mentor",
    "worker",
    "commissioner",
    "funder",
    "operator",
    "owner of the thing",
    "Waymark itself",
)
YES, NO = "yes", ""
UNTIL, FROM, NAMED, MINUTE = "until adoption", "from adoption", "where named", "for a meeting"
INTRODUCTION = """# Who may do what

The founding group decides until the governing document is adopted; from that day on the board does. Funders and
commissioners read, and steer nothing: they may add evidence, and take their own back, where a milestone names them.
Only the mentor's coordinator starts a programme. Nobody accepts their own work, and nobody makes themselves a decider.

Whoever looks after one thing that was left behind is its owner: they may answer for that thing, without any part in the
programme and without reading of it.

*for a meeting*: they write down what a meeting decided of those who decide, or of all members, and say which meeting.
This table is written by `domain/authority_table.py` from the rules themselves.
"""


def as_markdown() -> str:
    """The table command by role and those of the readings, with short introductions, as Markdown."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(_row(command) for command in TABLE)]
    return INTRODUCTION + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows) + readings_as_markdown()


def _row(command: type[Command]) -> tuple[str, ...]:
    return (_title(command), *(_cell(TABLE[command], role) for role in COLUMNS))


def _title(command: type[Command]) -> str:
    return f"`{command.NAME}`"


def _cell(allowed: frozenset[Who], role: Role) -> str:
    if role in allowed:
        return YES
    if DECIDERS in allowed:
        match role:
            case Role.FOUNDER:
                return UNTIL
            case Role.BOARD:
                return FROM
            case Role.MENTOR | Role.WORKER:
                return MINUTE
            case _:
                pass
    return NAMED if NAMED_READERS in allowed and role in READERS else NO
