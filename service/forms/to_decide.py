"""What somebody looks at before they decide: what was shown for a milestone and what was said with it, or the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.event import PersonRef
from domain.milestone_commands import Accept, AgreePlan, ReturnForWork
from domain.milestone_events import MilestoneSubmitted
from domain.programme_commands import Command
from service.assembly import Waymark
from service.evidence.evidence_shelf import Evidence, evidence_for
from service.visibility import Sight


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What was shown, who showed it, and where all of it stands. `plan` is where the plan can be read."""

    programme: str
    evidence: tuple[Evidence, ...] = ()
    names: Mapping[str, str] | None = None
    said: str = ""
    page: str = ""
    plan: str = ""

    @property
    def pairs(self) -> tuple[tuple[Evidence, str], ...]:
        """The evidence as its page lists it. It is not taken back here."""
        return tuple((each, "") for each in self.evidence)


def to_decide(
    waymark: Waymark, command: type[Command], sight: Sight, person: PersonRef, milestone: str
) -> ToDecide | None:
    """What stands beside a decision. None beside a form that decides nothing of this kind."""
    programme = str(sight.resource.programme)
    page = f"/programmes/{programme.removeprefix('programme:')}"
    if command is AgreePlan:
        return ToDecide(programme, plan=f"{page}/plan")
    if command not in {Accept, ReturnForWork} or sight.group.programme is None:
        return None
    evidence = tuple(each for each in evidence_for(waymark, sight, programme, milestone, person) if not each.retracted)
    named = {each.by for each in evidence if each.by.startswith("person:")} if "roles" in sight.groups else {person}
    said = _said(waymark, programme, milestone) if "words" in sight.groups else ""
    return ToDecide(programme, evidence, waymark.people.names(named), said, f"{page}/milestones/{milestone}/evidence")


def _said(waymark: Waymark, programme: str, milestone: str) -> str:
    """What those who handed it in wrote for those who decide."""
    note = None
    for event in waymark.store.load(programme):
        if isinstance(event.fact, MilestoneSubmitted) and event.fact.milestone == milestone:
            note = event.fact.note
    return waymark.seals.open(note) if note else ""
