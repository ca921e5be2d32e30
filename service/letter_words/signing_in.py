"""The letters of sign-in in Easy Read: one link, how long it works, and what to do if it was not you."""

from collections.abc import Iterator, Mapping

from service.language.easy_lines import Line, easy_line, own_words
from service.language.language import N_
from service.letter_words.easy_text import at

CHANGES: Mapping[str, tuple[str, ...]] = {
    N_("Your password was changed. You are signed out everywhere else."): (
        N_("You have a new password now."),
        N_("Please sign in again on your other phones and computers."),
    ),
    N_("An app for one-time codes was added."): (N_("You can now sign in with codes from an app."),),
    N_("A passkey was added."): (
        N_("You can now sign in with a passkey."),
        N_("A passkey is a key in your phone or computer."),
    ),
    N_("An account of your organisation was linked."): (
        N_("You can now sign in with the account of your organisation."),
    ),
    N_("New recovery codes were made. The old ones do not work any more."): (
        N_("You have new codes for when you lose your phone."),
        N_("The old codes do not work any more."),
    ),
    N_("One of the ways in which you sign in was removed."): (N_("1 of your ways to sign in does not work any more."),),
    N_("You sign in with another e-mail address from now on."): (
        N_("You have a new email address in Waymark now."),
        N_("You cannot sign in with this old address any more."),
    ),
    N_("A token was made, with which a program can act for you."): (
        N_("A computer program can now use Waymark for you."),
    ),
}
"""What may change about how somebody signs in, as it is said in plain words, and the same in Easy Read."""


def link_to_sign_in(address: str) -> Iterator[Line]:
    """They want to sign in."""
    yield from _hello()
    yield easy_line("You want to sign in to Waymark.")
    yield from _open(address)
    yield easy_line("It works for a quarter of an hour.")
    yield easy_line("Do you need more time? Then ask for a new letter.")
    yield from _not_asked()
    yield easy_line("Nobody can sign in without this letter.")


def link_of_new_address(address: str) -> Iterator[Line]:
    """They want to sign in with another address."""
    yield from _hello()
    yield easy_line("You want to use this email address for Waymark.")
    yield easy_line("First sign in to Waymark, if you have not done it.")
    yield from _open(address)
    yield easy_line("It works for a quarter of an hour.")
    yield from _not_asked()
    yield easy_line("Then nothing changes.")


def invitation(name: str, inviter: str, to: tuple[str, str] | None, address: str) -> Iterator[Line]:
    """Somebody asks them in. `to`: the group, and the part they would have, in words; None when it is Waymark alone."""
    yield easy_line("Hello %(name)s.", name=name)
    yield easy_line("This letter is in Easy Read.")
    yield easy_line("%(inviter)s asks you to join Waymark.", inviter=inviter)
    yield easy_line("Waymark is a computer program.")
    yield easy_line("It helps disabled people to build their own organisation.")
    if to is not None:
        yield easy_line("You can take part in this group:")
        yield own_words(to[0])
        yield easy_line("This is what you would be there:")
        yield own_words(to[1])
    yield easy_line("Do you want to join?")
    yield from _open(address)
    yield easy_line("It works for 3 days.")
    yield easy_line("Do you not want to join? Then do nothing.")


def changed(what: str) -> Iterator[Line]:
    """How they sign in has changed. `what`: one of CHANGES."""
    yield from _hello()
    for each in CHANGES[what]:
        yield easy_line(each)
    yield easy_line("Did you do this? Then all is well.")
    yield easy_line("Was it somebody else? Then tell the people who look after Waymark. Please do it now.")


def _hello() -> Iterator[Line]:
    yield easy_line("Hello.")
    yield easy_line("This letter is in Easy Read.")


def _open(address: str) -> Iterator[Line]:
    yield at(easy_line("Open this page:"), address)
    yield easy_line("Then press the button there.")
    yield easy_line("The page works 1 time.")
    yield easy_line("It is only for you. Please show it to nobody.")


def _not_asked() -> Iterator[Line]:
    yield easy_line("Did you not ask for this letter? Then do nothing.")
