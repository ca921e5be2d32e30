"""The forms for what a group leaves behind: write it, check it, offer it, look after it, and let it rest."""

from domain import resource_commands as resources
from service.forms.asking import WHEN, YES_OR_NO, Asked, FormWords, note, reason
from service.legacy.library_words import AUDIENCES, FORMATS, LANGUAGES, LICENCES

_KINDS = {
    "lesson": "Something you learned",
    "toolkit": "Something to work with: a form, a plan, a guide",
    "network-link": "Somebody to ask, or a network",
    "facility": "A place, or a thing that others may use",
}
_AGREED = {"yes": "Yes, it is right", "no": "No, not yet"}
_WORDS = (
    Asked("title", "What is it called?"),
    Asked("text", "What should others know?"),
    Asked("easy_read", "The same in Easy Read", "Short sentences, and no hard words. You can leave this empty."),
)
_ONE = ("resource",)

ABOUT_WHAT_IS_LEFT = (
    FormWords(
        resources.DraftResource,
        "Write down something that others could use",
        "Write it down",
        "It is written down. Next, somebody who did not write it checks it.",
        "Only your own group sees it at first. You decide later what others see. Then you can add files too.",
        (Asked("kind", "What is it?", choices=_KINDS), *_WORDS),
    ),
    FormWords(
        resources.ReviseResource,
        "Change the words",
        "Change them",
        "The words are changed. Now they are checked again.",
        "After a change somebody checks the words again.",
        _WORDS,
        given=_ONE,
    ),
    FormWords(
        resources.CheckResource,
        "Say whether it is right",
        "Write it down",
        "It is recorded what they said.",
        "Others in your group look at it before anybody else sees it. Nobody checks their own words.",
        (Asked("agreed", "Is it right?", choices=_AGREED), note("What did you notice?"), WHEN),
        given=_ONE,
    ),
    FormWords(
        resources.PublishResource,
        "Offer it to others",
        "Offer it",
        "It is in the library now. You can add files to it there.",
        "It is offered in the words that were checked. You can take it back, but others may have kept it.",
        (
            Asked("audience", "Who may read it?", choices=AUDIENCES),
            Asked("licence", "What may others do with it?", choices=LICENCES),
            Asked("language", "Which language is it in?", choices=LANGUAGES),
            Asked("formats", "In which forms is there one?", "Tick all that fit.", choices=FORMATS),
            Asked("link", "Where else is it on the web?", "You can leave this empty.", kind="link"),
            Asked("constituencies", "Whom is it for?", "One in each line. You can leave this empty."),
            Asked(
                "review_on", "When will you look whether it is still right?", "Leave this empty for a year from now."
            ),
            Asked("contact", "Whom may others ask about it?", "Their name is shown. They must have said yes."),
            Asked("consented_on", "On which day did they say yes?", "Leave this empty if nobody is named."),
        ),
        given=_ONE,
    ),
    FormWords(
        resources.ReviewResource,
        "Say that it is still right",
        "It is still right",
        "It is recorded. You are reminded to look again.",
        "Look at it first. Others trust what somebody has looked at lately.",
        (Asked("review_on", "When will you look again?"), note(), WHEN),
        given=_ONE,
    ),
    FormWords(
        resources.NameOwner,
        "Say who looks after it",
        "They look after it",
        "It is recorded who looks after it.",
        "When the mentor is gone, somebody must go on looking after it. They must have said yes.",
        (
            Asked("organisation", "Which organisation looks after it?"),
            Asked("person", "Who is it there?", "You can leave this empty."),
            Asked("agreed_on", "On which day did they say yes?"),
        ),
        given=_ONE,
    ),
    FormWords(
        resources.EndOwnership,
        "Say that nobody looks after it any more",
        "Write it down",
        "It is recorded. Waymark asks for somebody new.",
        "Then somebody else can be found in time.",
        (reason("Why?", "You can leave this empty."), WHEN),
        given=_ONE,
        minor=True,
    ),
    FormWords(
        resources.AnswerRunning,
        "Say whether it is still running",
        "Write it down",
        "Your answer is recorded.",
        "Others see whether they can still use it.",
        (Asked("running", "Is it still running?", choices=YES_OR_NO), note(), WHEN),
        given=_ONE,
    ),
    FormWords(
        resources.WithdrawResource,
        "Take it out of the library",
        "Take it out",
        "It is not in the library any more.",
        "Do this when it is wrong, or of no use any more. That it was there stays in the history.",
        (reason("Why is it taken out?"), WHEN),
        given=_ONE,
        minor=True,
    ),
)
