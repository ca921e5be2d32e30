"""Every way the HTTP face itself says no, before a command or a reading is even looked at."""

from domain.refusals import Refusal


class NobodyActs(Refusal):
    """The request does not say who acts."""


class HeaderNotUnderstood(Refusal):
    """A header of the request has another form than it must have."""


class KeyMissing(Refusal):
    """A command came without a key, so that nobody could safely send it again."""


class FormNotWhole(Refusal):
    """A form came without what its page puts into it unseen, such as the mark of one sending."""


class NotJson(Refusal):
    """The body is not JSON, or does not say that it is."""


class BodyUnreadable(Refusal):
    """The body says that it is JSON, and cannot be read as JSON."""


class BodyTooLarge(Refusal):
    """The body is larger than any command."""


class FieldsNotUnderstood(Refusal):
    """Fields of the request are missing, unknown or of another form than they must have."""


class NothingHere(Refusal):
    """There is nothing at this address."""


class NotThisWay(Refusal):
    """The address is right, and the method is not."""


class OtherHost(Refusal):
    """The request was meant for a host of another name."""


class FromAnotherSite(Refusal):
    """A form was sent from a page that is not Waymark's."""


class NotRead(Refusal):
    """What people read has not caught up yet with what the request waits for."""


class Away(Refusal):
    """The database cannot be reached just now."""


class WentWrong(Refusal):
    """Waymark itself made a mistake, and wrote it down for whoever runs it."""
