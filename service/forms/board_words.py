"""The forms about the register of the board, in plain English."""

from domain import organisation_commands as organisation
from service.forms.asking import WHEN, YES_OR_NO, Asked, FormWords, reason

OFFICES = {
    "member": "Member",
    "chair": "Chair",
    "co-chair": "Co-chair",
    "treasurer": "Treasurer",
    "secretary": "Secretary",
}

ABOUT_THE_BOARD = (
    FormWords(
        organisation.AppointBoardMember,
        "Put somebody on the board",
        "Put them on the board",
        "They are on the board now.",
        "The register says who sits on the board, and how many of those who vote come from the constituency.",
        (
            Asked("person", "Who is it?"),
            Asked("office", "What do they do there?", choices=OFFICES),
            Asked("voting", "Do they vote?", choices=YES_OR_NO),
            Asked(
                "from_constituency",
                "Do they come from the constituency?",
                "Ask them: it is their own word. It is kept sealed. Only the number of those who said yes is counted.",
                choices=YES_OR_NO,
            ),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        organisation.StandDown,
        "Say that somebody stands down from the board",
        "They stand down",
        "They are not on the board any more.",
        "What they did on the board stays in the history.",
        (
            Asked("person", "Who is it?"),
            Asked(
                "from_constituency",
                "Did they come from the constituency?",
                "You need not answer this. You are told when it cannot be known otherwise.",
                choices=YES_OR_NO,
            ),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        organisation.AdoptGoverningDocument,
        "Adopt the governing document",
        "Adopt it",
        "The governing document is adopted. From now on the board decides.",
        "From this day on the board decides in place of the founding group. It is a day to celebrate.",
        (WHEN,),
        given=(),
    ),
    FormWords(
        organisation.SetThreshold,
        "Change how much of the board comes from the constituency",
        "Set it",
        "The new share is recorded.",
        "At least this share of those who vote must come from the constituency. You may ask for more than others do.",
        (Asked("threshold", "How many per cent?", "A whole number, such as 75."), reason("Why this share?"), WHEN),
        given=(),
        minor=True,
    ),
)
