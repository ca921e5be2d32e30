"""Every way Waymark says no: a fact that stops a command, and what to do about it, in plain English."""


class Refusal(Exception):  # noqa: N818 - we say refusal: it is an answer, not a fault
    """The domain said no. The text is shown to the person who asked."""


class NotAllowed(Refusal):
    """The person who asked may not do this in this programme."""


class UnknownProgramme(Refusal):
    """There is no such programme, or the person may not know of it."""


class CommandIdTaken(Refusal):
    """The same command id was used before, for something else."""
