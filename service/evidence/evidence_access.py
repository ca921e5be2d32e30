"""Who may send a file, and who may have one: asked of the same rules as every command and reading."""

from dataclasses import replace

from domain.access import authorize
from domain.authority import MAY_WRITE_DOWN
from domain.milestone_commands import AddEvidence
from domain.resource_commands import PublishResource
from service.evidence.file_register import FileLine
from service.visibility import Sight


def must_add(sight: Sight, milestone: str | None = None) -> None:
    """Raises NotAllowed unless they may add evidence to this milestone, or to any when none is named."""
    programme = sight.group.programme
    known = programme.milestones if programme else {}
    steps = [each.step for name, each in known.items() if milestone in {None, name}]
    who = tuple(dict.fromkeys(party for step in steps for party in step.who))
    decision = authorize(sight.actor, AddEvidence, replace(sight.resource, who=who))
    # Those who may write down what a meeting decided may add evidence on its behalf.
    wrote_down = sight.actor.roles(sight.resource.programme, sight.resource.today) & MAY_WRITE_DOWN
    if not decision.allowed and not (wrote_down and sight.actor.serves("write", sight.resource.programme)):
        raise decision.refusal(decision.reason)


def must_publish(sight: Sight) -> None:
    """Raises NotAllowed unless they may offer to others what their group leaves behind."""
    decision = authorize(sight.actor, PublishResource, sight.resource)
    if not decision.allowed:
        raise decision.refusal(decision.reason)


def must_see(sight: Sight, line: FileLine | None) -> None:
    """Raises NotAllowed unless they may have this file. What one sent oneself one may always have back."""
    if line is None or line.uploader != sight.actor.person:
        sight.must("read-evidence-file")
