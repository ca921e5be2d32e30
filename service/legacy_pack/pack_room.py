"""The legacy pack of a programme for one reader, made when it is asked for, or as it was kept at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.field_groups import FieldGroup
from domain.refusals import NotAllowed, UnknownPart
from service.assembly import Waymark
from service.legacy_pack.archive import write_pack
from service.legacy_pack.packing import PackAudience, packed
from service.legacy_pack.shelf import PackShelf
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

NEEDED: frozenset[FieldGroup] = frozenset({"plan", "milestones"})
"""Every pack tells how the plan really went."""

NOT_SHOWN = (
    "The group does not show you its plan and its milestones, and its legacy pack tells both. "
    "Ask the group for the pack. What it published is in the library."
)
NOT_KEPT = "No pack was kept when this programme ended. Take one that is made now."


@dataclass(frozen=True, slots=True)
class PackRoom:
    """Asks as whoever is signed in. Raises UnknownProgramme for those who may not see the programme."""

    waymark: Waymark
    visibility: Visibility

    @contextmanager
    def pack(self, programme: str, asking: SignedIn, audience: PackAudience | None = None) -> Iterator[Path]:
        """A pack made now, as a file that is there for so long. Without an audience all that is for this reader.

        Raises UnknownProgramme, NotAllowed.
        """
        sight = self._sight(programme, asking)
        widest: PackAudience = "waymark" if "legacy" in sight.groups else "everybody"
        if audience == "waymark" and widest != audience:
            raise NotAllowed(NOT_SHOWN)
        contents = packed(self.waymark, programme, audience or widest)
        if "learning" not in sight.groups:
            contents = contents.model_copy(update={"neighbours": ()})
        with tempfile.TemporaryDirectory(prefix="waymark-pack-") as folder:
            file = Path(folder) / "pack.zip"
            write_pack(self.waymark.settings, contents, self.waymark.public_files.read, file)
            yield file

    def kept(self, programme: str, asking: SignedIn) -> Path:
        """The pack that was made when the programme ended. Raises UnknownProgramme, NotAllowed, UnknownPart."""
        sight = self._sight(programme, asking)
        if "learning" not in sight.groups:
            raise NotAllowed(NOT_SHOWN)
        place = PackShelf(self.waymark).place(programme)
        if not place.exists():
            raise UnknownPart(NOT_KEPT)
        return place

    def _sight(self, programme: str, asking: SignedIn) -> Sight:
        sight = self.visibility.for_presence(asking.presence).sight(programme, asking.person)
        if not sight.groups >= NEEDED:
            raise NotAllowed(NOT_SHOWN)
        return sight
