"""Words of or about a person, which are stored sealed and opened only on reading."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints


def _written_one_way(text: str) -> str:
    """NFC, because two spellings of one accented letter must not be two texts (RFC 8785 does not normalise)."""
    text = unicodedata.normalize("NFC", text)
    # Most texts; a long plan is otherwise looked through letter by letter each time it is read.
    if text.isprintable():
        return text
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t":
            msg = "has a character that cannot be shown. Please type it again without it"
            raise ValueError(msg)
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(_written_one_way),
]
"""What a person typed at length: a reason, a minute, a lesson."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_written_one_way),
]
"""A short public name: of an organisation, a place, a milestone."""


class Words(BaseModel, frozen=True, extra="forbid"):
    """Words as they were typed, before they are stored. `about` is the subject who may have them erased."""

    about: str
    text: str


class Sealed(BaseModel, frozen=True, extra="forbid"):
    """Words as they are stored: encrypted under the subject's key.

    `s` is the subject (`person:<uuid>` or `programme:<uuid>`), `kid` the key, `c` nonce and ciphertext in base64.
    `at` is where they stand (stream/version/topic/field); it is bound into the seal and added on loading, not stored.
    """

    s: str
    kid: str
    c: str
    at: str = Field(default="", exclude=True)


Passage = Words | Sealed

ERASED = "[erased]"
"""What is shown in place of sealed words whose key was destroyed."""
