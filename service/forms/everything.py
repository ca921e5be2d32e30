"""Everything one reader may do in a programme now, in groups: found by asking the domain, like every offer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import programme_commands as programmes
from domain import sharing_commands as sharing
from domain.programme_commands import Command
from domain.refusals import NotAllowed
from projections.agenda_reading import AgendaView
from service.forms.asking import FormWords
from service.forms.board_words import ABOUT_THE_BOARD
from service.forms.catalogue import FORMS
from service.forms.legacy_words import ABOUT_WHAT_IS_LEFT
from service.forms.subject import title_of
from service.forms.trial import Trial
from service.language.language import N_
from service.page_words import called

ALONE: Mapping[str, tuple[type[Command], ...]] = {
    N_("Meetings and reviews"): (
        milestones.AgreePlan,
        journal.HoldReview,
        journal.RecordMentoringSession,
        journal.RecordDecision,
        journal.RecordCelebration,
    ),
    N_("Ask, and pass on what you know"): (
        learning.RaiseInformationNeed,
        journal.RecordLesson,
        learning.AgreeBuddy,
        learning.TraceMentor,
    ),
    N_("How many people took part"): (journal.CountPeople, journal.CorrectFigure),
    N_("Who plays which part"): (
        milestones.HandOver,
        programmes.Appoint,
        programmes.EndAppointment,
        programmes.ReplaceMentor,
    ),
    N_("The board"): tuple(each.command for each in ABOUT_THE_BOARD),
    N_("Who sees what"): (sharing.DecideSharing,),
    N_("The programme as a whole"): (
        programmes.Pause,
        programmes.Resume,
        programmes.CloseProgramme,
        programmes.AnswerStillRunning,
    ),
}
"""What is about no single thing, by the heading under which it stands."""

_DUTIES, _QUESTIONS = N_("What must be done by a date"), N_("Questions that wait for an answer")
_LEFT, _LOOKED_INTO = N_("What you leave behind for others"), N_("Operators who ask to look")
_OF_DUTIES = (journal.MeetDuty, journal.MoveDuty)
_OF_QUESTIONS = (learning.AnswerInformationNeed, learning.WithdrawInformationNeed)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done, and where. `meeting`: it is written down that a meeting decided it."""

    words: FormWords
    address: str
    meeting: bool = False


@dataclass(slots=True)
class Deeds:
    """What stands under one heading: about nothing single first, then by each thing, under its title."""

    heading: str
    alone: list[Deed] = field(default_factory=list)
    about: list[tuple[str, list[Deed]]] = field(default_factory=list)


def everything(trial: Trial, page: str, agenda: AgendaView | None) -> list[Deeds]:
    """All that may be done now, but for what stands on the page of each milestone. `page` is the programme's."""
    found = [Deeds(heading, _deeds(trial, page, commands, {})) for heading, commands in ALONE.items()]
    found[1:1] = [_due(trial, page, agenda), _asked(trial, page, agenda), _left(trial, page)]
    found.append(Deeds(_LOOKED_INTO, about=list(_looks(trial, page))))
    return [each for each in found if each.alone or each.about]


def _due(trial: Trial, page: str, agenda: AgendaView | None) -> Deeds:
    things = _things(trial, page, agenda, "duty", "duty", _OF_DUTIES)
    return Deeds(_DUTIES, _deeds(trial, page, (journal.RaiseDuty,), {}), list(things))


def _asked(trial: Trial, page: str, agenda: AgendaView | None) -> Deeds:
    return Deeds(_QUESTIONS, about=list(_things(trial, page, agenda, "question", "need", _OF_QUESTIONS)))


def _left(trial: Trial, page: str) -> Deeds:
    first, *others = (each.command for each in ABOUT_WHAT_IS_LEFT)
    legacy, group = trial.sight.group.legacy, trial.sight.group
    every = [
        (title_of(group, number, trial.waymark.seals), _deeds(trial, page, others, {"resource": str(number)}))
        for number in (legacy.resources if legacy and "legacy" in trial.sight.groups else ())
    ]
    return Deeds(_LEFT, _deeds(trial, page, (first,), {}), [(title, deeds) for title, deeds in every if deeds])


def _looks(trial: Trial, page: str) -> Iterator[tuple[str, list[Deed]]]:
    programme = trial.sight.group.programme
    for number in programme.glasses if programme else ():
        deeds = _deeds(trial, page, (sharing.CloseBreakGlass,), {"request": str(number)})
        if deeds:
            yield "", deeds


def _things(
    trial: Trial, page: str, agenda: AgendaView | None, kind: str, name: str, commands: Sequence[type[Command]]
) -> Iterator[tuple[str, list[Deed]]]:
    for item in (*agenda.late, *agenda.to_do, *agenda.waiting) if agenda else ():
        if item.kind == kind:
            deeds = _deeds(trial, page, commands, {name: item.key})
            if deeds:
                yield called(item), deeds


def _deeds(trial: Trial, page: str, commands: Sequence[type[Command]], given: Mapping[str, str]) -> list[Deed]:
    found = []
    for command in commands:
        words = FORMS[command.NAME]
        address = f"{page}/do/{command.NAME}" + (f"?{urlencode(given)}" if given else "")
        refusal = trial.objection(words, given)
        if refusal is None:
            found.append(Deed(words, address))
        elif isinstance(refusal, NotAllowed) and trial.objection(words, given, meeting=True) is None:
            found.append(Deed(words, f"{address}{'&' if given else '?'}meeting=yes", meeting=True))
    return found
