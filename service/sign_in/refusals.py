"""Every way sign-in says no. None of them says whether there is an account."""

from domain.refusals import Refusal


class SignInRefused(Refusal):
    """What was given to sign in does not fit, or holds no longer."""


class TooManyTries(Refusal):
    """The same was tried too often in a short time."""


class SecondFactorNeeded(Refusal):
    """Who coordinates a programme, or looks after Waymark, signs in with two things."""


class SignInAgain(Refusal):
    """To change how somebody signs in needs a sign-in that is not long ago."""


class FormNotOurs(Refusal):
    """A form was sent from elsewhere, or from before the last sign-in."""


class PasswordTooWeak(Refusal):
    """The password is too short, too long or too well known."""


class TokenTooNarrow(Refusal):
    """The API token was not made for this."""


class InvitationOver(Refusal):
    """The invitation was used, taken back, or is too old."""
