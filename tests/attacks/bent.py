"""Files that were bent: bytes flipped, cut, doubled, and values in their JSON replaced by anything at all."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from hypothesis import strategies as any_of

ODD: tuple[object, ...] = (
    None, True, False, 0, -1, 2**63, 10**400, 1.5, 1e308, "", "x", "\x00", "\ud800", "é" * 3000, "=1+1", "../../x",
    "<script>", "9999-12-31", "0000-00-00", "2026-02-30T99:99:99Z", [], [[]], {}, {"s": 1, "kid": 2, "c": 3},
    {"s": "x", "kid": "y", "c": "%%"}, {"a": {"b": {"c": {}}}}, "person:0", "programme:x", [None] * 50,
)  # fmt: skip
DEEP = "[" * 5000 + "]" * 5000
Zip = dict[str, bytes]
seeds = any_of.integers(0, 2**32)


def chance_of(seed: int) -> Random:
    """Chance that comes out the same for the same seed."""
    return Random(seed)  # noqa: S311 - a test


def flipped(content: bytes, chance: Random) -> bytes:
    """The same with some bytes changed, cut off, doubled or put in between."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) or 1)
        match chance.randrange(4):
            case 0 if made:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case 2:
                made[at:at] = chance.randbytes(chance.randint(1, 20))
            case _:
                made[at:at] = made[at : at + chance.randint(1, 200)]
    return bytes(made)


def other_values(told: Any, chance: Random) -> Any:  # noqa: ANN401 - JSON
    """The same JSON with one value somewhere inside replaced, left out or doubled."""
    if isinstance(told, dict) and told and chance.random() < 0.9:
        name = chance.choice(sorted(told))
        match chance.randrange(6):
            case 0:
                return {each: value for each, value in told.items() if each != name}
            case 1:
                return {**told, f"{name}x": told[name]}
            case _:
                return {**told, name: other_values(told[name], chance)}
    if isinstance(told, list) and told and chance.random() < 0.9:
        at = chance.randrange(len(told))
        return [*told[:at], other_values(told[at], chance), *told[at + chance.randrange(2) :]]
    return chance.choice(ODD)


def json_bent(content: bytes, chance: Random) -> bytes:
    """JSON text whose values are other ones, or which is nested too deeply to read."""
    if chance.random() < 0.05:
        return DEEP.encode()
    try:
        return json.dumps(other_values(json.loads(content), chance)).encode("utf-8", "replace")
    except ValueError:
        return flipped(content, chance)


def unzipped(content: bytes) -> Zip:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], chance: Random) -> bytes:
    """Packed again, in one of the ways there are to pack."""
    made = io.BytesIO()
    ways = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, chance.choice(ways))
    return made.getvalue()


def bent_zip(content: bytes, seed: int, mended: Callable[[Zip], Zip] = dict) -> bytes:
    """A zip that was bent from outside, or in one of its parts. `mended` makes the rest fit again."""
    chance = chance_of(seed)
    if chance.random() < 0.3:
        return flipped(content, chance)
    parts = unzipped(content)
    name = chance.choice(sorted(parts))
    match chance.randrange(4):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice(("../x", "/x", name + "x", "a\\b", "tile/0/999", "\u202egpj"))] = parts[name]
        case _:
            bend = json_bent if name.endswith(".json") or chance.random() < 0.2 else flipped
            parts[name] = bend(parts[name], chance)
    return zipped(mended(parts) if chance.random() < 0.7 else parts, chance)
