"""What happened when one passage was taken out for ever: the words of one place in the record, and nothing else."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.event import Fact
from domain.passage import Passage

Stream = Annotated[
    str, Field(pattern=r"^(programme|organisation|resource):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=60)
]
Place = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=200)]
"""Where words stand in an event: `reason`, `lines.0` or `meta.on_behalf_of.minute`."""

Version = Annotated[int, Field(ge=1, le=2**53)]
Subject = Annotated[str, Field(pattern=r"^(person|programme):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class KeyDestroyed(Fact):
    """One passage was taken out: its key is destroyed. `subject` and `kid` name the key it was sealed with."""

    TOPIC: ClassVar[str] = "programme.key-destroyed.v1"
    stream: Stream
    version: Version
    field: Place
    subject: Subject
    kid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=60)]
    reason: Passage
