"""What somebody may do with a milestone now, as its page offers it. Nothing is offered that would be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from domain.milestone_commands import Accept, Assign, Block, Submit, WaiveGate
from domain.programme import Milestone
from domain.refusals import EvidenceMissing, GateClosed, NotAllowed, OwnWork, Refusal
from service.forms.asking import FormWords
from service.forms.milestone_words import ABOUT_MILESTONES
from service.forms.trial import Trial
from service.language.retelling import retold

FIRST = ("submit", "accept", "return", "unblock", "restore")
"""What most people come for: shown as buttons."""
_TOLD = (EvidenceMissing, GateClosed, OwnWork)
"""Refusals from which people learn what to do before they can go on."""
_ONE = ("milestone",)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done, and where."""

    words: str
    address: str


@dataclass(slots=True)
class Offers:
    """What can be done now: first what is next, then the rest, and what a meeting decided. `not_yet` says why not."""

    first: list[Offer] = field(default_factory=list)
    rest: list[Offer] = field(default_factory=list)
    seldom: list[Offer] = field(default_factory=list)
    decided: list[Offer] = field(default_factory=list)
    waived: dict[str, str] = field(default_factory=dict)
    not_yet: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.first or self.rest or self.seldom or self.decided)


def offers_of(trial: Trial, page: str, key: str, milestone: Milestone, gates: Sequence[str]) -> Offers:
    """Everything this reader may do with one milestone. `page` is the programme's, `gates` those that hold it up."""
    found = Offers()
    given = {"milestone": key}
    for words in ABOUT_MILESTONES:
        if words.given != _ONE or (words.command is Block and milestone.blocked is not None):
            continue
        if words.command is Assign and milestone.assignee is not None:
            # To hand it over says the same, and tells both people.
            continue
        refusal = trial.objection(words, given)
        address = _address(page, words, given)
        if refusal is None:
            _shelf(found, words).append(Offer(words.link, address))
        elif isinstance(refusal, NotAllowed) and trial.objection(words, given, meeting=True) is None:
            found.decided.append(Offer(words.link, f"{address}&meeting=yes"))
        else:
            _explain(found, words, refusal)
    waive = next(each for each in ABOUT_MILESTONES if each.command is WaiveGate)
    for gate in gates:
        asked = {**given, "gate": gate}
        if trial.objection(waive, asked) is None:
            found.waived[gate] = _address(page, waive, asked)
    return found


def _address(page: str, words: FormWords, given: Mapping[str, str]) -> str:
    return f"{page}/do/{words.command.NAME}?{urlencode(given)}"


def _shelf(found: Offers, words: FormWords) -> list[Offer]:
    if words.command.NAME in FIRST:
        return found.first
    return found.seldom if words.minor else found.rest


def _explain(found: Offers, words: FormWords, refusal: Refusal) -> None:
    if words.command in {Submit, Accept} and isinstance(refusal, _TOLD):
        found.not_yet.append(retold(str(refusal)))
