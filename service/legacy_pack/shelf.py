"""Where the packs lie that were made when programmes closed: they are there even if nobody ever asks for one."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import rfc8785
import structlog

from domain.calendar import day_in_london
from domain.programme_commands import KeepPack
from service.assembly import Waymark
from service.legacy_pack.archive import PROOF, Manifest, write_pack
from service.legacy_pack.packing import packed

PATIENCE = timedelta(days=2)
"""How long a pack waits for the signer. After that it is made without a proof, and says so."""


class PackShelf:
    """The packs of an installation, one for each closed programme."""

    def __init__(self, waymark: Waymark) -> None:
        self._waymark = waymark
        self._log = structlog.get_logger()

    def place(self, programme: str) -> Path:
        """Where a programme's pack is, when there is one."""
        return self._waymark.settings.folders.packs / f"{programme.removeprefix('programme:')}.zip"

    def keep(self, programme: str) -> KeepPack | None:
        """Make a programme's pack, in place of an older one. None while its last events are not signed yet.

        Raises UnknownProgramme, CannotWrite.
        """
        contents = packed(self._waymark, programme)
        place = self.place(programme)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = place.with_name(f".{place.name}")
        with suppress(FileNotFoundError):
            fresh.unlink()
        manifest = write_pack(self._waymark.settings, contents, self._waymark.public_files.read, fresh)
        proven = any(member.path == PROOF for member in manifest.members)
        ended = contents.ended_on or contents.made_on
        if not proven and day_in_london(self._waymark.clock()) < ended + PATIENCE:
            fresh.unlink()
            return None
        fresh.replace(place)
        self._log.info("a legacy pack was made", programme=programme, resources=len(contents.resources))
        return KeepPack(pack=digest_of(manifest), resources=len(contents.resources))


def digest_of(manifest: Manifest) -> str:
    """What a pack is known by: the SHA-256 of its list."""
    return sha256(rfc8785.dumps(manifest.model_dump(mode="json"))).hexdigest()
