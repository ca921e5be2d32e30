"""What can be wrong with a plan, and the foundations that every plan must lay."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel

from domain.plan import Foundation

FaultCode = Literal[
    "not-yaml",
    "not-a-plan",
    "no-milestones",
    "duplicate-id",
    "unknown-dependency",
    "dependency-loop",
    "impossible-weeks",
    "unknown-stage",
    "empty-stage",
    "unknown-draft-stage",
    "empty-draft-stage",
    "draft-waits-for-plan",
    "nobody-named",
    "unknown-gate",
    "unused-gate",
    "gate-cannot-be-met",
    "gate-loop",
    "unknown-duty-milestone",
    "unknown-handover",
    "missing-foundation",
    "no-launch",
    "no-marketing-budget",
    "no-bid-training",
    "nothing-follows",
    "under-floor",
]
Severity = Literal["fault", "warning"]
Place = tuple[str | int, ...]
"""The way to a place in a plan, such as ("milestones", 3, "depends_on", 0)."""


class Fault(BaseModel, frozen=True, extra="forbid"):
    """One thing wrong with a plan. A fault must be mended before the plan is used; a warning is for people to weigh.

    `subject` is the id of the milestone, stage, gate or duty it is about, None for the plan as a whole. Whoever
    read the plan from a file finds the line of `at`. `sentence` says what is wrong and what to do.
    """

    code: FaultCode
    severity: Severity = "fault"
    subject: str | None = None
    at: Place = ()
    sentence: str

    @property
    def milestone(self) -> str | None:
        """The milestone it is about, or None where it is about something else."""
        return self.subject if self.at[:1] == ("milestones",) else None


FOUNDATIONS: Mapping[Foundation, tuple[FaultCode, str]] = MappingProxyType(
    {
        "governance": ("missing-foundation", "a way of governing itself: a board and the rules it works by"),
        "policies": ("missing-foundation", "a set of policies and procedures"),
        "quality": ("missing-foundation", "a way to assure the quality of what it does"),
        "worker": ("missing-foundation", "a development worker whose job is to build the organisation"),
        "worker-support": ("missing-foundation", "support for its worker: time, supervision and training"),
        "premises": ("missing-foundation", "premises it can count on"),
        "funding": ("missing-foundation", "funding for the time after the programme"),
        "networking": ("missing-foundation", "links with other local organisations"),
        "bid-training": ("no-bid-training", "training in writing bids"),
        "marketing-budget": ("no-marketing-budget", "a marketing budget of its own"),
        "launch": ("no-launch", "a launch event"),
    }
)
"""Each foundation, the fault a plan without it has, and its name in a sentence.

Source: S:002, the MAP story, which counts governance, policies, quality assurance, premises, networking and bid
training as what makes an organisation viable from its first day; calls the full-time worker, supported with time and
training, crucial; tells of support to reach premises and funding; and names the launch and the marketing budget among
what got the group known. S:004 adds renewable core funding.
"""
