"""What a new installation says when it starts: how its first operator comes in."""

from service.assembly import build
from service.settings import Settings
from service.sign_in.desk import desk_of
from service.sign_in.hosting import Hosting


def first_link(settings: Settings) -> list[str]:
    """A link for the first operator, in words; nothing once there is one."""
    with build(settings) as waymark:
        desk = desk_of(waymark)
        if desk.accounts.has_operator():
            return []
        address = desk.letters.address("/operator", Hosting(desk, waymark.front_door).operator_link())
    return [
        "Nobody looks after this Waymark yet. Open this link to do it; it works once, for a day:",
        address,
    ]
