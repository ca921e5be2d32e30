"""The group's own words for itself, in sentences: its kind of organisation, its people, and who does what."""

from domain.plan import Party
from service.language.vocabulary import many
from service.reports.report import Spoken

_PARTS: dict[Party, str] = {
    "founders": "the founding group",
    "board": "the board",
    "treasurer": "the treasurer",
    "mentor": "the mentor",
    "worker": "the worker",
    "adviser": "an adviser",
    "commissioner": "the commissioner",
    "funder": "the funder",
    "everyone": "everyone",
}


def with_article(words: str) -> str:
    """A or an, as it is said: an organisation, a user-led one."""
    first = words[:1].lower()
    vowel = first in "aeio" or (first == "u" and not words.lower().startswith(("us", "un-", "uni")))
    return f"{'an' if vowel else 'a'} {words}"


def part(party: str, spoken: Spoken) -> str:
    """Who works on something: a part that people play, never a name."""
    if party == "members":
        return f"the {many(spoken.member)}"
    return _PARTS[party]  # type: ignore[index]  # every other party is in the table
