"""The forms for what is written down beside the milestones: numbers, decisions, duties and other groups."""

import re
from collections.abc import Mapping
from uuid import UUID

from domain import journal_commands as journal
from domain import learning_commands as learning
from service.forms.asking import MEETING, WHEN, YES_OR_NO, Asked, FormWords, reason

_FIGURES = {
    "engaged": "How many were engaged",
    "trained": "How many were trained",
    "supported": "How many were supported",
    "different": "How many different people there were in all",
}
_PARTIES = {
    "worker": "The worker",
    "founders": "The founding group",
    "board": "The board",
    "treasurer": "The treasurer",
    "mentor": "The mentor",
}
_LIMITS = {
    "funding-end": "The money ends on this day",
    "lease-start": "A lease begins on this day",
    "funder-deadline": "A funder needs it by this day",
}
_BESIDE = {"buddy": "As buddies, side by side", "mentor": "As mentor"}
_GIVES = {"yes": "We help them", "no": "They help us"}
_LONGEST = 45


def short_name(typed: Mapping[str, str]) -> str:
    """What a duty is called in addresses: its words and its date, so that next year's is another one."""
    words = re.sub(r"[^a-z0-9]+", "-", typed.get("title", "").lower()).strip("-")[:_LONGEST]
    return re.sub(r"-+", "-", f"{words or 'duty'}-{re.sub(r'[^0-9]+', '-', typed.get('due', ''))}").strip("-")


ABOUT_THE_JOURNAL = (
    FormWords(
        journal.CountPeople,
        "Say how many people took part",
        "Write it down",
        "The numbers are written down.",
        "Count each person once, however often they came. Names are never written down here.",
        (
            Asked("engaged", "How many took part in something?"),
            Asked("trained", "How many learned something in a course or workshop?"),
            Asked("supported", "How many got help for themselves?"),
            Asked(
                "different", "How many different people is that in all?", "Somebody who did all three is one person."
            ),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        journal.CorrectFigure,
        "Correct a number of people",
        "Correct it",
        "The number is corrected. What was recorded first stays in the history.",
        "Mistakes happen. Both numbers stay in the history, with the reason.",
        (
            Asked("figure", "Which number was wrong?", choices=_FIGURES),
            Asked("correct", "What is the right number?"),
            reason("How did it come to be wrong?"),
        ),
        given=(),
        minor=True,
    ),
    FormWords(
        journal.RecordDecision,
        "Write down what a meeting decided",
        "Write it down",
        "The decision is written down.",
        "For decisions that are about no milestone. They stay where everybody finds them.",
        (Asked("decision", "What was decided?"), *MEETING),
        given=(),
    ),
    FormWords(
        journal.RaiseDuty,
        "Be reminded of something by a date",
        "Remind us",
        "It is written down. Waymark reminds you in time.",
        "For what must be done by a day: a lease that ends, a report that is due, a policy to look at again.",
        (
            Asked("title", "What must be done?"),
            Asked("due", "By which day?"),
            Asked("who", "Who is reminded?", "Tick at least one.", choices=_PARTIES),
            Asked("remind_weeks", "How many weeks before are you reminded?"),
            Asked("cure_weeks", "How many weeks after are you helped, when it was missed?"),
            Asked("legal", "Is it a date of the law?", "Such a date goes on while you pause.", choices=YES_OR_NO),
            Asked("limit", "Must the plan be ready by then?", "You can leave this empty.", choices=_LIMITS),
            Asked("reach", "Which milestone must be reached by then?", "You can leave this empty."),
        ),
        given=(),
        made={"duty": short_name},
    ),
    FormWords(
        learning.AgreeBuddy,
        "Write down which group stands beside you",
        "Write it down",
        "It is written down that you stand beside each other.",
        "Groups learn most from each other. Say who helps you, or whom you help.",
        (
            Asked("organisation", "What is the other group called?"),
            Asked("part", "How do you stand beside each other?", choices=_BESIDE),
            Asked("gives", "Who helps whom?", choices=_GIVES),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        learning.TraceMentor,
        "Say where your mentor began",
        "Write it down",
        "It is written down where your mentor began.",
        "Some mentors were helped here themselves. Then others see how one group led to the next.",
        (
            Asked(
                "programme",
                "In which programme here did they begin?",
                "Its name, as it stands in the address of its page after “programmes/”, with programme: before it.",
                sample=f"programme:{UUID(int=0)}",
            ),
        ),
        given=(),
        minor=True,
    ),
)
