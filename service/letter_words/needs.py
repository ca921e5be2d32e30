"""The letter of every year about what somebody needs: to themselves, and to those who help. It says no need."""

from dataclasses import dataclass

from service.language.easy_lines import Line, easy_line
from service.language.language import gettext as _
from service.letter_words.easy_text import at, easy_text
from service.letter_words.places import YOURS


@dataclass(frozen=True, slots=True)
class NeedsLetter:
    """Who reads it: `about` is None for the person themselves. `easy`: they read Easy Read best."""

    name: str
    about: str | None
    site: str
    easy: bool

    @property
    def subject(self) -> str:
        """The subject line. It names nobody: others may see it on a screen."""
        return _("A year on: what do you need?") if self.about is None else _("A year on: ask what they need")

    @property
    def text(self) -> str:
        """What it says: what to do, where, and how to stop such letters."""
        if not self.easy:
            return "\n\n".join(self._plain()) + "\n"
        return easy_text(self._easy())

    def _plain(self) -> list[str]:
        page = f"{self.site}{YOURS}"
        said = [_("Hello %(name)s,", name=self.name)]
        if self.about is None:
            said += [
                _("A year ago you told us what you need so that you can take part. Is it still right?"),
                _("Please look at this page, or tell those who help you:"),
                page,
                _("If nothing changed, save it once more, and we ask again in a year."),
            ]
        else:
            said += [
                _(
                    "A year ago %(name)s told us what they need so that they can take part. Please ask them whether it "
                    "is still right, and whether you meet it.",
                    name=self.about,
                ),
                _("Sign in to see it:"),
                f"{self.site}/",
                _("What they need is in no letter. Once it is saved again, we ask again in a year."),
            ]
        return [*said, _("To stop these messages, or to get them in Easy Read, choose it on this page:"), page]

    def _easy(self) -> list[Line]:
        page = f"{self.site}{YOURS}"
        said = [easy_line("Hello %(name)s.", name=self.name), easy_line("This letter is in Easy Read.")]
        if self.about is None:
            said += [
                easy_line("A year ago you told us what you need."),
                easy_line("Is it still right?"),
                at(easy_line("Please look at this page:"), page),
                easy_line("Or tell the people who help you."),
                easy_line("Is it the same? Then save it once more."),
            ]
        else:
            said += [
                easy_line("A year ago %(name)s told us what they need.", name=self.about),
                easy_line("Please ask them. Is it still right?"),
                easy_line("Do they get what they need?"),
                at(easy_line("You can see it here:"), f"{self.site}/"),
            ]
        return [
            *said,
            easy_line("We ask again in a year."),
            at(easy_line("Do you want no more letters? Say so on this page:"), page),
        ]
