"""The forms about one milestone, in plain English."""

from domain import journal_commands as journal
from domain import learning_commands as learning
from domain import milestone_commands as milestones
from service.forms.asking import WHEN, Asked, FormWords, note, reason

_BLOCKS = {
    "someone-outside": "We wait for someone outside",
    "money": "Money is missing",
    "people": "People are missing, or have no time",
    "access": "Something is not accessible",
    "policy": "A rule or policy is in the way",
}
_STEPS = {"opened": "When work began", "submitted": "When it was handed in", "accepted": "When it was accepted"}

ABOUT_MILESTONES = (
    FormWords(
        milestones.Submit,
        "Hand it in",
        "Hand it in",
        "It is handed in. Now those who decide look at it.",
        "Say that the milestone is reached. Those who decide then accept it, or say what is missing.",
        (note("What should those who decide know?"), WHEN),
    ),
    FormWords(
        milestones.Accept,
        "Accept it",
        "Accept it",
        "It is accepted. The milestone is reached.",
        "Look at what was shown first. When you accept it, the milestone is reached.",
        (note(), WHEN),
    ),
    FormWords(
        milestones.ReturnForWork,
        "Ask for more work",
        "Ask for more work",
        "You asked for more work. Who looks after it is told.",
        "Say what is missing, so that they can do it.",
        (
            reason("What is missing?"),
            Asked("due", "By when is it to be done?", "Leave this empty for the usual time: at least two weeks."),
        ),
    ),
    FormWords(
        milestones.Unblock,
        "Say that it can go on",
        "It can go on",
        "It is recorded that work can go on.",
        asked=(note("How did you solve it?"), WHEN),
    ),
    FormWords(
        milestones.Block,
        "Say that it is held up",
        "It is held up",
        "It is recorded that this is held up. The mentor can see it and help.",
        "Nobody is to blame when something is held up. Saying it early brings help early.",
        (
            Asked("kind", "What is in the way?", choices=_BLOCKS),
            note("What happened?"),
            Asked("occurred_on", "Since which day?", "Leave this empty if it is since today."),
        ),
    ),
    FormWords(
        milestones.Reschedule,
        "Ask for more time",
        "Give it this date",
        "The new date is recorded.",
        "Another date is normal, and nobody’s failure. Two to three years is what this takes.",
        (Asked("due", "What is the new date?"), reason("Why does it need another date?")),
    ),
    FormWords(
        milestones.OpenMilestone,
        "Begin early",
        "Begin",
        "Work on it has begun.",
        "This milestone usually waits for others. You can begin early when there is a reason.",
        (reason("Why do you begin now?"), WHEN),
    ),
    FormWords(
        milestones.Assign,
        "Say who looks after it",
        "Give it to this person",
        "It is recorded who looks after it.",
        "One person looks after a milestone and keeps an eye on its date. Others may still help.",
        (Asked("to", "Who looks after it?", kind="person"),),
    ),
    FormWords(
        learning.RaiseInformationNeed,
        "Ask a question",
        "Ask it",
        "Your question is recorded. The mentor is asked first.",
        "Ask what nobody here knows. Your mentor is asked first; after two weeks, everybody who may know.",
        (Asked("question", "What do you want to know?"),),
    ),
    FormWords(
        journal.RecordLesson,
        "Write down what you learned",
        "Write it down",
        "What you learned is written down.",
        "Tell the next group what you wish you had known. It is kept here; the group decides what others read.",
        (
            Asked("lesson", "What should the next group know?"),
            Asked("context", "When is this useful?", "You can leave this empty."),
        ),
    ),
    FormWords(
        journal.RecordCelebration,
        "Celebrate",
        "Write it down",
        "It is written down. Well done!",
        asked=(Asked("note", "How did you celebrate?"), WHEN),
    ),
    FormWords(
        learning.SayItHelped,
        "Say that this helped",
        "It helped",
        "Thank you. Those who left it can see that it helped.",
        "Those who wrote it see that it helped, and others find it sooner.",
        (note("How did it help?"),),
        given=("milestone", "resource"),
    ),
    FormWords(
        milestones.WithdrawAcceptance,
        "Take the acceptance back",
        "Take it back",
        "The acceptance is taken back. It waits for a decision again.",
        "Do this when it was accepted by mistake. The first decision stays in the history.",
        (reason("Why is it taken back?"),),
        minor=True,
    ),
    FormWords(
        milestones.Reopen,
        "Work on it again",
        "Begin it again",
        "Work on it begins again.",
        "Do this when something that was reached needs work again. That it was reached stays in the history.",
        (
            reason("Why does it need work again?"),
            Asked("due", "By when is it to be done?", "Leave this empty for the usual time."),
        ),
        minor=True,
    ),
    FormWords(
        milestones.SetAside,
        "Set it aside",
        "Set it aside",
        "It is set aside. You can take it back at any time.",
        "Not every milestone is for every group. What waits for this one may then go on.",
        (reason("Why is it not for you, or not now?"),),
        minor=True,
    ),
    FormWords(
        milestones.Restore,
        "Take it back into the plan",
        "Take it back",
        "It is in the plan again.",
        asked=(reason("Why do you take it back?"),),
    ),
    FormWords(
        milestones.WaiveGate,
        "Go on without this condition",
        "Go on without it",
        "It is recorded that this milestone may be accepted without the condition.",
        "The condition is there for a reason. Say why this group may go on without it.",
        (reason("Why may you go on without it?"),),
        given=("milestone", "gate"),
        minor=True,
    ),
    FormWords(
        milestones.CorrectDate,
        "Correct a date",
        "Correct it",
        "The date is corrected. What was recorded first stays in the history.",
        asked=(
            Asked("step", "Which date was wrong?", choices=_STEPS),
            Asked("correct", "What is the right date?"),
            reason("How did it come to be wrong?"),
        ),
        minor=True,
    ),
)
