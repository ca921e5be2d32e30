"""How to check a record, in Easy Read: every sentence was written by hand, and has its picture beside it."""

from dataclasses import replace

from service.language.easy_lines import Line, easy_line
from service.language.language import gettext as _

COMMAND = 'waymark audit verify FILE --key "THE KEY"'


def easy_help() -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The parts of the page in the reader's language: a heading, and its sentences. What is typed is an address."""
    return (
        (
            _("What this is about"),
            (
                easy_line("A group does many things."),
                easy_line("Waymark writes them in a list."),
                easy_line("The list has a seal."),
                easy_line("The seal breaks if somebody changes the list."),
            ),
        ),
        (
            _("What you need"),
            (
                easy_line("You need the file with the list."),
                easy_line("You need a key."),
                easy_line("The key is a line of letters and numbers."),
                easy_line("You get the key on paper."),
                easy_line("The file and the key must come on different ways."),
                easy_line("You need a computer with Waymark."),
                easy_line("You can ask somebody to help you."),
            ),
        ),
        (
            _("How to check"),
            (
                easy_line("Put the file on the computer."),
                replace(easy_line("Type this line:"), address=COMMAND),
                easy_line("Read the first line of the answer."),
                easy_line("“Everything holds” means: nobody changed the list."),
                easy_line("“This does not hold” means: somebody changed something."),
                easy_line("Then tell somebody you trust."),
            ),
        ),
        (
            _("Keep the file"),
            (
                easy_line("Put the file in a safe place."),
                easy_line("You can use it again next year."),
                easy_line("Then you see if the old list is still the same."),
            ),
        ),
        (
            _("Good to know"),
            (
                easy_line("The seal does not show that the list is true."),
                easy_line("It only shows that nobody changed it later."),
            ),
        ),
        (
            _("A witness"),
            (
                easy_line("A witness is somebody else."),
                easy_line("The witness looks at the seal every night."),
                easy_line("The witness signs it too."),
                easy_line("So nobody can show you a different list."),
                easy_line("Your funder can be a witness."),
            ),
        ),
    )
