"""Every command that has a form, by its name."""

from collections.abc import Mapping

from service.forms.asking import FormWords
from service.forms.milestone_words import ABOUT_MILESTONES
from service.forms.programme_words import ABOUT_PROGRAMMES

FORMS: Mapping[str, FormWords] = {each.command.NAME: each for each in (*ABOUT_MILESTONES, *ABOUT_PROGRAMMES)}
