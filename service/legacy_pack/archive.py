"""The file of a legacy pack: pages, files, proof, and a list of all of them with what is in each."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import orjson
import rfc8785
from pydantic import BaseModel, Field

from domain.as_it_went import plan_as_it_went
from service.audit.bundle import CannotBundle, write_bundle
from service.audit.leaf import Leaf
from service.legacy_pack.contents import PackContents
from service.legacy_pack.site import pages, path_of
from service.settings import Settings
from service.whole_file import new_file

MANIFEST = "manifest.json"
CONTENTS = "legacy.json"
PLAN = "plan.json"
PROOF = "proof.zip"
PUBLISHED = "resource.published.v1"
# The same legacy gives the same file.
_DAY = (1980, 1, 1, 0, 0, 0)

ReadFile = Callable[[str], bytes]
"""Gives what is in a published file, by its SHA-256."""


class Member(BaseModel, frozen=True, extra="forbid"):
    """One file of a pack. `size` is in bytes."""

    path: Annotated[str, Field(max_length=500)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(BaseModel, frozen=True, extra="forbid"):
    """Every file of a pack but this one."""

    members: tuple[Member, ...]


def write_pack(settings: Settings, contents: PackContents, read_file: ReadFile, file: Path) -> Manifest:
    """Write a pack to a new file. Raises CannotWrite. Without a signed record yet, it says so and has no proof."""
    with TemporaryDirectory(prefix="waymark-pack-") as scratch, new_file(file) as written:
        proof = _proof(settings, contents.programme, Path(scratch) / PROOF)
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            pack = _Pack(archive)
            for path, text in pages(contents, with_proof=proof is not None):
                pack.add(path, text.encode())
            course = plan_as_it_went(contents.plan, contents.course, contents.organisation)
            pack.add(PLAN, _readable(course))
            pack.add(CONTENTS, _readable(contents))
            files = {path_of(each): each.sha256 for every in contents.resources for each in every.published.files}
            for path, digest in sorted(files.items()):
                pack.add(path, read_file(digest))
            if proof is not None:
                pack.add(PROOF, proof.read_bytes())
            manifest = Manifest(members=tuple(pack.members))
            pack.add(MANIFEST, rfc8785.dumps(manifest.model_dump(mode="json")))
    return manifest


def _proof(settings: Settings, programme: str, file: Path) -> Path | None:
    """What was published is in it word for word; of the rest only the hashes."""
    try:
        write_bundle(settings, programme, file, may_see=_is_public)
    except CannotBundle:
        return None
    return file


def _is_public(leaf: Leaf) -> bool:
    """Published for everybody. Who did it, and whom one may ask, is in it as an id that says nothing elsewhere."""
    return leaf.topic == PUBLISHED and bool(orjson.loads(leaf.state)["data"]["audience"] == "everybody")


def _readable(model: BaseModel) -> bytes:
    return orjson.dumps(model.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


class _Pack:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add(self, path: str, content: bytes) -> None:
        described = zipfile.ZipInfo(path, _DAY)
        described.compress_type = zipfile.ZIP_DEFLATED
        described.external_attr = 0o644 << 16
        self._archive.writestr(described, content)
        self.members.append(Member(path=path, sha256=sha256(content).hexdigest(), size=len(content)))
