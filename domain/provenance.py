"""Where a resource comes from: which milestone, which evidence, which lesson. Only what the programme really has."""

from domain.legacy import Resource
from domain.programme import Programme
from domain.refusals import UnknownMilestone, UnknownPart
from domain.resource_commands import DraftResource
from domain.resource_events import Provenance


def draft_source(programme: Programme, command: DraftResource) -> str | None:
    """The milestone a draft comes from: the one given, else the lesson's. Raises UnknownMilestone, UnknownPart."""
    if command.lesson is not None and command.lesson not in programme.lessons_from:
        msg = f"There is no lesson with the number {command.lesson}. Look at the history for it, or leave it out."
        raise UnknownPart(msg)
    source = command.milestone
    if source is None and command.lesson is not None:
        source = programme.lessons_from[command.lesson]
    if source is not None and source not in programme.milestones and source == command.milestone:
        msg = f"The plan has no milestone {source}. Check its id, or leave it out."
        raise UnknownMilestone(msg)
    if command.evidence and source is None:
        msg = "Evidence belongs to a milestone. Say which one, or leave the evidence out."
        raise UnknownPart(msg)
    if unknown := [each for each in command.evidence if not _stands(programme, source, each)]:
        msg = f"{source} has no evidence {unknown[0]}. Look at the milestone for its evidence, or leave it out."
        raise UnknownPart(msg)
    return source


def provenance(programme: Programme, resource: Resource) -> Provenance:
    """Where a resource comes from, as others read it. Evidence that was taken back since is left out."""
    milestone = programme.milestones.get(resource.milestone or "")
    stages = {stage.id: stage.title for stage in programme.stages}
    return Provenance(
        organisation=programme.organisation,
        template=programme.template,
        milestone=resource.milestone,
        stage=stages.get(milestone.step.stage) if milestone else None,
        evidence=tuple(each for each in resource.evidence if _stands(programme, resource.milestone, each)),
        lesson=resource.lesson,
    )


def _stands(programme: Programme, milestone: str | None, evidence: int) -> bool:
    found = programme.milestones.get(milestone or "")
    return found is not None and found.evidence.get(evidence) is not None
