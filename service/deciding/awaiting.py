"""What waits for the decision of a group or its board: what each thing is about, and what may be decided now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from domain.gates import closed_gates
from domain.legacy import Resource
from domain.milestone_commands import Accept, AgreePlan, ReturnForWork, WaiveGate
from domain.passage import Passage, Sealed
from domain.programme import Milestone, Programme
from domain.programme_commands import Command
from domain.refusals import NotAllowed, Refusal
from domain.resource_commands import CheckResource, NameOwner, PublishResource
from projections.agenda_reading import AgendaItem, AgendaView
from service.assembly import Waymark
from service.forms.catalogue import FORMS
from service.forms.trial import Trial
from service.language.retelling import retold
from service.page_words import called
from service.visibility import Sight


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be decided now, and where. `meeting`: somebody only writes down what a meeting decided."""

    words: str
    address: str
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing to decide. `kind` says what it is; `look` is where to look at it first, `missing` what holds it up."""

    kind: str
    title: str
    look: str | None
    since: date | None
    choices: tuple[Choice, ...]
    missing: tuple[str, ...] = ()


class Desk:
    """Finds what waits in one programme, for one reader."""

    def __init__(self, waymark: Waymark, sight: Sight, trial: Trial) -> None:
        self._waymark = waymark
        self._sight = sight
        self._trial = trial
        self._page = f"/programmes/{str(sight.resource.programme).removeprefix('programme:')}"

    def awaited(self, agenda: AgendaView) -> list[Awaited]:
        """All of it: first what people wait for longest."""
        programme = self._sight.group.programme
        if programme is None:
            return []
        items = (each for each in (*agenda.late, *agenda.to_do, *agenda.waiting) if each.kind in {"decision", "plan"})
        found = [*self._of_plan_and_milestones(programme, items), *self._of_resources(), *self._of_owners()]
        return sorted(found, key=lambda each: (each.kind != "plan", each.since or date.max))

    def _of_plan_and_milestones(self, programme: Programme, items: Iterable[AgendaItem]) -> Iterator[Awaited]:
        for item in items:
            if item.kind == "plan":
                yield Awaited("plan", called(item), f"{self._page}/plan", None, self._choices((AgreePlan,), {}))
            elif item.key in programme.milestones:
                yield self._milestone(programme, programme.milestones[item.key], item)

    def _milestone(self, programme: Programme, milestone: Milestone, item: AgendaItem) -> Awaited:
        group = self._sight.group
        given = {"milestone": item.key}
        refusal = self._trial.objection(FORMS[Accept.NAME], given)
        choices = (*self._choice(Accept, given, refusal), *self._choices((ReturnForWork,), given))
        missing: tuple[str, ...] = ()
        # What a gate says may tell how many of the board come from the constituency.
        if "gates" in self._sight.groups and self._sight.exact_tally:
            missing = closed_gates(programme, milestone, group.board, group.assets)
            closed = (
                gate
                for gate in milestone.step.gates
                if closed_gates(programme, _with_only(milestone, gate), group.board, group.assets)
            )
            choices += tuple(
                choice for gate in closed for choice in self._choices((WaiveGate,), {**given, "gate": gate})
            )
        if refusal is not None and not missing and not isinstance(refusal, NotAllowed):
            missing = (str(refusal),)
        said = tuple(map(retold, missing))
        return Awaited("milestone", item.title, f"{self._page}/milestones/{item.key}", item.since, choices, said)

    def _of_resources(self) -> Iterator[Awaited]:
        legacy = self._sight.group.legacy
        if legacy is None or not {"legacy", "words"} <= self._sight.groups:
            return
        for number, resource in sorted(legacy.resources.items()):
            draft = resource.draft
            if draft is None or (draft.agreed is not None and not _to_publish(resource)):
                continue
            given = {"resource": str(number)}
            title = self._words(draft.title)
            if draft.agreed is None:
                yield Awaited("check", title, None, draft.written_on, self._choices((CheckResource,), given))
            else:
                yield Awaited("publish", title, None, draft.checked_on, self._choices((PublishResource,), given))

    def _of_owners(self) -> Iterator[Awaited]:
        """What somebody let go of, and nobody has taken up yet."""
        if "legacy" not in self._sight.groups:
            return
        for number, asset in sorted(self._sight.group.assets.assets.items()):
            if asset.owner_left_on is not None and asset.running is not False:
                place = f"/library/{self._page.rpartition('/')[2]}/{number}"
                choices = self._choices((NameOwner,), {"resource": str(number)})
                yield Awaited("owner", asset.title, place, asset.owner_left_on, choices)

    def _words(self, passage: Passage) -> str:
        return self._waymark.seals.open(passage) if isinstance(passage, Sealed) else passage.text

    def _choices(self, commands: Iterable[type[Command]], given: Mapping[str, str]) -> tuple[Choice, ...]:
        return tuple(
            choice
            for command in commands
            for choice in self._choice(command, given, self._trial.objection(FORMS[command.NAME], given))
        )

    def _choice(self, command: type[Command], given: Mapping[str, str], refusal: Refusal | None) -> Iterator[Choice]:
        words, address = FORMS[command.NAME], f"{self._page}/do/{command.NAME}"
        if refusal is None:
            yield Choice(words.link, f"{address}?{urlencode(given)}" if given else address)
        elif isinstance(refusal, NotAllowed) and self._trial.objection(words, given, meeting=True) is None:
            yield Choice(words.link, f"{address}?{urlencode({**given, 'meeting': 'yes'})}", meeting=True)


def _with_only(milestone: Milestone, gate: str) -> Milestone:
    return milestone.model_copy(update={"step": milestone.step.model_copy(update={"gates": (gate,)})})


def _to_publish(resource: Resource) -> bool:
    """Whether members found the words right, and others do not read exactly these words yet."""
    draft, offered = resource.draft, resource.offered
    if draft is None or draft.agreed is not True or resource.withdrawn_on is not None:
        return False
    published_on = resource.published_on if offered is not None else None
    return published_on is None or (draft.checked_on is not None and published_on < draft.checked_on)
