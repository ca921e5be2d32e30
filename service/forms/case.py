"""One form as one person sees it: whose it is, what it is about, and what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.programme_commands import Command
from domain.sharing_commands import DecideSharing
from service.drafts.places import place_of
from service.forms.asking import FormWords
from service.forms.fields import Field, Lists, fields_of
from service.forms.subject import Subject
from service.sign_in.door import SignedIn
from service.visibility import Sight

_PAGES: Mapping[type[Command], str] = {DecideSharing: "/sharing"}
"""Where somebody comes from to a form that is about no milestone and nothing else with a page of its own."""


@dataclass(frozen=True, slots=True)
class Case:
    """One form, for one person, about one thing. `offered` is chosen at first, and may be chosen otherwise.

    `known` is what nobody is asked, because the record says it.
    """

    programme: str
    words: FormWords
    sight: Sight
    acting: SignedIn
    people: Mapping[str, str]
    lists: Lists
    given: Mapping[str, str]
    meeting: bool
    subject: Subject
    offered: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it asks."""
        every = fields_of(self.words, self.people, meeting=self.meeting, lists=self.lists)
        return tuple(each for each in every if each.name not in self.known)

    def without_asking(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What the command says that nobody was asked: as it was when the form was shown."""
        return {**self.given, **{name: typed.get(name) or now for name, now in self.known.items()}}

    @property
    def page(self) -> str:
        """Where somebody comes from, and goes to when it is done."""
        page = _PAGES.get(self.words.command, self.subject.page)
        return f"/programmes/{self.programme.removeprefix('programme:')}{page}"

    @property
    def place(self) -> str:
        """Where somebody goes on with what they typed."""
        form = f"/programmes/{self.programme.removeprefix('programme:')}/do/{self.words.command.NAME}"
        return place_of(form, {**self.given, "meeting": "yes" if self.meeting else ""})

    @property
    def changed(self) -> int | None:
        """The version of the milestone that they look at."""
        programme = self.sight.group.programme
        found = programme.milestones.get(self.given.get("milestone", "")) if programme else None
        return found.changed if found else None
