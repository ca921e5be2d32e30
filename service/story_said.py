"""What somebody in a story says or writes down: from a source, or invented and marked as such."""

from pydantic import BaseModel, model_validator

from domain.passage import Name, Text

INVENTED = "(Invented for this story.)"


class StoryPart(BaseModel, frozen=True, extra="forbid"):
    """A part of a story, which never changes."""


class Said(StoryPart):
    """Words that somebody in the story writes down. Without a `source` for the fact they are invented."""

    text: Text
    source: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, given: object) -> object:
        return {"text": given} if isinstance(given, str) else given

    @property
    def recorded(self) -> str:
        """The words as they go into the record, which says what is invented."""
        return self.text if self.source else f"{self.text} {INVENTED}"

    @property
    def published(self) -> str:
        """The words as others read them, who do not know the story: they say where the fact is from."""
        if self.source is None:
            return f"{self.text}\n{INVENTED}"
        return f"{self.text}\n(A fact from source {self.source} of this story, in our own words.)"
