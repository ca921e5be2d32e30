"""Whether what a pack publishes is what its proof says was recorded."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from pydantic import ValidationError

from domain.resource_events import ResourcePublished
from service.audit.bundle_file import open_bundle, read_withheld
from service.audit.note import Verifier
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.legacy_pack.archive import PROOF, PUBLISHED
from service.legacy_pack.opened_pack import OpenedPack, PackRefused


def check_proof(pack: OpenedPack, keys: Sequence[Verifier]) -> Verdict:
    """Check a pack's proof, and each of its resources against it. Raises PackRefused when there is no proof in it."""
    proof = pack.proof()
    if proof is None:
        raise PackRefused("There is no proof in this pack. Ask whoever gave it to you for a newer one.")
    with TemporaryDirectory(prefix="waymark-proof-") as scratch:
        file = Path(scratch) / PROOF
        file.write_bytes(proof)
        verdict = verify_bundle(file, keys, programme=pack.contents.programme)
        if verdict.holds:
            recorded = _recorded(file)
            for resource in pack.contents.resources:
                if resource.published.audience == "everybody" and resource.published not in recorded:
                    title = resource.published.title
                    verdict.refuse("entry", f"“{title}” is not what was recorded. Its words were changed afterwards.")
    return verdict


def _recorded(file: Path) -> list[ResourcePublished]:
    """What the proof shows as published. A contact is never in a pack, so it is not compared."""
    found = []
    with open_bundle(file) as bundle:
        for line in bundle.lines():
            if read_withheld(line) is not None:
                continue
            entry = orjson.loads(line)
            if entry["t"] != PUBLISHED:
                continue
            try:
                published = ResourcePublished.model_validate_json(orjson.dumps(entry["s"]["data"]))
            except ValidationError:
                continue
            found.append(published.model_copy(update={"contact": None, "consented_on": None}))
    return found
