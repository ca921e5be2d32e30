"""Hard words that Easy Read cannot do without, and what each means, in Easy Read."""

import re
from collections.abc import Iterable, Mapping

from service.language.language import N_

HARD_WORDS: Mapping[str, str] = {
    "accounts": N_("Accounts are a list of all our money."),
    "adviser": N_("An adviser is a person who knows a lot. They help us decide."),
    "agreement": N_("An agreement is a paper. It says what we will do together."),
    "benefits": N_("Benefits are money from the government."),
    "board": N_("The board is a small group. It runs our organisation."),
    "budget": N_("A budget is a plan for our money."),
    "buddy": N_("A buddy is a group that has grown before us. They help us."),
    "carer": N_("A carer looks after somebody at home."),
    "charity": N_("A charity is a group that helps people. It is not there to make money."),
    "commissioner": N_("A commissioner works for the council. They decide who gets money for support."),
    "contract": N_("A contract is a paper that both sides sign. Each must do what it says."),
    "council": N_("The council runs the services in your town."),
    "evidence": N_("Evidence shows that we did it."),
    "expert": N_("An expert is a person who knows a lot about something."),
    "facility": N_("A facility is a place or a thing that groups can use."),
    "forecast": N_("A forecast says what may happen."),
    "founding group": N_("The founding group are the people who start."),
    "funder": N_("A funder gives us money for our work."),
    "grant": N_("A grant is money. We need not pay it back."),
    "insurance": N_("Insurance pays when something goes wrong."),
    "insure": N_("To insure means to pay a little now. Then somebody pays for us when things go wrong."),
    "insurer": N_("An insurer pays when something goes wrong."),
    "launch": N_("A launch is a big day. We show people that we are open."),
    "leaflet": N_("A leaflet is a paper that tells people about us."),
    "learning disability": N_("With a learning disability it is hard to learn new things."),
    "lease": N_("A lease is a paper. It says how long we can use a place."),
    "lesson": N_("A lesson is something that we learned. We write it down for others."),
    "member": N_("A member is a person who belongs to our group."),
    "mentor": N_("A mentor is a group that has done this before. They help us."),
    "milestone": N_("A milestone is one step of our plan."),
    "minutes": N_("Minutes are a paper. They say what a meeting decided."),
    "network": N_("A network is groups that help each other."),
    "official": N_("Official means that the law says so."),
    "organisation": N_("An organisation is a group with its own rules and its own money."),
    "panel": N_("A panel is a group of people who meet and decide."),
    "policy": N_("A policy is a paper. It says how we do something."),
    "programme": N_("A programme is all the steps from the start to the end."),
    "regulator": N_("A regulator checks that we keep to the law."),
    "services": N_("Services are help that people can use."),
    "support worker": N_("A support worker helps a person at home or at work."),
    "toolkit": N_("A toolkit is papers and forms that others can use."),
    "treasurer": N_("A treasurer looks after our money."),
    "user-led organisation": N_("A user-led organisation is run by the people it helps."),
    "volunteer": N_("A volunteer works without pay."),
    "wages": N_("Wages are money for work."),
}


def hard_words_in(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The hard words of these texts that they do not explain themselves, each with its meaning."""
    said = " ".join(texts)
    found = {
        word: at.start() for word in HARD_WORDS if (at := _as_word(word).search(said)) and not explains(said, word)
    }
    longer = [word for word in found if not any(word != other and word in other for other in found)]
    return tuple((word, HARD_WORDS[word]) for word in sorted(longer, key=lambda word: found[word]))


def explains(text: str, word: str) -> bool:
    """Whether a text says itself what a word means: “A buddy is …”, “This is called …”."""
    plain = re.escape(word.removesuffix("s"))
    return bool(
        re.search(rf"\b{plain}s?\s+(?:(?:is|are)\s+(?:an?|the|some|people|money)|means?)\b", text, re.IGNORECASE)
        or re.search(rf"\bcalled\s+(an?|the|our)?\s*{plain}", text, re.IGNORECASE)
    )


def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}(s|es)?\b", re.IGNORECASE)
