"""Every way Waymark says no: a fact that stops a command, and what to do about it, in plain English."""

NO_SUCH_PROGRAMME = "There is no such programme here. Check the address, or ask your mentor to let you in."
"""The same whether it is not there or not for this person: an outsider cannot tell the two apart."""


class Refusal(Exception):  # noqa: N818 - we say refusal: it is an answer, not a fault
    """The domain said no. The text is shown to the person who asked."""


class NotAllowed(Refusal):
    """The person who asked may not do this in this programme."""


class UnknownProgramme(Refusal):
    """There is no such programme, or the person may not know of it."""


class UnknownMilestone(Refusal):
    """The plan has no such milestone."""


class UnknownPart(Refusal):
    """There is no such evidence, duty, gate, person on the board or other part of the programme."""


class CommandIdTaken(Refusal):
    """The same command id was used before, for something else."""


class AlreadyStarted(Refusal):
    """The programme was started before."""


class SomebodyElseWasFirst(Refusal):
    """Other people changed the same thing at the same moment, again and again."""


class MilestoneChanged(Refusal):
    """The milestone changed after the person looked at it."""


class NotNow(Refusal):
    """The thing is not in a state in which this can be done."""


class AlreadyDone(NotNow):
    """What was asked for is already so."""


class DayNotPossible(Refusal):
    """A date is in the future, or before something it must come after."""


class OwnWork(Refusal):
    """Nobody accepts their own work."""


class OwnGroup(Refusal):
    """A group cannot be its own helper, buddy or mentor."""


class EvidenceMissing(Refusal):
    """A milestone needs something that shows it is reached."""


class ConsentMissing(Refusal):
    """A person would be named to others who has not said yes to that."""


class GateClosed(Refusal):
    """Something must be true before this milestone is accepted."""


class PlanTooShort(Refusal):
    """The plan is shorter than is honest."""


class PlanBroken(Refusal):
    """The plan would have faults, such as milestones that wait for each other."""


class BoardShareTooLow(Refusal):
    """Too few of the voting members come from the constituency."""
