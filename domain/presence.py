"""How the one who asks has shown who they are, and what they may use that for. Sign-in says it; the rules read it."""

from typing import Literal

from pydantic import BaseModel

Scope = Literal["read", "write", "calendar"]
"""What an access token may be used for. It never gives more than its owner may. `calendar` reads dates only."""


class Presence(BaseModel, frozen=True, extra="forbid"):
    """One sign-in. `scopes` and `programmes` are None for a person who signed in, and the limits of a token otherwise.

    `operator` is for those who run this Waymark; `second_factor` says that they proved who they are in two ways.
    """

    operator: bool = False
    second_factor: bool = False
    scopes: frozenset[Scope] | None = None
    programmes: frozenset[str] | None = None


AT_THE_MACHINE = Presence(second_factor=True)
"""Who asks from inside: the engine, the command line, a story. They hold the machine, which no sign-in protects."""

SIGNED_IN = Presence()
"""A person who signed in in one way."""
