"""A picture beside an Easy Read sentence: the first thing the sentence speaks of that there is a picture for.

A picture only helps the words, so it has no text of its own. They are OpenMoji: service/pages/pictures/CREDITS.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from service.language.language import gettext as _

AT = "/pictures"
SUFFIX = ".svg"

_WORDS: Mapping[str, str] = {
    "money": r"money|grants?|pays?|paid|wages|budget|costs?|funders?|funding|benefits|pounds?|£\d+",
    "bank": r"bank",
    "council": r"council|commissioners?|government",
    "vote": r"votes?|voting|choose|chooses|chose|elect",
    "rules": r"rules?|law|laws|regulator|policy|policies|official",
    "agree": r"agree|agrees|agreed|agreement|sign|signs|signed|contract|partners?|together",
    "calendar": r"calendar|dates?|days?|weeks?|months?|years?|when",
    "late": r"late|time|wait|waits|longer",
    "break": r"breaks?|pause|rest",
    "stop": r"stop|stops|stopped|cannot|must not|wrong|held up",
    "training": r"training|train|trained|teach|teaches|course|practise",
    "lesson": r"lessons?|books?|read|learned|learn",
    "idea": r"ideas?|think|know|knows",
    "wheelchair": r"wheelchairs?|disabled",
    "access": r"access|accessible|get in|join in|steps at|ramp|lift|toilet",
    "hearing-aid": r"hear|hearing|listen|listens",
    "guide-dog": r"dogs?|blind",
    "place": r"place|places|room|rooms|building|office|home|rent|lease|hall",
    "computer": r"computers?|website|internet|online|program|file",
    "phone": r"phone|call",
    "letter": r"letters?|e-?mails?|post|message|messages",
    "safe": r"safe|safely|private|secret|secrets|insurance|insure|insurer|key|seal|lock",
    "look": r"look|looks|check|checks|checked|find|finds|see|sees|show|shows",
    "question": r"questions?|ask|asks|asked|why|how",
    "talk": r"talk|talks|talked|talking|say|says|said|tell|tells|told|speak|meet|meets|meeting|meetings",
    "voice": r"voice|heard|louder|campaign|news|leaflets?|people know",
    "celebrate": r"celebrate|party|launch|well done",
    "give": r"give|gives|gave|share|shares|shared|leave behind",
    "care": r"care|carers?|look after|looks after|friends?|feel",
    "help": r"help|helps|helped|helping|support|mentor|buddy|volunteers?",
    "worker": r"workers?|jobs?|staff|work|works|worked|managers?",
    "quality": r"quality|good|best|better|award",
    "network": r"network|other groups|other organisations|world|website",
    "steps": r"steps?|list|plan|plans|milestones?",
    "paper": r"papers?|write|writes|wrote|written|form|forms|note|notes|report|minutes",
    "done": r"done|finish|finished|did it|ready|yes",
    "end": r"end|ends|ended|over",
    "grow": r"grow|grows|start|starts|started|begin|begins|new",
    "way": r"way|map|travel|visit|visits",
    "people": r"people|person|members?|group|groups|everyone|everybody|board|panel|we|our",
}
_READY = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _WORDS.items()}


def picture_named(sentence: str) -> str | None:
    """The name of the picture for a sentence."""
    return next((name for name, words in _READY.items() if words.search(sentence)), None)


def picture_of(sentence: str) -> str | None:
    """The address of the picture for a sentence."""
    name = picture_named(sentence)
    return f"{AT}/{name}{SUFFIX}" if name else None


def picture_data(name: str) -> str:
    """A picture as an address that holds all of it, for a file that needs nothing else."""
    return f"data:image/svg+xml;base64,{b64encode(picture(name) or b'').decode()}"


def credit() -> str:
    """Whose the pictures are, as their licence asks to be told wherever they are shown."""
    return _("The pictures are from OpenMoji, openmoji.org. Their licence is CC BY-SA 4.0.")


@cache
def picture(name: str) -> bytes | None:
    """A picture, by its name; None when there is none of this name."""
    return (files("service") / "pages" / "pictures" / f"{name}{SUFFIX}").read_bytes() if name in _WORDS else None
