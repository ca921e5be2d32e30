"""What is wrong with the fields of a request, in sentences that people understand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

MOST = 50
_LONGEST_NAME = 200
WHOLE = "the whole request"
"""The name of a field in a mistake that is in no field alone."""

HINTS: Mapping[str, str] = {
    r"^[A-Z]{2,5}-[0-9]{2,3}$": "Write the id of a milestone as the plan does, such as GOV-05.",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Use small letters, digits and single dashes, such as end-of-lease.",
    r"^person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": (
        "Name a person as person: and their id, such as person:1b4e28ba-2fa1-41d2-883f-0016d3cca427."
    ),
    r"^[0-9a-f]{64}$": "Give the SHA-256 of the file: 64 digits from 0 to 9 and a to f.",
    r"^[a-z0-9.+-]+/[a-z0-9.+-]+$": "Give the kind of file, such as application/pdf.",
    r"^https?://\S+$": "Give a web address without spaces that begins with https:// or http://.",
    r"^programme:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": (
        "Name a programme as programme: and its id, such as programme:1b4e28ba-2fa1-41d2-883f-0016d3cca427."
    ),
    r"^resource:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[1-9][0-9]{0,4}$": (
        "Name a thing of the library as it is named there, such as resource:1b4e28ba-2fa1-41d2-883f-0016d3cca427/3."
    ),
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "Give an id such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427.",
    r"^(programme|organisation|resource):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": (
        "Name a stream as the history does, such as programme:1b4e28ba-2fa1-41d2-883f-0016d3cca427."
    ),
    r"^[a-z0-9_]+(\.[a-z0-9_]+)*$": "Name a field as the stored event does, such as reason or changes.0.title.",
    r"^([0-9]{1,4}(\.[0-9]{1,7})?)?~[0-9]{4}-[0-9]{2}-[0-9]{2}~resource:[0-9a-f-]{36}/[0-9]{1,5}$": (
        "Give what the page before called `next`, exactly as it stood there."
    ),
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "Name a language by its short code, such as en for English or cy for Welsh.",
    r"^[!-~]{1,255}$": "Use 1 to 255 letters, digits and signs, without spaces.",
}
"""What to write where a pattern asks for it."""


class Mistake(BaseModel, frozen=True):
    """What is wrong with one field. `field` is its path in the body, or the name of a parameter."""

    field: str
    message: str


def mistakes(errors: Iterable[Mapping[str, Any]]) -> tuple[Mistake, ...]:
    """What pydantic found, in plain English. What was typed is not repeated: it may be personal."""
    known = list(errors)
    # A list whose parts are wrong is "too short" as well, to pydantic.
    kept = (error for error in known if error["type"] != "too_short" or not _has_parts(error, known))
    found = dict.fromkeys(Mistake(field=_field(error["loc"]), message=_sentence(error)) for error in kept)
    return tuple(found)[:MOST]


def _has_parts(error: Mapping[str, Any], errors: Iterable[Mapping[str, Any]]) -> bool:
    place = tuple(error["loc"])
    return any(tuple(other["loc"])[: len(place)] == place and other is not error for other in errors)


def _field(location: Sequence[str | int]) -> str:
    path = [str(part) for part in location[1:]]
    return ".".join(path)[:_LONGEST_NAME] or WHOLE


def _sentence(error: Mapping[str, Any]) -> str:
    limits: Mapping[str, Any] = error.get("ctx") or {}
    match str(error["type"]):
        case "missing":
            return "Please give this. It cannot be left out."
        case "extra_forbidden":
            return "There is no such field here. Leave it out, or check how it is written."
        case "string_pattern_mismatch":
            return HINTS.get(limits["pattern"], "This is not written the way it must be.")
        case "string_too_short":
            return "Please write something here."
        case "string_too_long":
            return f"This is too long. It may have {limits['max_length']:,} characters at most."
        case "string_type":
            return "Give text here, in quotation marks."
        case "literal_error" | "enum":
            return f"Choose one of these: {_listed(limits['expected'])}."
        case "union_tag_invalid":
            return f"Choose one of these: {_listed(limits['expected_tags'])}."
        case "union_tag_not_found":
            return f"Say which kind this is, in the field {_listed(limits['discriminator'])}."
        case "bool_type" | "bool_parsing":
            return "Answer true or false."
        case "greater_than_equal":
            return f"This is too small. It must be {limits['ge']} or more."
        case "less_than_equal":
            return f"This is too large. It must be {limits['le']} or less."
        case "too_short":
            return "This list is too short. Put something into it."
        case "tuple_type" | "list_type" | "too_long":
            return "Give a list here."
        case "value_error":
            return _own(str(limits["error"]))
        case kind if kind.startswith("int"):
            return "Give a whole number, such as 12."
        case kind if kind.startswith("datetime") or kind == "timezone_aware":
            return "Give a moment with its time zone, such as 2026-03-31T17:00:00Z."
        case kind if kind.startswith("date"):
            return "Give a day as year-month-day, such as 2026-03-31."
        case kind if kind.startswith(("model", "dict")):
            return "Give an object with named fields here."
        case _:
            return "This cannot be understood. Check how it is written."


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace('"', "")


def _own(message: str) -> str:
    """Our own words: they go on after the name of the field, or are a sentence already."""
    sentence = f"This {message}" if message[:1].islower() else message
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."
