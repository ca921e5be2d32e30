"""Every command that has a form, by its name; and for each of the others, the page that gives it."""

from collections.abc import Mapping

from domain.milestone_commands import AddEvidence, RevisePlan
from domain.programme_commands import Command, StartPartWay, StartProgramme
from domain.resource_commands import AddFile, LeaveOutFile
from domain.sharing_commands import ApproveBreakGlass, RequestBreakGlass
from service.forms.asking import FormWords
from service.forms.board_words import ABOUT_THE_BOARD
from service.forms.journal_words import ABOUT_THE_JOURNAL
from service.forms.legacy_words import ABOUT_WHAT_IS_LEFT
from service.forms.milestone_words import ABOUT_MILESTONES
from service.forms.part_words import ABOUT_PARTS
from service.forms.programme_words import ABOUT_PROGRAMMES

FORMS: Mapping[str, FormWords] = {
    each.command.NAME: each
    for each in (
        *ABOUT_MILESTONES,
        *ABOUT_PROGRAMMES,
        *ABOUT_THE_JOURNAL,
        *ABOUT_PARTS,
        *ABOUT_THE_BOARD,
        *ABOUT_WHAT_IS_LEFT,
    )
}

ELSEWHERE: Mapping[type[Command], str] = {
    AddEvidence: "the page of a milestone's evidence, which takes files too",
    AddFile: "the page of the files of one thing, which takes them",
    LeaveOutFile: "the page of the files of one thing",
    RevisePlan: "the pages of the plan, which show what a change does before it is made",
    StartProgramme: "the pages that start a programme, step by step",
    StartPartWay: "/start, which asks step by step what was reached before",
    RequestBreakGlass: "/operator/break-glass: an operator sees no programme before another one agrees",
    ApproveBreakGlass: "/operator/break-glass: an operator sees no programme before another one agrees",
}
"""What is asked in another way, and why."""
