"""Opens a legacy pack that came from elsewhere: nothing in it is believed before it was checked."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.resource_commands import Link
from service.legacy_pack.archive import CONTENTS, MANIFEST, PROOF, Manifest, Member
from service.legacy_pack.contents import PackContents
from service.machine_faults import MachineFault

MOST_MEMBERS = 5_000
MOST_BYTES = 1_000_000_000
MOST_TEXT = 50_000_000
_CHUNK = 1 << 20
# What Python's reader of zip files raises for one that is damaged, locked, or packed in a way it does not know.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)
M = TypeVar("M", bound=BaseModel)
_LINK: TypeAdapter[str] = TypeAdapter(Link)


class PackRefused(MachineFault):
    """The file is not a legacy pack, or not a whole one."""


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """A pack whose every file is what its manifest says. `digest` is the SHA-256 of the pack's manifest."""

    path: Path
    digest: str
    contents: PackContents
    members: tuple[Member, ...]

    def file(self, digest: str) -> bytes:
        """What is in one of its published files, by its SHA-256."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(self._path_of(digest))

    def proof(self) -> bytes | None:
        """The proof, when there is one."""
        if all(member.path != PROOF for member in self.members):
            return None
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(PROOF)

    def _path_of(self, digest: str) -> str:
        return next(each.path for each in self.members if each.path.startswith(f"files/{digest}/"))


def open_pack(path: Path) -> OpenedPack:
    """Check a pack from end to end. Raises PackRefused, saying what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            _not_too_much(archive)
            listed = _text(archive, MANIFEST)
            manifest = _parsed(Manifest, listed, MANIFEST)
            _whole(archive, manifest)
            contents = _parsed(PackContents, _text(archive, CONTENTS), CONTENTS)
    except OSError as fault:
        raise PackRefused(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    except _DAMAGED:
        raise PackRefused(f"{path} is not a zip file, or it was damaged or cut off. Get it again.") from None
    _sound(contents, {member.sha256 for member in manifest.members if member.path.startswith("files/")})
    return OpenedPack(path, sha256(listed).hexdigest(), contents, manifest.members)


def _not_too_much(archive: zipfile.ZipFile) -> None:
    """Before anything is unpacked. What is unpacked is counted again."""
    names = archive.namelist()
    if len(names) > MOST_MEMBERS or len(names) != len(set(names)):
        raise PackRefused("This file holds too many files, or two of one name. It is not a pack of Waymark's.")
    if any(name.startswith(("/", ".")) or "\\" in name or ".." in name for name in names):
        raise PackRefused("A file in this pack would land outside its folder. It is not a pack of Waymark's.")
    if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
        raise PackRefused("This file is larger than any legacy pack may be. It is not taken in.")


def _whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    listed = {member.path: member for member in manifest.members}
    if strangers := set(archive.namelist()) - set(listed) - {MANIFEST}:
        raise PackRefused(f"{min(strangers)[:80]} is in the pack and not in its list. Somebody put it there later.")
    for member in manifest.members:
        digest, size = sha256(), 0
        for chunk in _chunks(archive, member.path):
            size += len(chunk)
            if size > member.size:
                break
            digest.update(chunk)
        if size != member.size or digest.hexdigest() != member.sha256:
            raise PackRefused(f"{member.path[:80]} is not what the pack's list says. It was changed or cut off.")


def _sound(contents: PackContents, files: set[str]) -> None:
    """What a pack says must be as we would have published it ourselves."""
    numbers = [resource.published.resource for resource in contents.resources]
    if len(numbers) != len(set(numbers)):
        raise PackRefused("Two things in this pack have one number. It is not a pack of Waymark's.")
    for resource in contents.resources:
        published = resource.published
        if published.link is not None:
            try:
                _LINK.validate_python(published.link)
            except ValidationError:
                raise PackRefused(f"The link of “{published.title[:60]}” is no web address.") from None
        if missing := [each.name for each in published.files if each.sha256 not in files]:
            raise PackRefused(f"The file {missing[0][:60]} of “{published.title[:60]}” is not in the pack.")


def _chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    try:
        with archive.open(path) as opened:
            while chunk := opened.read(_CHUNK):
                yield chunk
    except KeyError:
        raise PackRefused(f"{path[:80]} is missing from this pack. Get it again.") from None


def _text(archive: zipfile.ZipFile, path: str) -> bytes:
    parts, size = [], 0
    for chunk in _chunks(archive, path):
        size += len(chunk)
        if size > MOST_TEXT:
            raise PackRefused(f"{path} is larger than it can be. It is not a pack of Waymark's.")
        parts.append(chunk)
    return b"".join(parts)


def _parsed(model: type[M], text: bytes, path: str) -> M:
    try:
        return model.model_validate_json(text)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PackRefused(
            f"{path} does not say what a legacy pack says ({where}). It may come from a newer Waymark."
        ) from None
