"""Every workflow there is, and the id of the one that keeps a wait."""

from typing import Any

from domain.waits import PROGRAMME
from workflows.duty import Duty
from workflows.handover import Handover
from workflows.milestone import Milestone
from workflows.need import Need
from workflows.needs_review import NeedsReview
from workflows.pack import Pack
from workflows.programme import Programme
from workflows.resource import Resource
from workflows.retention import Retention
from workflows.review import Review

WORKFLOWS: tuple[type[Any], ...] = (
    Programme,
    Milestone,
    Review,
    Duty,
    Handover,
    Need,
    Resource,
    Pack,
    Retention,
    NeedsReview,
)

SERVICE = "service"
"""Stands where a programme would, for the waits of the installation itself."""


def workflow_name(about: str) -> str:
    """The name of the workflow that keeps this wait: `milestone/GOV-05` is kept by `milestone`."""
    return about.partition("/")[0] if about != PROGRAMME else "programme"


def workflow_id(programme: str, about: str) -> str:
    """The id under which a wait runs: opaque, stable, readable. `programme/<uuid>/milestone/GOV-05`.

    Those of the installation itself are called `service/retention/letters`.
    """
    if programme == SERVICE:
        return f"{SERVICE}/{about}"
    whole = f"programme/{programme.removeprefix('programme:')}"
    return whole if about == PROGRAMME else f"{whole}/{about}"
