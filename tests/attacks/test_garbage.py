"""Whatever a file says that comes from elsewhere, its reader answers with its own refusal, soon, and keeps nothing."""

import contextlib
import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from time import thread_time

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from service.audit.bundle import write_bundle
from service.audit.signer import opened_signer
from service.audit.verification import verify_bundle
from service.event_mapper import EventMapper, RawEvent, UnknownTopic
from service.facts import FACTS
from service.legacy_pack.archive import MANIFEST, write_pack
from service.legacy_pack.opened_pack import PackRefused, open_pack
from service.legacy_pack.packing import packed
from service.record_check import check_record
from service.record_export import export_record
from service.record_lines import RecordRefused
from tests.attacks.bent import DEEP, Zip, bent_zip, chance_of, flipped, json_bent, seeds
from tests.attacks.conftest import Tried
from tests.attacks.town import Town, ref_of
from tests.service.audit.bundles import key_of

MANY = settings(
    max_examples=250, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SECONDS, MEGABYTES = 5.0, 200


@pytest.fixture
def signed(town: Town) -> Town:
    with opened_signer(town.face.waymark.settings) as signer:
        while signer.sign():
            pass
    return town


def bounded(read: Callable[[], object]) -> None:
    """Read it within the work and the memory that a file of some kilobytes may cost, however busy the machine is."""
    began = thread_time()
    tracemalloc.start()
    try:
        read()
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1_000_000
    finally:
        tracemalloc.stop()
    assert thread_time() - began < SECONDS


def test_a_bent_bundle_gets_a_verdict(signed: Town, tmp_path: Path, tried: Tried) -> None:
    home, file = signed.face.waymark.settings, tmp_path / "bundle.zip"
    write_bundle(home, ref_of(signed.ours), file)
    whole, keys = file.read_bytes(), [key_of(home)]
    assert verify_bundle(file, keys).holds

    @MANY
    @given(seeds)
    def attack(seed: int) -> None:
        tried["bent file"] += 1
        file.write_bytes(bent_zip(whole, seed))
        bounded(lambda: verify_bundle(file, keys))

    attack()


def test_a_bent_pack_is_opened_whole_or_refused(signed: Town, tmp_path: Path, tried: Tried) -> None:
    waymark, file = signed.face.waymark, tmp_path / "pack.zip"
    write_pack(waymark.settings, packed(waymark, ref_of(signed.ours)), waymark.public_files.read, file)
    whole = file.read_bytes()
    open_pack(file)

    @MANY
    @given(seeds)
    def attack(seed: int) -> None:
        tried["bent file"] += 1
        file.write_bytes(bent_zip(whole, seed, listed_again))

        def read() -> None:
            try:
                opened = open_pack(file)
                opened.proof()
            except PackRefused:
                pass

        bounded(read)

    attack()


def listed_again(parts: Zip) -> Zip:
    """The parts with a list that fits them: who bends a pack makes a new list too."""
    try:
        manifest = json.loads(parts[MANIFEST])
        members = [
            {"path": name, "sha256": sha256(content).hexdigest(), "size": len(content)}
            for name, content in parts.items()
            if name != MANIFEST
        ]
        return {**parts, MANIFEST: json.dumps({**manifest, "members": members}).encode()}
    except (ValueError, KeyError, TypeError):
        return parts


def test_a_bent_record_is_refused_with_its_line(town: Town, tmp_path: Path, tried: Tried) -> None:
    file = tmp_path / "record.jsonl"
    export_record(town.face.waymark, ref_of(town.ours), file, with_people=True)
    whole = file.read_bytes()
    check_record(io.BytesIO(whole))

    @MANY
    @given(seeds)
    def attack(seed: int) -> None:
        tried["bent file"] += 1
        bent = rechained(whole, chance_of(seed))

        def read() -> None:
            with contextlib.suppress(RecordRefused):
                check_record(io.BytesIO(bent))

        bounded(read)

    attack()


def rechained(whole: bytes, chance: Random) -> bytes:
    """A record with something else in one of its lines, whose checks fit again: who bends it can count too."""
    lines = [line.partition(b",")[2] for line in whole.splitlines()]
    at = chance.randrange(len(lines))
    if chance.random() < 0.3:
        lines[at] = flipped(lines[at], chance).replace(b"\n", b" ")
    else:
        before, state, after = lines[at].partition(b',"state":')
        if state and chance.random() < 0.7:
            lines[at] = before + state + json_bent(after[:-1], chance) + b"}"
        else:
            lines[at] = json_bent(b"{" + lines[at], chance)[1:].replace(b'": ', b'":').replace(b", ", b",")
    check, made = b"", []
    for line in lines:
        check = sha256(check + line).hexdigest()[:16].encode()
        made.append(b'{"check":"' + check + b'",' + line + b"\n")
    return b"".join(made)


def test_a_bent_event_is_read_or_refused(town: Town, tried: Tried) -> None:
    """What a stored event may be refused with: an unknown kind, or a form that is not one of events."""
    waymark = town.face.waymark
    mapper = EventMapper(FACTS, waymark.seals)
    with waymark.pool.connection() as connection:
        rows = connection.execute("SELECT topic, state FROM store.events").fetchall()

    @MANY
    @given(seeds)
    def attack(seed: int) -> None:
        chance = chance_of(seed)
        topic, state = chance.choice(rows)
        bend = json_bent if chance.random() < 0.7 else flipped
        other = chance.choice([topic, topic, topic, "os.system", "programme.started.v2", chance.choice(rows)[0]])
        bent = RawEvent(1, ref_of(town.ours), 1, other, bend(bytes(state), chance))
        tried["bent event"] += 1

        def read() -> None:
            with contextlib.suppress(UnknownTopic, ValidationError, orjson.JSONDecodeError):
                mapper.read(bent)

        bounded(read)

    attack()


def test_what_is_nested_too_deeply_is_refused_by_every_reader(town: Town, tmp_path: Path) -> None:
    mapper = EventMapper(FACTS, town.face.waymark.seals)
    nested = b'{"meta":{"kid":"x"},"data":' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}"
    for state in (DEEP.encode(), nested, b'{"kid":' + DEEP.encode() + b"}", b'["kid":1]', b'"kid":'):
        with pytest.raises((UnknownTopic, ValidationError, orjson.JSONDecodeError)):
            mapper.read(RawEvent(1, "programme:x", 1, "programme.started.v1", state))
    file = tmp_path / "x.zip"
    file.write_bytes(DEEP.encode())
    with pytest.raises(PackRefused):
        open_pack(file)


def one_part(how: str) -> bytes:
    """A zip with one part, which nothing can unpack."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps({"a": "abc" * 500}))
    content = bytearray(made.getvalue())
    listed = content.index(b"PK\x01\x02")
    match how:
        case "damaged":
            content[45:60] = bytes(each ^ 0xFF for each in content[45:60])
        case "locked":
            content[6] |= 1
            content[listed + 8] |= 1
        case _:
            struct.pack_into("<H", content, 8, int(how))
            struct.pack_into("<H", content, listed + 10, int(how))
    return bytes(content)


@pytest.mark.parametrize("how", ["damaged", "locked", "99", "12", "14"])
def test_a_pack_that_cannot_be_unpacked_is_refused(tmp_path: Path, how: str) -> None:
    (tmp_path / "pack.zip").write_bytes(one_part(how))
    with pytest.raises(PackRefused):
        open_pack(tmp_path / "pack.zip")


def test_a_record_whose_version_is_no_number_is_refused() -> None:
    rest = b'"kind":"header","format":"waymark-record","version":"x"}'
    check = sha256(rest).hexdigest()[:16].encode()
    with pytest.raises(RecordRefused):
        check_record(io.BytesIO(b'{"check":"' + check + b'",' + rest + b"\n"))
