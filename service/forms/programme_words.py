"""The forms about a whole programme, in plain English."""

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import programme_commands as programmes
from service.forms.asking import WHEN, Asked, FormWords, note, reason

ABOUT_PROGRAMMES = (
    FormWords(
        milestones.AgreePlan,
        "Agree the plan",
        "Agree the plan",
        "The plan is agreed. It is the group’s own now.",
        "From now on the plan is the group’s own. You can change it later, whenever you want.",
        (
            Asked(
                "floor_override",
                "If the plan is shorter than such a way usually takes: why can this group do it faster?",
                "You can leave this empty. You are told when a reason is needed.",
            ),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        journal.HoldReview,
        "Write down the quarterly review",
        "Write it down",
        "The review is written down.",
        asked=(
            Asked("agreed", "What did you agree?"),
            Asked("next_review_on", "When is the next review?", "Leave this empty for the usual day."),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        journal.RecordMentoringSession,
        "Write down a session with the mentor",
        "Write it down",
        "The session is written down.",
        asked=(
            Asked("minutes", "How many minutes did it take?"),
            note("What was it about?"),
            WHEN,
        ),
        given=(),
    ),
    FormWords(
        journal.MeetDuty,
        "Say that it is done",
        "It is done",
        "It is recorded that this is done.",
        asked=(note(), WHEN),
        given=("duty",),
    ),
    FormWords(
        journal.MoveDuty,
        "Give it another date",
        "Give it this date",
        "The new date is recorded.",
        asked=(Asked("due", "What is the new date?"), reason("Why does it need another date?")),
        given=("duty",),
    ),
    FormWords(
        learning.AnswerInformationNeed,
        "Answer the question",
        "Answer it",
        "Your answer is recorded, and whoever asked is told.",
        asked=(Asked("answer", "What is your answer?"),),
        given=("need",),
    ),
    FormWords(
        learning.WithdrawInformationNeed,
        "Take the question back",
        "Take it back",
        "The question is taken back.",
        asked=(reason("Why is it not needed any more?", "You can leave this empty."),),
        given=("need",),
    ),
    FormWords(
        programmes.Pause,
        "Pause the programme",
        "Pause it",
        "The programme is paused. Its own dates wait; dates of the law, of leases and of grants do not.",
        "A pause is normal. Dates in the plan wait. Dates of the law, of leases and of grants go on.",
        (
            reason("Why do you pause?"),
            Asked("until", "Until when?", "Leave this empty if you do not know yet."),
            WHEN,
        ),
        given=(),
        minor=True,
    ),
    FormWords(
        programmes.Resume,
        "Go on after the pause",
        "Go on",
        "The programme goes on. The time of the pause was added to its dates.",
        asked=(note(), WHEN),
        given=(),
    ),
)
