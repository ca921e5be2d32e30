"""The forms about a whole programme, in plain English."""

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from domain import programme_commands as programmes
from service.forms.asking import WHEN, YES_OR_NO, Asked, FormWords, note, reason

_ENDINGS = {
    "finished": "It is finished: the organisation stands by itself",
    "merged": "The group joins another one",
    "stopped-early": "It stops early",
}

ABOUT_PROGRAMMES = (
    FormWords(
        milestones.AgreePlan,
        "Agree the plan",
        "Agree the plan",
        "The plan is agreed. It is the group’s own now, and you can change it whenever you want.",
        "From now on the plan is the group’s own. You can change it later, whenever you want.",
        (
            Asked(
                "floor_override",
                "Does your group want to be faster than others were? Say why you can.",
                "Most groups leave this empty. You are told if a reason is needed.",
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
        "Every three months you look back and ahead together. What you agree is kept here.",
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
        "So that everybody sees how much time the mentor gives, and what it was about.",
        asked=(
            Asked("minutes", "How many minutes did it take?"),
            Asked("milestones", "Which milestones was it about?", "Tick all that fit, or none."),
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
        "Nobody is reminded of it any more. If it comes back, the next date is set.",
        asked=(note(), WHEN),
        given=("duty",),
    ),
    FormWords(
        journal.MoveDuty,
        "Give it another date",
        "Give it this date",
        "The new date is recorded.",
        "Say why, so that others can follow it.",
        asked=(Asked("due", "What is the new date?"), reason("Why does it need another date?")),
        given=("duty",),
    ),
    FormWords(
        learning.AnswerInformationNeed,
        "Answer the question",
        "Answer it",
        "Your answer is recorded, and whoever asked is told.",
        "Say what you know. Part of an answer helps too.",
        asked=(Asked("answer", "What is your answer?"),),
        given=("need",),
    ),
    FormWords(
        learning.WithdrawInformationNeed,
        "Take the question back",
        "Take it back",
        "The question is taken back.",
        "Do this when you found the answer, or do not need it any more.",
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
        "The time of the pause is added to the dates of the plan.",
        asked=(note(), WHEN),
        given=(),
    ),
    FormWords(
        programmes.CloseProgramme,
        "End the programme",
        "End it",
        "The programme has ended. All of it can still be read.",
        "Each of these endings is an honest one. What you leave behind stays for others.",
        (Asked("ending", "How does it end?", choices=_ENDINGS), reason("What should others know about it?"), WHEN),
        given=(),
        minor=True,
    ),
    FormWords(
        programmes.AnswerStillRunning,
        "Say whether the organisation is still running",
        "Write it down",
        "Your answer is recorded. Thank you: it helps those who come after you.",
        "A year after the end we ask once. No is a good answer too: others learn from it.",
        (Asked("running", "Is the organisation still running?", choices=YES_OR_NO), note(), WHEN),
        given=(),
    ),
)
