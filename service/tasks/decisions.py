"""What waits for those who decide: milestones to accept or return, and the plan to agree."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.milestone_commands import Accept, AgreePlan, ReturnForWork
from projections.agenda_reading import AgendaItem, AgendaView
from service.assembly import Waymark
from service.forms.catalogue import FORMS
from service.forms.trial import Trial
from service.language.retelling import retold
from service.sign_in.door import SignedIn
from service.visibility import Visibility

_KINDS = {"decision": (Accept, ReturnForWork), "plan": (AgreePlan,)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to decide, where to look at it, and what this reader may decide, with its address."""

    item: AgendaItem
    look: str | None
    choices: tuple[tuple[str, str], ...]
    why_not: str


DecisionsOf = Callable[[str, SignedIn, AgendaView], list[Waiting]]
"""What waits for this reader's decision in a programme. Nothing for those who do not decide."""


def decisions_of(waymark: Waymark, visibility: Visibility) -> DecisionsOf:
    """The function behind the programme's page."""

    def found(programme: str, acting: SignedIn, agenda: AgendaView) -> list[Waiting]:
        sight = visibility.for_presence(acting.presence).sight(programme, acting.person)
        trial = Trial(waymark, sight, acting, {})
        page = f"/programmes/{programme.removeprefix('programme:')}"
        items = (each for each in (*agenda.late, *agenda.to_do) if each.kind in _KINDS)
        every = (_waiting(trial, page, item) for item in items)
        return [each for each in every if each.choices]

    return found


def _waiting(trial: Trial, page: str, item: AgendaItem) -> Waiting:
    given = {"milestone": item.key} if item.kind == "decision" else {}
    choices, why_not = [], ""
    for command in _KINDS[item.kind]:
        words = FORMS[command.NAME]
        refusal = trial.objection(words, given)
        if refusal is None:
            query = f"?{urlencode(given)}" if given else ""
            choices.append((words.link, f"{page}/do/{command.NAME}{query}"))
        elif command is Accept:
            why_not = retold(str(refusal))
    return Waiting(item, f"{page}/milestones/{item.key}" if given else None, tuple(choices), why_not)
