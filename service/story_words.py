"""What people in a story write down where the story itself says nothing special. All of it is invented."""

from domain.milestone_events import BlockKind
from service.story_said import INVENTED

RETURNED = (
    "Please say who does what when somebody is ill.",
    "Two members could not read this. We need it in large print and in easy words.",
    "The figures do not add up yet. Please look at them with the treasurer.",
    "We would like to hear what carers think before we say yes.",
)
BLOCKED: dict[BlockKind, tuple[str, ...]] = {
    "someone-outside": ("We wait for an answer from outside and have asked twice.", "The office has lost our form."),
    "money": ("The money for this is not there yet.", "The grant is promised and has not been paid."),
    "people": ("Two of the people who do this are ill.", "Nobody has the time before the holidays."),
    "access": ("The lift is broken, so half of us cannot come.", "There is no interpreter to be had this month."),
    "policy": (
        "The council is changing its rules, and cannot say which will hold.",
        "A new policy has to be read first.",
    ),
}
UNBLOCKED = ("We found a way round it together.", "The answer has come.", "Our mentor knew whom to ask.")
MORE_TIME = "Nobody had taken this on. We found somebody, and gave it a date we can keep."
HELP = "We looked at why this stood still, and who could do it."
STRETCHED = "The date came from the plan of one year. It gets the time it really takes."
SESSIONS = (
    "We went through what is open, and what our own organisation did at this point.",
    "A talk about what worried the group most.",
    "We read each other's papers and shared templates.",
    "A visit to our office, and an afternoon of questions.",
)
REVIEWS = (
    "We go on as planned, and look at the late ones together.",
    "Two dates were moved. Everybody knows why.",
    "We agreed who helps with what in the next quarter.",
)
DUTIES = ("Done, and dated.", "Done at our meeting.", "Looked at and renewed.")
CHECKED = (
    "We read it aloud together. It is true, and nobody can be recognised in it.",
    "Read in large print and in easy words. Two sentences are clearer now.",
    "Everybody who was there says that this is how it was.",
)
NOBODY_YET = "We cannot end yet: nobody looks after {titles}. We ask round, and name somebody this week."
REVIEWED = "Looked at again. It is still right."
STILL_RUNS = "We asked. It runs, and people use it."
STOPPED = "We asked. It stopped, and nobody has taken it on."
DECISIONS = ("The papers were read out and agreed.", "Agreed after questions.", "Agreed with thanks to everybody.")


def invented(text: str) -> str:
    """The words, marked."""
    return f"{text} {INVENTED}"
