"""The forms about who plays which part, who sees what, and what passages are taken out, in plain English."""

from domain import programme_commands as programmes
from domain import redaction_commands as redaction
from domain import sharing_commands as sharing
from domain.field_groups import MEANINGS
from domain.roles import Role
from service.forms.asking import WHEN, YES_OR_NO, Asked, FormWords, reason

PARTS = {
    Role.MENTOR.value: "Mentor",
    Role.WORKER.value: "Worker",
    Role.FOUNDER.value: "Member of the founding group",
    Role.BOARD.value: "Member of the board",
    Role.COMMISSIONER.value: "Commissioner, who reads",
    Role.FUNDER.value: "Funder, who reads",
}
_READERS = {Role.FUNDER.value: "Funders", Role.COMMISSIONER.value: "Commissioners"}
_SHOWN: dict[str, str] = {
    group: meaning[:1].upper() + meaning[1:] for group, meaning in MEANINGS.items() if group != "service"
}

ABOUT_PARTS = (
    FormWords(
        programmes.Appoint,
        "Give somebody a part",
        "Give them this part",
        "They have this part now.",
        "For people whom Waymark knows already. Invite those whom it does not know yet.",
        (
            Asked("person", "Who is it?"),
            Asked("role", "Which part do they take?", choices=PARTS),
            Asked("starts_on", "From which day on?", "Leave this empty if it is from today."),
            Asked(
                "ends_on", "On which day does it end?", "On this day they have it no more. Leave it empty if it stays."
            ),
        ),
        given=(),
    ),
    FormWords(
        programmes.EndAppointment,
        "Say that somebody gives up a part",
        "They give it up",
        "They do not have this part any more.",
        "From then on they see and do only what their other parts allow.",
        (Asked("person", "Who is it?"), Asked("role", "Which part do they give up?", choices=PARTS), WHEN),
        given=(),
    ),
    FormWords(
        programmes.ReplaceMentor,
        "Have another organisation as mentor",
        "They are our mentor now",
        "The new mentor is recorded.",
        "A group may change its mentor. Say why, so that the next one can do better.",
        (
            Asked("mentor.organisation", "Which organisation is it?"),
            Asked(
                "mentor.coordinator",
                "Who coordinates it there?",
                "Whoever is not in this list must be invited first, as a mentor, and say yes.",
            ),
            reason("Why do you change your mentor?"),
            WHEN,
        ),
        given=(),
        minor=True,
    ),
    FormWords(
        sharing.DecideSharing,
        "Decide what funders and commissioners see",
        "Decide it",
        "It is decided, and holds from now on.",
        "It is your programme: you decide what others see of it. You can decide it again at any time.",
        (
            Asked("role", "About whom do you decide?", choices=_READERS),
            Asked("group", "What is it about?", choices=_SHOWN),
            Asked("shown", "Are they shown this?", choices=YES_OR_NO),
            reason("Why?"),
        ),
        given=(),
    ),
    FormWords(
        sharing.CloseBreakGlass,
        "End the look of an operator",
        "End it",
        "The operator sees nothing of the programme any more.",
        "Somebody who looks after this Waymark asked to look into your programme. You can say no, or end it.",
        given=("request",),
    ),
    FormWords(
        redaction.TakeOutPassage,
        "Take out these words",
        "Take them out for good",
        "These words are being taken out. Nobody can bring them back.",
        "Do this when words about somebody should never have been written. It cannot be undone.",
        (reason("Why are they taken out?", "Do not repeat here what they say."),),
        given=("stream", "version", "field"),
        minor=True,
    ),
)
