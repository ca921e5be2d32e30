"""Every way the machine can say no, with what to do about it: the text is for the person at the keyboard."""


class MachineFault(Exception):  # noqa: N818 - one family with the refusals: an answer, not a crash
    """Something on this machine stops Waymark from starting."""


class UnsuitableHome(MachineFault):
    """The folder cannot be Waymark's home."""


class HomeInUse(MachineFault):
    """Another Waymark runs on the same home."""


class PortInUse(MachineFault):
    """Another program listens where Waymark wants to."""


class CannotStart(MachineFault):
    """A process of ours did not come up."""
